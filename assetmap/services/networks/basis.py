"""What a finding about a network rests on, and where that is too thin to lean on."""

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

FEW_LINKS = 10
FEW_ANSWERED = 1 / 4
FEW_CONFIRMED = 1 / 2
YEAR = pd.Timedelta(days=365)


class Thin(StrEnum):
    """Why one should not lean on a finding: few links in all, few groups that have answered, most links stated by one side or none."""

    few_links = "few_links"
    few_answered = "few_answered"
    few_confirmed = "few_confirmed"


@dataclass(frozen=True)
class Basis:
    """How many links a finding rests on, how many of them are confirmed, and how many of how many groups have answered for their links
    within a year. `thin` says why one should be careful."""

    links: int
    confirmed: int
    groups: int
    answered: int
    thin: tuple[Thin, ...] = ()


def basis(links: pd.DataFrame, groups: pd.DataFrame, today: pd.Timestamp, few: int = FEW_LINKS) -> Basis:
    """What a finding about these groups and links rests on; fewer links than `few` are thin."""
    confirmed = int((links["state"] == "confirmed").sum())
    answered = int((groups["answered_on"] >= today - YEAR).sum())
    thin = {
        Thin.few_links: len(links) < few,
        Thin.few_answered: answered < FEW_ANSWERED * len(groups),
        Thin.few_confirmed: confirmed < FEW_CONFIRMED * len(links),
    }
    return Basis(len(links), confirmed, len(groups), answered, tuple(reason for reason, holds in thin.items() if holds))
