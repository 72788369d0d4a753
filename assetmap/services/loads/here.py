"""What a file brings beside what is here already: facts that it would change, and figures that are of another size."""

from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.models import Area, Indicator, Observation
from assetmap.services.loads.checks import Checked, Held, held
from assetmap.services.loads.mapping import Facts
from assetmap.services.sheets.numbers import KNOWN

DESCRIBED = (
    *("title", "description", "cannot_tell", "unit", "measure", "polarity", "method", "source", "source_url", "publisher", "licence"),
    *("weight", "decimals", "updated_on"),
)
MOST_TIMES = 20
LONGEST_SAID = 60


def described(indicator: Indicator) -> dict[str, Any]:
    """An indicator's facts as they are, as JSON has them."""
    return {name: plain(getattr(indicator, name)) for name in DESCRIBED}


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    return value.isoformat() if isinstance(value, date) else getattr(value, "value", value)


def overwritten(session: Session, facts: list[Facts]) -> list[Held]:
    """For each indicator that is here and is described anew, which of its facts would change."""
    new = {fact.key: fact for fact in facts if fact.is_new and not fact.skip}
    found = []
    for row in session.scalars(select(Indicator).where(Indicator.key.in_(new)).order_by(Indicator.key)):
        changes = [
            f"{name} from '{shown(old)}' to '{shown(given)}'"
            for name, old in described(row).items()
            if ((given := getattr(new[row.key], name)) or None) != (old or None)
        ]
        if changes:
            found.append(held(f"'{row.title}' ({row.key}) is here already, and what is said of it would change: {'; '.join(changes)}."))
    return found


def shown(value: Any) -> str:
    """A fact as a sentence names it."""
    return "" if value is None else str(value)[:LONGEST_SAID]


def far_off(session: Session, checked: Checked) -> list[Held]:
    """Indicators that are here and whose figures here are many times larger or smaller than those of the file, by their medians."""
    figures, geography = checked.figures, checked.match.geography
    keys = {fact.key for fact in checked.facts if fact.key and not fact.skip}
    if geography is None or not keys or not len(figures):
        return []
    mine = set(checked.everything.codes[geography.id].values())
    inside = np.array([number in mine for number in checked.match.area_ids], dtype=bool)[figures.area] & (figures.state == KNOWN)
    named = np.array([fact.key for fact in checked.facts], dtype=object)[figures.label]
    found = []
    for row in session.scalars(select(Indicator).where(Indicator.key.in_(keys)).order_by(Indicator.key)):
        values = figures.value[inside & (named == row.key)]
        query = select(Observation.value).join(Area, Area.id == Observation.area_id).where(Area.geography_id == geography.id)
        there = session.scalars(query.where(Observation.indicator_id == row.id, Observation.value.is_not(None))).all()
        if len(values) and there and apart(new := float(np.median(values)), old := float(np.median(np.array(there, dtype=float)))):
            words = f"Half of the figures of '{row.title}' are above {new:g} in this file and above {old:g} here"
            found.append(held(f"{words}: is it the same indicator, in the same unit?"))
    return found


def apart(one: float, other: float) -> bool:
    """Whether one number is many times the other; of nothing there are no times."""
    low, high = sorted((abs(one), abs(other)))
    return low > 0 and high > MOST_TIMES * low
