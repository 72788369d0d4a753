"""What a suggestion changes, against the version it began from and against what is public now; and the two put together.

A field is a name of an entry's content, or `place`: everything about where an asset is belongs together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.errors import Fault, Faulty, NotFound
from assetmap.models import Subject, Submission
from assetmap.services import contents, versions
from assetmap.services.entries import Content
from assetmap.services.precision import AGREED, WHERE
from assetmap.services.whereabouts import MODELS

PLACE = "place"
# A day of the source's own, what follows from the precision, and by whose leave something is shown (consents go with what was sent).
NOT_COMPARED = {"source_date", "approximate", "consents", *AGREED}
PLACE_KEYS = tuple(name for name in WHERE if name not in NOT_COMPARED)
FIRST = ("name", "category", "kind", "summary", "purpose", "holder", PLACE, "description", "group_name", "cost", "opening_times")
CHANGED, SAME, CONFLICT = "changed", "same", "conflict"


@dataclass(frozen=True)
class Difference:
    """One field that a suggestion changes: what it was, what is public now, and what is wanted; each a part of an entry's content."""

    field: str
    was: Content
    now: Content
    wanted: Content

    @property
    def state(self) -> str:
        """`changed`: only the suggestion changed it. `same`: it is public already. `conflict`: somebody else changed it otherwise."""
        if plain(self.now) == plain(self.wanted):
            return SAME
        return CHANGED if plain(self.now) == plain(self.was) else CONFLICT


@dataclass(frozen=True)
class Choice:
    """Which fields a steward takes (none said: all that only the suggestion changed), in which ones that two people changed the public
    one stays, why it is so (for everybody), and what whoever sent it is told about what was left out."""

    taken: frozenset[str] | None = None
    stays: frozenset[str] = frozenset()
    why: str | None = None
    reason: str = ""


@dataclass(frozen=True)
class Settled:
    """The content that two versions make together, and the fields of the suggestion that were not taken into it."""

    content: Content
    taken: list[str]
    left_out: list[str]


def of(session: Session, submission: Submission) -> list[Difference]:
    """The fields that a suggestion changes, the exact place among them, so for stewards only; Departed where its entry has gone."""
    return between(base_of(session, submission), now_of(session, submission), submission.content)


def between(was: Content, now: Content, wanted: Content) -> list[Difference]:
    """The fields in which what is wanted is another than it was."""
    return [Difference(field, part(was, field), part(now, field), part(wanted, field)) for field in differing(was, wanted)]


def differing(one: Content, other: Content) -> list[str]:
    """The names of the fields in which two contents differ, in the order of the forms; old contents may lack new ones."""
    names = dict.fromkeys(field_of(name) for name in (*one, *other) if name not in NOT_COMPARED)
    order = {name: place for place, name in enumerate(FIRST)}
    found = [name for name in names if plain(part(one, name)) != plain(part(other, name))]
    return sorted(found, key=lambda name: order.get(name, len(order)))


def field_of(name: str) -> str:
    """The field that a name of a content belongs to."""
    return PLACE if name in PLACE_KEYS else name


def part(content: Content, field: str) -> Content:
    """What belongs to a field; a content of before said of the precision only whether the place is approximate."""
    if field != PLACE:
        return {field: content.get(field)}
    found = {name: content.get(name) for name in PLACE_KEYS}
    return found | {"precision": found["precision"] or ("area" if content.get("approximate") else "exact")}


def plain(found: Content) -> Content:
    """A part of a content so that equal ones are equal: nothing is nothing, lists of names have no order, degrees six decimals."""
    return {name: _plain(value) for name, value in found.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items() if each}
    if isinstance(value, list):
        return sorted(value) if all(isinstance(each, str) for each in value) else [_plain(each) for each in value]
    return value or ""


def now_of(session: Session, submission: Submission) -> Content:
    """All that is known of the published entry a suggestion is about; Departed where it has gone."""
    return contents.of_entry(session, submission.subject, submission.target_id or 0).everything


def base_of(session: Session, submission: Submission) -> Content:
    """What the entry said when whoever suggests something opened it."""
    return at_version(session, submission.subject, submission.target_id or 0, submission.base)


def at_version(session: Session, subject: Subject, entry_id: int, number: int) -> Content:
    """All that was known of a published entry in one of its versions (0: before anybody changed it)."""
    if number == newest(session, subject, entry_id):
        return contents.of_entry(session, subject, entry_id).everything
    try:
        return versions.everything(session, versions.get(session, subject, entry_id, max(number, 1)))
    except NotFound:
        return contents.of_entry(session, subject, entry_id).everything


def newest(session: Session, subject: Subject, entry_id: int) -> int | None:
    """The number of the version that is public now, asked of the database itself; none where the entry is not public."""
    model = MODELS[subject]
    return session.scalar(select(model.version).where(model.id == entry_id))


def settle(session: Session, submission: Submission, choice: Choice) -> Settled:
    """A suggestion and what is public now, as the steward chose; Faulty where a field that two people changed is not settled."""
    now = now_of(session, submission)
    found = [each for each in of(session, submission) if each.state != SAME]
    said = (choice.taken or frozenset()) | choice.stays
    unsettled = [each.field for each in found if each.state == CONFLICT and each.field not in said]
    if unsettled:
        message = "Somebody else changed this too. Choose which of the two stays."
        raise Faulty([Fault(message, field=f"settle-{name}") for name in unsettled])
    clean = {each.field for each in found if each.state == CHANGED}
    taken = [each.field for each in found if each.field in (clean if choice.taken is None else choice.taken)]
    if found and not taken:
        raise Faulty([Fault("Tick at least one change, or decline the whole suggestion and say why.", field="take")])
    left_out = [each.field for each in found if each.field not in taken]
    return Settled(put_together(now, submission.content, taken), taken, left_out)


def put_together(now: Content, wanted: Content, taken: Iterable[str]) -> Content:
    """What is public now, with these fields of what is wanted in it."""
    result = dict(now)
    for field in taken:
        result |= part(wanted, field)
    if PLACE in taken:
        result |= {name: wanted.get(name) for name in AGREED} | {"approximate": result["precision"] != "exact"}
    return result
