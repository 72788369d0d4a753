"""Claims: somebody says they answer for a group; the group's own e-mail or a steward says whether that is so. All of it leaves a trail."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from assetmap.errors import AlreadyDecided, Fault, Faulty, NotFound
from assetmap.models import Claim, ClaimState, Group, Keeper, Proof, Purpose, Subject, Ticket, User
from assetmap.models.columns import now
from assetmap.models.submissions import REASON_LIMIT
from assetmap.services import accounts, keepers, letters, newcomers, proofs, remits, rights, tickets, trail, whereabouts
from assetmap.services.entering import Site
from assetmap.services.letters import Words
from assetmap.services.proofs import Asker
from assetmap.services.tickets import About
from assetmap.services.words import checked

DAYS = 14
MOST_ASKED = 3  # addresses of a group that are asked about one person, and questions that one address has before it


def get(session: Session, claim_id: int) -> Claim:
    """One claim; NotFound where there is none."""
    found = session.get(Claim, claim_id)
    if found is None:
        raise NotFound("There is no such request. It may have been withdrawn.")
    return found


def of_user(session: Session, user: User) -> list[Claim]:
    """What somebody asked to answer for, the newest first."""
    query = select(Claim).where(Claim.user_id == user.id).options(selectinload(Claim.group))
    return list(session.scalars(query.order_by(Claim.id.desc())))


def waiting(session: Session, by: User) -> list[Claim]:
    """The claims that wait for a steward, of groups within their limits, the oldest first."""
    query = select(Claim).where(Claim.state == ClaimState.waiting).options(selectinload(Claim.group), selectinload(Claim.user))
    found = session.scalars(query.order_by(Claim.made_at, Claim.id).limit(200))
    return [claim for claim in found if remits.covers_entry(session, by, Subject.group, claim.group_id)]


def ask(session: Session, site: Site, asker: Asker, group: Group, words: str, email: str = "") -> Claim:
    """Say that one answers for a group. With an e-mail of the group's own, that address is asked; else it waits for a steward.

    Faulty where something cannot be kept or the address is not the group's. Asking twice is asking once.
    """
    user, text, address = asker.user, checked(words, "words", REASON_LIMIT, lines=True), email.strip()
    if address and not proofs.proves(session, group, accounts.check_email(address), asker):
        own = "This is not an address of the group's own. Leave it empty: a steward looks at your request then."
        raise Faulty([Fault(own, field="email")])
    if rights.keeps(session, user, group.id):
        raise Faulty([Fault("You answer for this group already.")])
    mine = Claim.group_id == group.id, Claim.user_id == user.id, Claim.state == ClaimState.waiting
    claim = session.scalar(select(Claim).where(*mine).limit(1))
    if claim is None:
        claim = Claim(group_id=group.id, user_id=user.id, words=text)
        session.add(claim)
        session.flush()
        trail.step(session, "claim.asked", user, user, group.id)
    if address:
        _write_to_group(session, site, claim, address)
    return claim


def _write_to_group(session: Session, site: Site, claim: Claim, email: str) -> None:
    """Ask the group's own address, unless it was asked already and has not answered."""
    mine = Ticket.purpose == Purpose.claim, Ticket.entry_id == claim.group_id, Ticket.used_at.is_(None), Ticket.expires_at > now()
    open_ones = session.scalars(select(Ticket).where(*mine)).all()
    theirs = [ticket for ticket in open_ones if ticket.email.lower() == email.lower()]
    if any(ticket.content.get("claim") == claim.id for ticket in theirs) or len(theirs) >= MOST_ASKED:
        return
    if sum(ticket.content.get("claim") == claim.id for ticket in open_ones) >= MOST_ASKED:
        raise Faulty([Fault("Several addresses of the group have been asked. A steward looks at your request now.", field="email")])
    about = About(Subject.group, claim.group_id, email, content={"claim": claim.id})
    key = tickets.make(session, site.secret, Purpose.claim, about, days=DAYS)
    group, person = claim.group, newcomers.called(claim.user)
    body = (
        f"Hello,\n\n{person} ({claim.user.email}) says that they answer for {group.name} on the community map of {site.title}, and would\n"
        f"like to keep its entry up to date. Is that right? Say yes or no here; it takes a moment and no account:\n\n"
        f"{site.link('/claims/answer/' + key)}\n\nIt works once, within {DAYS} days. If you do nothing, nothing changes.\n"
    )
    letters.write(session, "claim", email, Words(f"Does somebody answer for {group.name}?", body))


def of_ticket(session: Session, ticket: Ticket) -> Claim:
    """The claim a group's own address is asked about; AlreadyDecided where that is settled."""
    claim = get(session, int(ticket.content["claim"]))
    if claim.state != ClaimState.waiting:
        raise AlreadyDecided("This request is settled already.")
    return claim


def answer(session: Session, site: Site, ticket: Ticket, yes: bool) -> Claim:
    """What the group's own address says."""
    claim = of_ticket(session, ticket)
    tickets.use(session, ticket)
    if yes:
        return _approve(session, site, claim, None, Proof.domain)
    return _decline(session, site, claim, None, "The group's own address says that it does not know this person.")


def approve(session: Session, site: Site, claim: Claim, by: User) -> Claim:
    """A steward says yes; AlreadyDecided where that is settled."""
    return _approve(session, site, claim, by, Proof.steward)


def decline(session: Session, site: Site, claim: Claim, by: User, reason: str) -> Claim:
    """A steward says no, and why; Faulty without a reason."""
    needed = "Say why, so that they can understand or show it in another way."
    return _decline(session, site, claim, by, checked(reason, "reason", REASON_LIMIT, lines=True, needed=needed))


def _approve(session: Session, site: Site, claim: Claim, by: User | None, proof: Proof) -> Claim:
    _settle(session, claim, by, ClaimState.approved, "")
    claim.proof = proof
    become(session, claim.user, claim.group_id)
    trail.step(session, f"claim.approved.{proof.value}", by, claim.user, claim.group_id)
    lines = (
        f"You answer for {claim.group.name} on the community map of {site.title} now. Change its entry, and invite others, on your page:"
    )
    _tell(session, site, claim.user.email, f"You answer for {claim.group.name}", lines, "/me")
    newcomers.tell(session, site, claim.group, claim.user, by)
    return claim


def _decline(session: Session, site: Site, claim: Claim, by: User | None, reason: str) -> Claim:
    _settle(session, claim, by, ClaimState.declined, reason)
    trail.step(session, "claim.declined", by, claim.user, claim.group_id)
    lines = f"We could not say yes to your request to answer for {claim.group.name}, because:\n\n    {reason}\n\nYou can ask again here:"
    _tell(session, site, claim.user.email, f"Your request for {claim.group.name}", lines, whereabouts.path(Subject.group, claim.group_id))
    return claim


def _settle(session: Session, claim: Claim, by: User | None, state: ClaimState, reason: str) -> None:
    session.refresh(claim, with_for_update=True)
    if claim.state != ClaimState.waiting:
        raise AlreadyDecided("Somebody has settled this request already.")
    claim.state, claim.reason, claim.decided_at, claim.decided_by_id = state, reason, now(), by.id if by else None
    session.flush()


def become(session: Session, user: User, group_id: int) -> Keeper:
    """Make somebody a keeper with an account; who is known by the same e-mail address already is the same person."""
    rows = session.scalars(select(Keeper).where(Keeper.group_id == group_id).order_by(Keeper.id)).all()
    known = next((row for row in rows if row.user_id == user.id), None)
    known = known or next((row for row in rows if row.user_id is None and row.email.lower() == user.email.lower()), None)
    if known is None:
        known = Keeper(group_id=group_id, name=user.shown_name, email=user.email)
        session.add(known)
    known.user_id = user.id
    session.flush()
    return known


def end(session: Session, keeper: Keeper, by: User, state: ClaimState, reason: str = "") -> None:
    """End that somebody answers for a group: given up, handed over, or revoked. What we know of them as a keeper is forgotten."""
    needed = "Say why, so that they can understand." if state == ClaimState.revoked else ""
    text = checked(reason, "reason", REASON_LIMIT, lines=True, needed=needed)
    user = session.get(User, keeper.user_id) if keeper.user_id else None
    group_id = keeper.group_id
    if user is not None:
        mine = Claim.group_id == group_id, Claim.user_id == user.id, Claim.state == ClaimState.approved
        for claim in session.scalars(select(Claim).where(*mine)).all():
            claim.state, claim.reason, claim.decided_at, claim.decided_by_id = state, text, now(), by.id
    keepers.forget(session, keeper)
    trail.step(session, f"keeper.{state.value}", by, user, group_id)


def tell_revoked(session: Session, site: Site, email: str, group: Group, reason: str) -> None:
    """Tell somebody that they answer for a group no more."""
    lines = f"You do not answer for {group.name} on the community map of {site.title} any more, because:\n\n    {reason}\n\nIts page:"
    _tell(session, site, email, f"{group.name} on the community map", lines, whereabouts.path(Subject.group, group.id))


def _tell(session: Session, site: Site, email: str, subject: str, lines: str, path: str) -> None:
    if email:
        letters.write(session, "keeping", email, Words(subject, f"Hello,\n\n{lines}\n\n{site.link(path)}\n\nThank you.\n"))
