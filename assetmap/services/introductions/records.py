"""What people did about suggestions: introduced on a day, with what came of it, or set aside with a reason."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from assetmap.errors import AlreadyDecided, Fault, Faulty, NotAllowed, NotFound
from assetmap.models import Group, Introduction, Outcome
from assetmap.models.accounts import User
from assetmap.models.columns import now
from assetmap.models.introductions import OUTCOME_LIMIT
from assetmap.services import networks, places
from assetmap.services.accounts import CONNECTORS, is_one_of
from assetmap.services.networks import Viewer
from assetmap.services.words import typed

TAKEN = "Somebody has recorded these two already."


@dataclass(frozen=True)
class Record:
    """An introduction, and the kinds of links that the register has learned of between the two since that day."""

    introduction: Introduction
    linked: tuple[str, ...] = ()


def introduce(
    session: Session, pair: tuple[int, int], on: date | None, note: str, user: User, reasons: list[dict[str, Any]]
) -> Introduction:
    """Record that two groups (ids) were introduced on a day; Faulty with every fault, AlreadyDecided where they had been before.

    Two that were set aside may be introduced after all.
    """
    _allow(user)
    row, faults = _row(session, pair)
    said, wrong = typed(note, "note", OUTCOME_LIMIT, lines=True)
    faults += _day_faults(on, "on") + wrong
    if faults:
        raise Faulty(faults)
    if row.introduced_on is not None:
        raise AlreadyDecided(TAKEN)
    row.introduced_on, row.note, row.user_id, row.reasons = on, said, user.id, reasons
    return _keep(session, row)


def set_aside(session: Session, pair: tuple[int, int], why: str, user: User) -> Introduction:
    """Record that two groups (ids) are not worth introducing, and why; Faulty with every fault, AlreadyDecided where they are recorded."""
    _allow(user)
    row, faults = _row(session, pair)
    said, wrong = typed(why, "why", OUTCOME_LIMIT, lines=True, needed="Say why, so that nobody wonders later.")
    faults += wrong
    if faults:
        raise Faulty(faults)
    if row.id is not None:
        raise AlreadyDecided(TAKEN)
    row.note, row.user_id = said, user.id
    return _keep(session, row)


def outcome(session: Session, introduction: Introduction, came: str, on: date | None, note: str, user: User) -> None:
    """Write down what came of an introduction, on which day that was known; Faulty with every fault."""
    _allow(user)
    known = came in list(Outcome)
    faults = [] if known else [Fault("Choose what came of it.", field="outcome")]
    if introduction.introduced_on is None:
        faults.append(Fault("These two were set aside, not introduced."))
    if came != Outcome.waiting:
        faults += _day_faults(on, "outcome_on")
        if on is not None and introduction.introduced_on is not None and on < introduction.introduced_on:
            faults.append(Fault("Nothing can have come of it before they were introduced.", field="outcome_on"))
    said, wrong = typed(note, "outcome_note", OUTCOME_LIMIT, lines=True)
    faults += wrong
    if faults:
        raise Faulty(faults)
    introduction.outcome, introduction.outcome_note = Outcome(came), said
    introduction.outcome_on = on if came != Outcome.waiting else None
    session.flush()
    places.changed(session)


def back(session: Session, introduction: Introduction, user: User) -> None:
    """Suggest a pair again that was set aside; Faulty where it was introduced."""
    _allow(user)
    if introduction.introduced_on is not None:
        raise Faulty([Fault("These two were introduced. That stays on record.")])
    session.delete(introduction)
    session.flush()
    places.changed(session)


def get(session: Session, introduction_id: int) -> Introduction:
    """One record; NotFound where there is none."""
    found = session.get(Introduction, introduction_id)
    if found is None:
        raise NotFound("There is no such introduction. It may have been suggested again.")
    return found


def listed(session: Session, introduced: bool = True) -> list[Record]:
    """The introductions that were made, the newest first, each with the links that came about since; or those set aside."""
    made = Introduction.introduced_on.is_not(None) if introduced else Introduction.introduced_on.is_(None)
    ends = joinedload(Introduction.first_group), joinedload(Introduction.second_group)
    order = Introduction.introduced_on.desc(), Introduction.made_at.desc(), Introduction.id.desc()
    found = list(session.scalars(select(Introduction).where(made).options(*ends).order_by(*order)))
    linked = _linked(session, found) if introduced else {}
    return [Record(each, linked.get(each.id, ())) for each in found]


def _linked(session: Session, found: list[Introduction]) -> dict[int, tuple[str, ...]]:
    """The kinds of links between the two of each introduction (id) that stand and that the register has learned of since."""
    links = networks.known(session, Viewer.connector).links
    ends: dict[frozenset[str], list[tuple[date, str]]] = defaultdict(list)
    for source, target, made, kind in zip(links["source"], links["target"], links["made_on"], links["kind"], strict=True):
        ends[frozenset((source, target))].append((made.date(), kind))
    return {
        each.id: tuple(sorted({kind for made, kind in ends[_nodes(each)] if each.introduced_on is not None and made >= each.introduced_on}))
        for each in found
    }


def _nodes(introduction: Introduction) -> frozenset[str]:
    return frozenset((f"g{introduction.first_group_id}", f"g{introduction.second_group_id}"))


def _allow(user: User) -> None:
    if not is_one_of(user, CONNECTORS):
        raise NotAllowed("Your account may not record introductions.")


def _row(session: Session, pair: tuple[int, int]) -> tuple[Introduction, list[Fault]]:
    """What is recorded of two groups, or a new record of them, and what is wrong with the two."""
    first, second = min(pair), max(pair)
    where = Introduction.first_group_id == first, Introduction.second_group_id == second
    row = session.scalar(select(Introduction).where(*where).with_for_update())
    faults = [Fault("A group cannot be introduced to itself.")] if first == second else []
    if len(set(session.scalars(select(Group.id).where(Group.id.in_([first, second]))))) < len({first, second}):
        faults.append(Fault("One of these groups is not here any more."))
    return row or Introduction(first_group_id=first, second_group_id=second, outcome=Outcome.waiting), faults


def _keep(session: Session, row: Introduction) -> Introduction:
    """Write a record; where somebody else wrote one of the same two meanwhile, theirs stays: AlreadyDecided."""
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError as error:
        raise AlreadyDecided(TAKEN) from error
    places.changed(session)
    return row


def _day_faults(on: date | None, field: str) -> list[Fault]:
    if on is None:
        return [Fault("Give the day, such as 4 May 2026.", field=field)]
    return [Fault("This day is still to come.", field=field)] if on > now().date() else []
