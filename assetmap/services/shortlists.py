"""Shortlists: entries put together for somebody, at an address that nobody can guess; only whoever holds the key changes one."""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.errors import Fault, Faulty, NotAllowed, NotFound
from assetmap.models import Asset, Group, Shortlist, Subject
from assetmap.models.columns import now
from assetmap.models.shortlists import TITLE_LIMIT
from assetmap.services import assets, letters, whereabouts
from assetmap.services.assets import AssetItem
from assetmap.services.letters import Words
from assetmap.services.words import checked

MOST_ENTRIES, NOTE_LIMIT = 50, 300
NO_SUCH = "There is no shortlist here. It may have been deleted, or a letter of the address may be missing."
NOTICED = timedelta(days=7)  # how seldom it is noted that somebody looked
Held = list[dict[str, object]]


@dataclass(frozen=True)
class Entry:
    """One line of a shortlist: what is public of an asset or a group now; neither where it is not in the register any more."""

    subject: Subject
    id: int
    note: str
    asset: AssetItem | None = None
    group: Group | None = None
    phone: str = ""
    email: str = ""

    @property
    def website(self) -> str:
        """Its web address, empty where it has none or is gone."""
        return self.asset.website if self.asset else self.group.website or "" if self.group else ""

    @property
    def name(self) -> str:
        """What it is called, empty where it is gone."""
        return self.asset.name if self.asset else self.group.name if self.group else ""

    @property
    def leads_to(self) -> int:
        """The id it has now, which is another where it was merged."""
        return self.asset.id if self.asset else self.group.id if self.group else self.id


Facts = Callable[[Entry], list[str]]
"""What to say of an entry, in words, a line each: when it is open or happens, and how fresh that is."""


def make(session: Session) -> tuple[Shortlist, str]:
    """A new empty shortlist, and the key to change it, of which only a digest is kept."""
    key = secrets.token_urlsafe(24)
    row = Shortlist(reference=secrets.token_urlsafe(15), key=_digest(key), content=[])
    session.add(row)
    session.flush()
    return row, key


def get(session: Session, reference: str) -> Shortlist:
    """The shortlist at this address; NotFound where there is none."""
    row = session.scalar(select(Shortlist).where(Shortlist.reference == reference[:40]))
    if row is None:
        raise NotFound(NO_SUCH)
    return row


def opens(row: Shortlist, key: str) -> bool:
    """Whether this key is the one that changes a shortlist."""
    return hmac.compare_digest(row.key, _digest(key))


def opened(session: Session, reference: str, key: str) -> Shortlist:
    """The shortlist, to change it; NotAllowed with another key than its own."""
    row = get(session, reference)
    if not opens(row, key):
        raise NotAllowed("Only the browser in which this shortlist was made can change it.")
    session.refresh(row, with_for_update=True)
    return row


def add(session: Session, row: Shortlist, subject: Subject, entry_id: int) -> bool:
    """Put a published entry at the end; gives whether it was not there yet. NotFound where there is none, Faulty on a full list."""
    number = whereabouts.goal(session, subject, entry_id)
    if number is None:
        raise whereabouts.absent(session, subject, entry_id)
    if _place(row, subject, number) is not None:
        return False
    if len(row.content) >= MOST_ENTRIES:
        raise Faulty([Fault(f"A shortlist has room for {MOST_ENTRIES} entries. Take one away first.", field="id")])
    _write(session, row, [*row.content, {"subject": subject.value, "id": number, "note": ""}])
    return True


def remove(session: Session, row: Shortlist, subject: Subject, entry_id: int) -> None:
    """Take an entry away, if it is there."""
    _write(session, row, [each for each in row.content if (each["subject"], each["id"]) != (subject.value, entry_id)])


def move(session: Session, row: Shortlist, subject: Subject, entry_id: int, by: int) -> None:
    """Move an entry up (-1) or down (1), as far as there is room."""
    place = _place(row, subject, entry_id)
    if place is None or not 0 <= place + by < len(row.content):
        return
    held = list(row.content)
    held[place], held[place + by] = held[place + by], held[place]
    _write(session, row, held)


def note(session: Session, row: Shortlist, subject: Subject, entry_id: int, words: str) -> None:
    """Write a note beside an entry."""
    text = checked(words, "note", NOTE_LIMIT)
    _write(
        session,
        row,
        [each | ({"note": text} if (each["subject"], each["id"]) == (subject.value, entry_id) else {}) for each in row.content],
    )


def name(session: Session, row: Shortlist, title: str) -> None:
    """Give a shortlist a title."""
    row.title = checked(title, "title", TITLE_LIMIT)
    row.seen_at = now()
    session.flush()


def end(session: Session, row: Shortlist) -> None:
    """Delete a shortlist."""
    session.delete(row)
    session.flush()


def seen(session: Session, row: Shortlist) -> bool:
    """Note that somebody looked at it, about once a week; gives whether there was something to note."""
    if now() - row.seen_at < NOTICED:
        return False
    row.seen_at = now()
    session.flush()
    return True


def entries(session: Session, row: Shortlist) -> list[Entry]:
    """What a shortlist holds, as the public sees it now. What was merged is what it was merged into; what is gone says so."""
    found = [Entry(Subject(each["subject"]), int(each["id"]), str(each.get("note") or "")) for each in row.content]
    led = [(each, whereabouts.goal(session, each.subject, each.id)) for each in found]
    items, contacts = _assets(session, [number for each, number in led if number and each.subject == Subject.asset])
    groups = {group.id: group for group in session.scalars(select(Group).where(Group.id.in_([number or 0 for _each, number in led])))}
    return [_shown(each, number, items, contacts, groups) for each, number in led]


def send(session: Session, row: Shortlist, email: str, address: str, site: str, facts: Facts) -> None:
    """Put a letter with a shortlist into the box. Nothing of it, nor to whom it goes, is kept once it is sent. `facts` says more of each.

    Notes and title stay on the page: the site writes to whatever address somebody typed, and nobody's own words go along.
    """
    listed = [each for each in entries(session, row) if each.name]
    if not listed:
        raise Faulty([Fault("Put something on the shortlist first.", field="email")])
    letters.write(session, "shortlist", email, letter(listed, address, site, facts))


def letter(listed: list[Entry], address: str, site: str, facts: Facts) -> Words:
    """The words that go with a shortlist."""
    lines = "\n".join(f"{number}. {_line(each, site, facts(each))}" for number, each in enumerate(listed, 1))
    body = (
        f"Hello,\n\nsomebody chose these from the community map for you. You can see and print what is known of them here:\n\n"
        f"{address}\n\n{lines}\n\n"
        "You need no account, and there is nothing you have to do. We have not kept your address, so nothing more will come. If you did\n"
        "not expect this message, you can delete it.\n"
    )
    return Words("A shortlist from the community map", body)


def _line(entry: Entry, site: str, said: list[str]) -> str:
    where = (
        ", ".join(part for part in (entry.asset.address, entry.asset.postcode) if part)
        if entry.asset and not entry.asset.approximate
        else ""
    )
    facts = [part for part in (where, entry.phone) if part]
    return "\n   ".join([entry.name, *facts, *said, f"{site}{whereabouts.path(entry.subject, entry.leads_to)}"])


def _assets(session: Session, ids: list[int]) -> tuple[dict[int, AssetItem], dict[int, tuple[str, str]]]:
    rows = session.execute(select(Asset.id, Asset.public_phone, Asset.public_email).where(Asset.id.in_(ids)))
    return {item.id: item for item in assets.by_ids(session, ids)}, {row[0]: (row[1], row[2]) for row in rows}


def _shown(
    entry: Entry, number: int | None, items: dict[int, AssetItem], contacts: dict[int, tuple[str, str]], groups: dict[int, Group]
) -> Entry:
    if number is None:
        return entry
    if entry.subject == Subject.group:
        group = groups.get(number)
        return replace(entry, group=group, phone=group.public_phone, email=group.public_email) if group else entry
    phone, email = contacts.get(number, ("", ""))
    return replace(entry, asset=items.get(number), phone=phone, email=email)


def _place(row: Shortlist, subject: Subject, entry_id: int) -> int | None:
    return next((place for place, each in enumerate(row.content) if (each["subject"], each["id"]) == (subject.value, entry_id)), None)


def _write(session: Session, row: Shortlist, held: Held) -> None:
    row.content = held
    row.seen_at = now()
    session.flush()


def _digest(key: str) -> str:
    return sha256(key.encode()).hexdigest()
