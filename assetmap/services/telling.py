"""A group tells its network: which links are still right, who else there is, what it needs and offers. All of it, or nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from assetmap.errors import Fault, Faulty
from assetmap.models import Ask, Frequency, Visibility
from assetmap.services import keepers, links, notices, places
from assetmap.services.links import Own, Statement


class Says(StrEnum):
    """What a group says about a link that stands."""

    yes = "yes"
    ended = "ended"
    never = "never"


@dataclass(frozen=True)
class Said:
    """What was said about one standing link, by its number. `field` is where its faults are shown."""

    link_id: int
    says: str
    frequency: str
    visibility: str
    field: str = ""


@dataclass(frozen=True)
class Told:
    """Everything said at once. `more` and `notices` are by the field where their faults are shown; `close` are numbers of notices."""

    said: Sequence[Said] = ()
    more: Mapping[str, Statement] | None = None
    notices: Mapping[str, Mapping[str, Any]] | None = None
    close: frozenset[int] = frozenset()
    missing: str = ""
    forget: bool = False


def faults(session: Session, asked: Ask, told: Told) -> list[Fault]:
    """Everything that is wrong with what was said, each at its field: what was said of one of many is at `field-part`."""
    found = [fault for each in told.said for fault in _said_faults(each)]
    for field, statement in (told.more or {}).items():
        found += _at(field, links.faults(session, statement))
    for field, content in (told.notices or {}).items():
        found += _at(field, _faults_of(lambda content=content: notices.check(content)))  # type: ignore[misc]
    return found + _faults_of(lambda: keepers.check_missing(told.missing))


def tell(session: Session, asked: Ask, told: Told) -> None:
    """Write down everything a group says and use its address up; Faulty with every fault at once, and then nothing is written."""
    found = faults(session, asked, told)
    if found:
        raise Faulty(found)
    places.changed(session)  # first: whoever speaks of the same links at the same time waits, and then sees what was said
    standing = {own.link.id: own for own in links.own(session, asked.group_id)}
    for each in told.said:
        if each.link_id in standing:  # what ended in the meantime, or is another group's, is left alone
            _say(session, asked, standing[each.link_id], each)
    for statement in (told.more or {}).values():
        links.state(session, statement, asked.group_id)
    _notices(session, asked, told)
    keepers.answered(session, asked, told.missing, told.forget)


def _say(session: Session, asked: Ask, own: Own, each: Said) -> None:
    if each.says == Says.ended:
        links.end(session, own.link, asked.group_id, visibility=each.visibility)
    else:
        links.answer(session, own.link, asked.group_id, each.says == Says.yes, each.visibility, each.frequency)


def _notices(session: Session, asked: Ask, told: Told) -> None:
    for notice in notices.open_of(session, asked.group_id, tuple(Visibility)):
        if notice.id in told.close:
            notices.close(session, notice)
    for content in (told.notices or {}).values():
        notices.add(session, asked.group, content)


def _said_faults(each: Said) -> list[Fault]:
    asked = (("says", each.says, Says), ("who", each.visibility, Visibility), ("how", each.frequency, Frequency))
    return [
        Fault("Choose one from the list.", field=f"{each.field}-{part}")
        for part, value, kind in asked
        if value not in [str(v) for v in kind]
    ]


def _at(field: str, found: Sequence[Fault]) -> list[Fault]:
    return [Fault(fault.message, field=f"{field}-{fault.field}") for fault in found]


def _faults_of(check: Callable[[], object]) -> list[Fault]:
    try:
        check()
    except Faulty as faulty:
        return faulty.faults
    return []
