"""Where entries are: the tables they stand in, the address of their page, and what became of those that are not there any more. Who
changes that is services/departures."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from assetmap.errors import Departed, NotFound
from assetmap.models import Asset, Departure, Group, Subject

MODELS: dict[Subject, type[Asset] | type[Group]] = {Subject.asset: Asset, Subject.group: Group}
NEVER = {
    Subject.asset: "There is no asset here. A letter of the address may be missing.",
    Subject.group: "There is no group here. A letter of the address may be missing.",
}


def path(subject: Subject, entry_id: int) -> str:
    """The address of an entry's page on this site, as letters name it; pages ask web/kinds."""
    return f"/{subject.value}s/{entry_id}"


def departure_of(session: Session, subject: Subject, entry_id: int) -> Departure | None:
    """How an entry went, where it did."""
    return session.get(Departure, (subject, entry_id))


def goal(session: Session, subject: Subject, entry_id: int) -> int | None:
    """The entry that an address leads to, through as many mergers as there were; none where it leads nowhere."""
    seen: set[int] = set()
    while (gone := departure_of(session, subject, entry_id)) is not None and gone.into_id is not None and entry_id not in seen:
        seen.add(entry_id)
        entry_id = gone.into_id
    return entry_id if session.get(MODELS[subject], entry_id) is not None else None


def parted_from(session: Session, gone: Departure) -> int:
    """The entry from which taking a merger back parts the one that went; its own number where it was not merged."""
    goes_on = goal(session, gone.subject, gone.entry_id) or gone.into_id
    return goes_on or gone.entry_id


def connected(session: Session, subject: Subject, entry_id: int) -> set[int]:
    """The entry, and every one that mergers join it with: what became part of it, each step of where it leads, and their parts."""
    found, new = {entry_id}, {entry_id}
    while new:
        either = or_(Departure.entry_id.in_(new), Departure.into_id.in_(new))
        rows = session.execute(select(Departure.entry_id, Departure.into_id).where(Departure.subject == subject, either))
        new = {number for row in rows for number in row if number is not None} - found
        found |= new
    return found


def absent(session: Session, subject: Subject, entry_id: int) -> NotFound:
    """What to raise where an entry is not public: Departed where it once was, else NotFound."""
    if departure_of(session, subject, entry_id) is None:
        return NotFound(NEVER[subject])
    leads_to = goal(session, subject, entry_id)
    words = "It was merged with another entry." if leads_to else "It is not in the register any more."
    return Departed(words, subject.value, entry_id, leads_to)
