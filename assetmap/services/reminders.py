"""Reminders: whoever keeps an entry, or sent it, is asked once in a while whether it is still right. One letter to each person for all
of their entries, and no more than one in thirty days; whoever does not want any is left alone for good."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.errors import NotFound
from assetmap.models import Asset, Channel, Keeper, Purpose, Sender, Status, Subject, Submission, Ticket, User, Wish
from assetmap.services import contents, freshness, letters, places, recurring, submissions, tickets, versions
from assetmap.services.freshness import Basis, Limits
from assetmap.services.letters import Words
from assetmap.services.recurring import REMINDERS
from assetmap.services.submissions import Sent
from assetmap.services.tickets import About
from assetmap.services.whereabouts import MODELS

KIND = "remind"
TICKET_DAYS = 60
MOST_AT_ONCE = 12
CLOSED = "Whoever keeps or sent this entry was asked about it, and said that it has closed."


@dataclass(frozen=True)
class Due:
    """An entry that somebody should be asked about, and the day that speaks for it."""

    subject: Subject
    entry_id: int
    name: str
    said: date
    basis: Basis


def due(session: Session, within: Limits) -> dict[str, list[Due]]:
    """Whom to ask (their e-mail address) about which entries, the oldest first: those that are ageing or stale. Left out is who was
    asked in the last thirty days, or does not want to be."""
    asked: dict[str, tuple[str, dict[tuple[Subject, int], Due]]] = {}
    old = {(each.subject, each.entry_id): each for each in _old(session, within)}
    for email, subject, entry_id in _people(session):
        if (subject, entry_id) in old:
            asked.setdefault(email.casefold(), (email, {}))[1][subject, entry_id] = old[subject, entry_id]
    return {
        email: sorted(found.values(), key=lambda each: (each.said, each.subject, each.entry_id))
        for email, found in asked.values()
        if recurring.is_due(session, REMINDERS, email)
    }


def _old(session: Session, within: Limits) -> Iterator[Due]:
    for subject, model in MODELS.items():
        query = select(model.id, model.name, model.confirmed_on, model.source_date, model.updated_at)
        for row in session.execute(query.where(freshness.until(model, within.ageing))):
            yield Due(subject, row.id, row.name, *freshness.said_on(row))


def _people(session: Session) -> Iterator[tuple[str, Subject, int]]:
    """Who knows which entry: keepers and accounts that keep a group know it and what it runs; senders what they sent. Each person has
    one address: their account's. What came on paper or by telephone is its sender's, not theirs who typed it in."""
    runs: dict[int, list[int]] = {}
    kept = select(Asset.group_id, Asset.id).where(Asset.group_id.in_(select(Keeper.group_id))).order_by(Asset.id)
    for group_id, asset_id in session.execute(kept):
        runs.setdefault(group_id or 0, []).append(asset_id)
    keepers = select(Keeper.group_id, Keeper.email, User.email, User.active).outerjoin(User, User.id == Keeper.user_id)
    for group_id, own, account, active in session.execute(keepers.order_by(Keeper.id)):
        if email := (account if active and account else own):
            yield email, Subject.group, group_id
            yield from ((email, Subject.asset, asset_id) for asset_id in runs.get(group_id, ()))
    sent = select(Submission.subject, Submission.published_id, Sender.email, User.email, User.active, Submission.channel)
    sent = sent.outerjoin(Sender, Sender.submission_id == Submission.id).outerjoin(User, User.id == Submission.user_id)
    approved = Submission.status == Status.approved, Submission.published_id.is_not(None)
    for subject, entry_id, own, account, active, channel in session.execute(sent.where(*approved).order_by(Submission.id)):
        theirs = account if active else ""
        if email := (theirs or own) if channel == Channel.web else (own or theirs):
            yield email, subject, entry_id or 0


def remind(session: Session, secret: str, site: str, email: str, entries: list[Due]) -> bool:
    """Write to one person; gives whether that was done: not where somebody else has just done it, or they said stop meanwhile.
    `site` is the address of this site without a slash at its end, `secret` the site's own."""
    if not entries or not recurring.begin(session, REMINDERS, email):
        return False
    letters.write(session, KIND, email, _letter(session, secret, site, email, entries))
    return True


def _letter(session: Session, secret: str, site: str, email: str, entries: list[Due]) -> Words:
    now_asked, title = entries[:MOST_AT_ONCE], places.current(session).title
    parts = "\n\n".join(_part(session, secret, site, email, each) for each in now_asked)
    one = len(entries) == 1
    later = f"{len(entries) - len(now_asked)} more come another time.\n\n" if len(entries) > len(now_asked) else ""
    what = "an entry" if one else f"{len(entries)} entries"
    body = (
        f"Hello,\n\nyou know {what} on the community map of {title}. {'Is it' if one else 'Are they'} still right? Open the link that\n"
        f"fits, and press the button on its page. You need no account. Each link works once, for {TICKET_DAYS} days.\n\n{parts}\n\n{later}"
        "You get this because you keep these entries, or sent them. We write at most once in 30 days. If nobody says that an entry is\n"
        "right, it fades on the map; it is not taken away.\n\nTo get no more of these, open this and press the button:\n\n"
        f"{site}/remind/stop/{recurring.stop_text(session, secret, REMINDERS, email)}\n\nThank you for keeping the map true.\n"
    )
    subject = f"Still right? {entries[0].name}" if one else f"Still right? {len(entries)} entries on the map of {title}"
    return Words(subject[:140], body)


def _part(session: Session, secret: str, site: str, email: str, each: Due) -> str:
    about = About(each.subject, each.entry_id, email)
    links = {
        purpose: tickets.make(session, secret, purpose, about, TICKET_DAYS) for purpose in (Purpose.right, Purpose.change, Purpose.closed)
    }
    said = {
        Basis.confirmed: "last confirmed on",
        Basis.source: "never confirmed; its source is of",
        Basis.here: "never confirmed; here since",
    }
    day = f"{each.said:%d %B %Y}".lstrip("0")
    titles = {Purpose.right: "Still right", Purpose.change: "Change it", Purpose.closed: "It has closed"}
    lines = [f"  {titles[purpose]}:\n  {site}/remind/{purpose.value}/{text}" for purpose, text in links.items()]
    return "\n".join([f"{each.name} ({said[each.basis]} {day})", *lines])


def right(session: Session, ticket: Ticket, today: date) -> None:
    """Use a ticket to say that its entry is still right."""
    freshness.confirm(session, *about(ticket), today)
    tickets.use(session, ticket)


def closed(session: Session, ticket: Ticket, tolerance_m: float) -> Submission | None:
    """Use a ticket to say that its entry has closed: a steward decides. Where somebody said so before and it waits, nothing is sent."""
    subject, entry_id = about(ticket)
    tickets.use(session, ticket)
    same = Submission.subject == subject, Submission.target_id == entry_id, Submission.wish == Wish.close
    if session.scalar(select(Submission.id).where(*same, Submission.status == Status.waiting).limit(1)):
        return None
    entry = versions.entry_of(session, subject, entry_id)
    sent = Sent(Wish.close, entry_id, entry.version, CLOSED, email=ticket.email, source=recurring.digest(session, REMINDERS, ticket.email))
    return submissions.send(session, subject, contents.of_entry(session, subject, entry_id).everything, tolerance_m, sent)


def about(ticket: Ticket) -> tuple[Subject, int]:
    """The entry a ticket is about."""
    if ticket.subject is None or ticket.entry_id is None:
        raise NotFound(tickets.NO_SUCH)
    return ticket.subject, ticket.entry_id
