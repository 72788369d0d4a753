"""What has changed on the map of links since a day, which is not the same as what has changed among the groups."""

from dataclasses import dataclass
from datetime import date

import pandas as pd


@dataclass(frozen=True)
class Change:
    """Counts of links since a day. `new` stand and came onto the map since then; of those, by the year somebody said they began,
    `older` began before the year of that day, `younger` in that year or later, `unsaid` is the rest. `confirmed` were on the map
    before and have been confirmed since, `ended` have ended since. `before` were on the map on that day."""

    since: date
    before: int
    new: int
    older: int
    younger: int
    unsaid: int
    confirmed: int
    ended: int


def change(links: pd.DataFrame, ended: pd.DataFrame, since: date) -> Change:
    """What has changed among these links, standing and ended, since a day. A link that came and ended since then counts as ended."""
    day = pd.Timestamp(since)
    fresh = links[links["made_on"] >= day]
    began = fresh["since"].astype("Float64")
    earlier = links[links["made_on"] < day]
    over = ended[ended["ended_on"] >= day]
    return Change(
        since,
        before=len(earlier) + int((over["made_on"] < day).sum()),
        new=len(fresh),
        older=int((began < since.year).sum()),
        younger=int((began >= since.year).sum()),
        unsaid=int(began.isna().sum()),
        confirmed=int((earlier["confirmed_on"] >= day).sum()),
        ended=len(over),
    )
