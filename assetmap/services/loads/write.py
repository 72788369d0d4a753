"""Loading: one transaction, everything or nothing, and what was there before is kept so that it can be undone."""

import hashlib
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from assetmap import models
from assetmap.models import Indicator, Load, Measure, Method, Observation, Polarity, User
from assetmap.models.loads import FILE_NAME_LIMIT
from assetmap.services.loads import bulk
from assetmap.services.loads.checks import identity
from assetmap.services.loads.here import DESCRIBED, described
from assetmap.services.loads.mapping import Facts, Mapping, as_json, from_json, says_nothing, signature
from assetmap.services.loads.preview import Preview
from assetmap.services.places import figures_changed

STATES = np.array(["known", "suppressed", "missing"], dtype=object)
COLUMNS = ("indicator_id", "period", "area_id", "value", "lower", "upper", "state", "load_id")
SAME = "other.indicator_id = mine.indicator_id AND other.period = mine.period AND other.area_id = mine.area_id"


def load(session: Session, preview: Preview, content: bytes, file_name: str, user: User | None, meant: set[str]) -> Load:
    """Write what was previewed; Faulty, and nothing written, where something is wrong or held and not in `meant`."""
    preview.refuse(meant)
    figures_changed(session)  # first, so that two loads wait for each other: each puts aside what the other brought
    facts = {fact.key: fact for fact in preview.facts if not fact.skip}
    here = {each.key: each for each in session.scalars(select(Indicator).where(Indicator.key.in_(facts)))}
    row = Load(
        user_id=user.id if user else None,
        file_name=file_name[-FILE_NAME_LIMIT:],
        digest=hashlib.sha256(content).hexdigest(),
        rows=0,
        mapping=as_json(preview.mapping),
        before={key: described(here[key]) if key in here else None for key in facts},
    )
    session.add(row)
    position = (session.scalar(select(func.max(Indicator.position))) or 0) + 1
    for number, (key, fact) in enumerate(facts.items()):
        here[key] = describe(here.get(key) or Indicator(key=key, position=position + number), fact)
    session.add_all(here.values())
    session.flush()
    values = columns_of(preview, {key: each.id for key, each in here.items()}, row.id)
    row.rows = len(values[0])
    write(session, values, row.id)
    keep(session, preview, file_name)
    return row


def describe(indicator: Indicator, facts: Facts) -> Indicator:
    """Write facts into an indicator; of one that is only named, no more than when it was updated and where."""
    given = {
        name: getattr(facts, name) for name in (DESCRIBED if facts.is_new else ("source_url", "updated_on")) if getattr(facts, name) != ""
    }
    if facts.is_new:
        given = {name: getattr(facts, name) for name in DESCRIBED}
    return restore(indicator, given)


def restore(indicator: Indicator, given: dict[str, Any]) -> Indicator:
    """Write facts as JSON has them into an indicator."""
    kinds = {"measure": Measure, "polarity": Polarity, "method": Method}
    for name, value in given.items():
        if name == "updated_on":
            indicator.updated_on = date.fromisoformat(value) if value else None
        else:
            setattr(indicator, name, kinds[name](value) if name in kinds else value)
    return indicator


def columns_of(preview: Preview, ids: dict[str, int], load_id: int) -> list[list[Any]]:
    """The figures as columns of plain objects in the order of the table's key, each figure once."""
    figures = preview.figures
    chosen = np.unique(identity(figures, preview.facts), return_index=True)[1]
    owner = np.array([ids.get(fact.key, 0) for fact in preview.facts], dtype=np.int64)[figures.label[chosen]]
    area = np.array([number or 0 for number in preview.match.area_ids], dtype=np.int64)[figures.area[chosen]]
    order = np.lexsort((area, figures.period[chosen], owner))
    chosen = chosen[order]
    when = np.array(figures.periods, dtype=object)[figures.period[chosen]]
    numbers = [optional(values[chosen]) for values in (figures.value, figures.lower, figures.upper)]
    state = STATES[figures.state[chosen]]
    return [owner[order].tolist(), when.tolist(), area[order].tolist(), *numbers, state.tolist(), [load_id] * len(chosen)]


def optional(values: npt.NDArray[np.float64]) -> list[float | None]:
    """Numbers, None where there is none."""
    objects = values.astype(object)
    objects[np.isnan(values)] = None
    return list(objects.tolist())


def write(session: Session, values: list[list[Any]], load_id: int) -> None:
    """Write the observations; those they replace are put aside first."""
    with bulk.without_references(session, Observation.__table__, len(values[0])):
        if any_there(session, sorted(set(values[0]))):
            replace_some(session, values, load_id)
        else:
            bulk.insert(session, "observations", COLUMNS, values)


def replace_some(session: Session, values: list[list[Any]], load_id: int) -> None:
    """Write observations of which some are here already."""
    session.execute(
        text(
            "CREATE TEMPORARY TABLE incoming (indicator_id INTEGER, period VARCHAR(20), area_id INTEGER, value DOUBLE PRECISION,"
            " lower DOUBLE PRECISION, upper DOUBLE PRECISION, state VARCHAR(20), load_id INTEGER,"
            " PRIMARY KEY (indicator_id, period, area_id))"
        )
    )
    bulk.insert(session, "incoming", COLUMNS, values)
    names = ", ".join(f"other.{name}" for name in COLUMNS[:7])
    session.execute(
        text(
            f"INSERT INTO replaced_observations ({', '.join(COLUMNS[:7])}, earlier_load_id, load_id)"  # noqa: S608  our own names
            f" SELECT {names}, other.load_id, :load FROM incoming AS mine JOIN observations AS other ON {SAME}"
        ),
        {"load": load_id},
    )
    session.execute(text(f"DELETE FROM observations AS other WHERE EXISTS (SELECT 1 FROM incoming AS mine WHERE {SAME})"))  # noqa: S608
    session.execute(text(f"INSERT INTO observations ({', '.join(COLUMNS)}) SELECT {', '.join(COLUMNS)} FROM incoming"))  # noqa: S608
    session.execute(text("DROP TABLE incoming"))


def any_there(session: Session, indicator_ids: list[int]) -> bool:
    """Whether any figure of these indicators is here already."""
    return session.scalar(select(Observation.area_id).where(Observation.indicator_id.in_(indicator_ids)).limit(1)) is not None


def keep(session: Session, preview: Preview, file_name: str) -> None:
    """Keep the mapping for next year's file with the same headings; what is only of this file is left out."""
    mark = signature(preview.table.headings, file_name if says_nothing(preview.figures.labels) else "")
    row = session.scalar(select(models.Mapping).where(models.Mapping.signature == mark)) or models.Mapping(signature=mark)
    earlier = from_json(row.content).indicators if row.content else {}
    row.title = file_name[-FILE_NAME_LIMIT:]
    row.content = as_json(for_next_year(preview.mapping, earlier))
    session.add(row)
    session.flush()


def for_next_year(mapping: Mapping, earlier: dict[str, Facts]) -> Mapping:
    """A mapping without the period, the sheet's name and the date of one file; what was said earlier of an indicator stays."""
    facts = {label: replace(each, updated_on="") for label, each in mapping.indicators.items()}
    facts = {
        label: earlier[label] if earlier.get(label, each).key == each.key and not each.is_new and label in earlier else each
        for label, each in facts.items()
    }
    return replace(mapping, sheet="", header_row=0, header_rows=0, period="", geography="", indicators=facts)
