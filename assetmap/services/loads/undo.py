"""What was loaded when, and taking it back."""

from dataclasses import dataclass

from sqlalchemy import delete, exists, select, text, update
from sqlalchemy.orm import Session, joinedload

from assetmap.errors import AlreadyDecided, NotFound
from assetmap.models import Indicator, Load, Observation, Question, ReplacedObservation
from assetmap.models.columns import now
from assetmap.services import places
from assetmap.services.loads.write import COLUMNS, SAME, restore


@dataclass(frozen=True)
class Past:
    """A load, the titles of its indicators by key (only those that are still here), and why it cannot be undone, if so."""

    load: Load
    titles: dict[str, str]
    reason: str


def history(session: Session) -> list[Past]:
    """All loads, the newest first."""
    loads = list(session.scalars(select(Load).options(joinedload(Load.user)).order_by(Load.id.desc())))
    titles = {each.key: each.title for each in session.scalars(select(Indicator))}
    return [Past(each, {key: titles[key] for key in each.before if key in titles}, why_not(session, each)) for each in loads]


def get(session: Session, number: int) -> Load:
    """The load with this number; NotFound where there is none."""
    found = session.get(Load, number)
    if found is None:
        raise NotFound(f"There is no load {number}.")
    return found


def why_not(session: Session, load: Load) -> str:
    """Why a load cannot be undone now, or nothing."""
    if load.undone_at is not None:
        return "This load was undone already."
    query = (
        select(Load)
        .join(ReplacedObservation, ReplacedObservation.load_id == Load.id)
        .where(ReplacedObservation.earlier_load_id == load.id, Load.undone_at.is_(None))
        .order_by(Load.id.desc())
        .limit(1)
    )
    above = session.scalar(query)
    return f"Load {above.id} ({above.file_name}) replaced some of its figures: undo that one first." if above else ""


def undo(session: Session, load: Load) -> None:
    """Take a load back: what it replaced returns; AlreadyDecided with the reason where that cannot be done now."""
    places.figures_changed(session)  # first, so that this waits for a load at the same time, or that for this
    session.refresh(load)
    reason = why_not(session, load)
    if reason:
        raise AlreadyDecided(reason)
    session.execute(delete(Observation).where(Observation.load_id == load.id))
    names = ", ".join(COLUMNS[:7])
    session.execute(
        text(
            f"INSERT INTO observations ({names}, load_id) SELECT {names}, earlier_load_id FROM replaced_observations AS mine"  # noqa: S608
            f" WHERE load_id = :load AND NOT EXISTS (SELECT 1 FROM observations AS other WHERE {SAME})"
        ),
        {"load": load.id},
    )
    session.execute(delete(ReplacedObservation).where(ReplacedObservation.load_id == load.id))
    session.execute(update(Load).where(Load.id == load.id).values(undone_at=now()))
    session.refresh(load)
    later = set().union(*session.scalars(select(Load.before).where(Load.id > load.id, Load.undone_at.is_(None))).all())
    for key, before in load.before.items():
        put_back(session, key, before if key not in later else None)


def put_back(session: Session, key: str, before: dict[str, object] | None) -> None:
    """Give an indicator its earlier facts, or take it away where a load had made it and nothing else needs it."""
    indicator = session.scalar(select(Indicator).where(Indicator.key == key))
    if indicator is None:
        return
    if before is not None:
        restore(indicator, before)
    if made_by_a_load(session, key) and not needed(session, indicator):
        session.delete(indicator)
    session.flush()


def made_by_a_load(session: Session, key: str) -> bool:
    """Whether the first load that had this indicator found none, and is undone."""
    loads = session.scalars(select(Load).order_by(Load.id))
    first = next((load for load in loads if key in load.before), None)
    return first is not None and first.before[key] is None and first.undone_at is not None


def needed(session: Session, indicator: Indicator) -> bool:
    """Whether anything else refers to an indicator: figures, another's weight, the place, or a saved question."""
    place = places.current(session)
    if indicator.key in (place.population_indicator, place.lead_indicator):
        return True
    if session.scalar(select(exists().where(Observation.indicator_id == indicator.id))):
        return True
    if session.scalar(select(exists().where(Indicator.weight == indicator.key))):
        return True
    return any(f'"{indicator.key}"' in str(content).replace("'", '"') for content in session.scalars(select(Question.content)))
