"""The history of an entry as everybody may read it, and bringing a version of it back."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.errors import AlreadyDecided
from assetmap.models import Act, Departure, Precision, Step, Subject, Submission, User, Version
from assetmap.models.submissions import REASON_LIMIT
from assetmap.services import contents, departures, merging, places, publish, revisions, submissions, versions, whereabouts
from assetmap.services.accounts import RoleName
from assetmap.services.consents import FIELDS as CONTACTS
from assetmap.services.entries import Content
from assetmap.services.precision import names_place, precision
from assetmap.services.revisions import PLACE, Difference
from assetmap.services.versions import Made
from assetmap.services.words import clean

HIGHEST = (RoleName.administrator, RoleName.steward, RoleName.planner, RoleName.developer, RoleName.resident)


@dataclass(frozen=True)
class Change:
    """What a version changed in one field: what it said before and from then on. `told` is false where that is not for everybody."""

    field: str
    before: Content
    after: Content
    told: bool


@dataclass(frozen=True)
class Told:
    """One version: what it changed, the role of whoever made it (empty: nobody with an account), whether a neighbour suggested it, and
    why, as far as that is for everybody."""

    version: Version
    changes: list[Change]
    role: str
    suggested: bool
    why: str


def told(session: Session, subject: Subject, entry_id: int) -> list[Told]:
    """Every version of an entry, the newest first. What it says of places and contacts is told only as far as that is public now:
    what was taken back is not given away by its history, nor by words of before that named the place. NotFound where there is no such
    entry; it may have gone."""
    found = versions.history(session, subject, entry_id)
    now = public_now(session, subject, entry_id) if whereabouts.departure_of(session, subject, entry_id) is None else {}
    hidden = _hidden_places(session, subject, entry_id, found) if now and precision(now) != Precision.exact else []
    return [_told(session, version, before, now, hidden) for version, before in zip(found, [*found[1:], None], strict=False)]


def _hidden_places(session: Session, subject: Subject, entry_id: int, found: list[Version]) -> list[Content]:
    """Where an entry is and was, each once, by all that versions know."""
    known = [contents.of_entry(session, subject, entry_id).everything, *(versions.everything(session, version) for version in found)]
    places = dict.fromkeys((each.get("address") or "", each.get("postcode") or "") for each in known)
    return [{"lon": None, "precision": Precision.hidden, "address": address, "postcode": postcode} for address, postcode in places]


def public_now(session: Session, subject: Subject, entry_id: int) -> Content:
    """What everybody reads of an entry; Departed or NotFound where it is not public."""
    return contents.of_entry(session, subject, entry_id).public


def _told(session: Session, version: Version, before: Version | None, now: Content, hidden: list[Content]) -> Told:
    fields = revisions.differing(before.content, version.content) if before else []
    changes = []
    for field in fields:
        sides = [revisions.part(each.content, field) for each in (before, version) if each]
        changes.append(Change(field, sides[0], sides[1], all(_still_public(field, side, now, hidden) for side in sides)))
    sent = session.get(Submission, version.submission_id) if version.submission_id else None
    suggested = sent is not None and sent.user_id != version.user_id
    return Told(version, changes, role(version.user), suggested, "" if _names(version.why, hidden) else version.why)


def _names(words: Any, hidden: list[Content]) -> bool:
    """Whether words name a place that is kept back now; of lists, any of their words."""
    if isinstance(words, list):
        return any(_names(each, hidden) for each in words)
    if isinstance(words, dict):
        return any(_names(each, hidden) for each in words.values())
    return isinstance(words, str) and any(names_place(place, words) for place in hidden)


def _still_public(field: str, said: Content, now: Content, hidden: list[Content]) -> bool:
    """Whether everybody may read what a field once said."""
    if field == PLACE:
        exact = revisions.part(now, PLACE)["precision"] == "exact" if now else False
        return exact and (said["lon"] is None or said["precision"] == "exact")
    if field in CONTACTS:
        return not said.get(field) or said.get(field) == now.get(field)
    return not _names(said.get(field), hidden)


def role(user: User | None) -> str:
    """The role in which somebody did something: their highest."""
    names = {each.name for each in user.roles} if user else set()
    return next((name.value for name in HIGHEST if name.value in names), "")


def merged_into(session: Session, subject: Subject, entry_id: int) -> list[Departure]:
    """The entries that were merged into this one."""
    return list(session.scalars(select(Departure).where(Departure.subject == subject, Departure.into_id == entry_id)))


def against_now(session: Session, version: Version) -> list[Difference]:
    """What would change if a version came back, exact places among it, so for stewards only; nothing where the entry has gone."""
    if whereabouts.departure_of(session, version.subject, version.entry_id) is not None:
        return []
    now = contents.of_entry(session, version.subject, version.entry_id).everything
    return revisions.between(now, now, versions.whole(session, version, now))


def bring_back(session: Session, version: Version, by: User, seen: int, why: str, tolerance_m: float) -> None:
    """Make an entry say again what it said in a version, also one that has closed or was merged into another; a new version says so.

    `seen` is the number of the version that the steward saw as the newest: where there is another by now, AlreadyDecided. Nothing
    happens where the entry says all of that already. Faulty where it cannot be accepted any more.
    """
    subject, number = version.subject, version.entry_id
    places.changed(session)  # first, so that of two who change it at once the second sees what the first has done
    session.expire_all()
    gone = whereabouts.departure_of(session, subject, number)
    if gone is None and not against_now(session, version):
        return
    if versions.latest(session, subject, number) != seen:
        raise AlreadyDecided("Somebody has changed this entry since you opened its history. Look at it again before you decide.")
    made = Made(Act.restored, by, clean(why, lines=True)[:REASON_LIMIT] or f"Brought back as it was in version {version.number}")
    if gone is not None and gone.into_id is not None:
        merging.undo(session, subject, number, by, tolerance_m)
    elif gone is not None:
        departures.bring_back(session, subject, number, version, tolerance_m, made)
    if against_now(session, version):
        _change(session, version, made, tolerance_m)
    session.add(Step(user_id=by.id, act="restored", subject=subject, entry_id=number, words=f"version {version.number}"))
    session.flush()


def _change(session: Session, version: Version, made: Made, tolerance_m: float) -> None:
    now = contents.of_entry(session, version.subject, version.entry_id).everything
    content = versions.whole(session, version, now)
    checked = submissions.CHECKS[version.subject](session, content, tolerance_m)
    kept = {"source_date": content.get("source_date") or ""}
    publish.change(session, version.subject, version.entry_id, checked | kept, tolerance_m, made)
