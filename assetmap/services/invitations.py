"""Invitations: an account half made. Whoever is invited presses one button; until then nothing but the invitation is kept."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.errors import Fault, Faulty, Gone
from assetmap.models import Claim, ClaimState, Group, Keeper, Proof, Purpose, Role, Subject, Ticket, User
from assetmap.models.columns import now
from assetmap.services import accounts, claims, holding, keepers, letters, newcomers, rights, tickets, trail
from assetmap.services.accounts import RoleName
from assetmap.services.entering import Site
from assetmap.services.letters import Words
from assetmap.services.tickets import About

DAYS = 14
MOST_OPEN = 10


def to_keep(session: Session, site: Site, group: Group, by: User, person: dict[str, str], over: bool = False) -> None:
    """Invite somebody (`email`, `name`) to answer for a group; with `over`, whoever invites stops answering once they say yes."""
    email, name = accounts.check_email(person.get("email", "")), _name(person.get("name", ""))
    if email.lower() == by.email.lower() and over:
        raise Faulty([Fault("Give the address of somebody else to hand over to.", field="email")])
    opened = open_of(session, group)
    again = [ticket for ticket in opened if ticket.email.lower() == email.lower()]
    if len(opened) - len(again) >= MOST_OPEN:
        raise Faulty([Fault(f"{MOST_OPEN} invitations wait already. Take one back first.", field="email")])
    for ticket in again:
        session.delete(ticket)
    content = {"name": name, "by": by.id, "over": over}
    key = tickets.make(session, site.secret, Purpose.invite, About(Subject.group, group.id, email, content=content), days=DAYS)
    trail.step(session, "keeper.handing_over" if over else "keeper.invited", by, None, group.id)
    task = f"to take over from {newcomers.called(by)} and look after" if over else "to look after"
    body = (
        f"Hello{' ' + name if name else ''},\n\n{newcomers.called(by)} invites you {task} the entry of {group.name} on the community\n"
        f"map of {site.title}. It is made ready for you; there is nothing to fill in. Open this page and press the button:\n\n"
        f"{site.link('/invitations/' + key)}\n\nIt works once, within {DAYS} days. Say no there, and we forget your address.\n"
    )
    letters.write(session, "invite", email, Words(f"Will you look after the entry of {group.name}?", body))


def to_role(session: Session, site: Site, by: User, person: dict[str, str], role: str) -> None:
    """Invite somebody to an account with a role, for an administrator."""
    email, name = accounts.check_email(person.get("email", "")), _name(person.get("name", ""))
    if role not in list(RoleName):
        raise Faulty([Fault("Choose what they are to do.", field="role")])
    tickets.withdraw(session, Ticket.purpose == Purpose.invite, Ticket.entry_id.is_(None), Ticket.email == email)
    about = About(email=email, content={"name": name, "by": by.id, "role": role})
    key = tickets.make(session, site.secret, Purpose.invite, about, days=DAYS)
    trail.step(session, "role.invited", by, words=role)
    body = (
        f"Hello{' ' + name if name else ''},\n\n{newcomers.called(by)} invites you to help with the map of {site.title}, as {role}.\n"
        f"Open this page and press the button:\n\n{site.link('/invitations/' + key)}\n\n"
        f"It works once, within {DAYS} days. On the same page you can say no: then we forget your address.\n"
    )
    letters.write(session, "invite", email, Words(f"Help with the map of {site.title}", body))


def open_of(session: Session, group: Group) -> list[Ticket]:
    """The invitations to answer for a group that nobody has used, the newest first."""
    mine = Ticket.purpose == Purpose.invite, Ticket.subject == Subject.group, Ticket.entry_id == group.id
    query = select(Ticket).where(*mine, Ticket.used_at.is_(None), Ticket.expires_at > now())
    return list(session.scalars(query.order_by(Ticket.id.desc())))


def take_back(session: Session, group: Group, ticket_id: int) -> None:
    """Take an invitation back that nobody used; doing it twice does no harm."""
    tickets.withdraw(session, Ticket.id == ticket_id, Ticket.purpose == Purpose.invite, Ticket.entry_id == group.id)


def refuse(session: Session, ticket: Ticket) -> None:
    """Somebody says no: their address and name are forgotten."""
    tickets.use(session, ticket)
    ticket.email, ticket.content = "", {}
    session.flush()


def accept(session: Session, site: Site, ticket: Ticket) -> User:
    """Somebody says yes: their account is made where there is none, and does what they were invited to. Gone where it is switched off."""
    tickets.use(session, ticket)
    user = accounts.by_email(session, ticket.email)
    if user is not None and not user.active:
        raise Gone("This account is switched off. Ask an administrator of this site.")
    user = user or accounts.make(session, ticket.email, str(ticket.content.get("name") or ""))
    accounts.confirm(session, user)
    by = session.get(User, ticket.content.get("by") or 0)
    if ticket.entry_id is None:
        _give_role(session, user, by, str(ticket.content["role"]))
    else:
        _keep(session, site, user, by, ticket)
    return user


def _give_role(session: Session, user: User, by: User | None, role: str) -> None:
    if by is None or not accounts.is_one_of(by, accounts.ADMINISTRATORS) or not by.active:
        raise Gone("Whoever invited you may not do that any more. Ask an administrator of this site.")
    if role not in accounts.names(user):
        user.roles.append(session.scalars(select(Role).where(Role.name == role)).one())
        trail.step(session, "role.given", by, user, words=role)
    session.flush()


def _keep(session: Session, site: Site, user: User, by: User | None, ticket: Ticket) -> None:
    group = session.get(Group, ticket.entry_id)
    mine = [] if by is None or group is None else [each for each in keepers.of_group(session, group) if each.user_id == by.id]
    if group is None or by is None or not by.active or not (mine or rights.looks_after(session, by, Subject.group, group.id)):
        raise Gone("Whoever invited you does not answer for this group any more. Ask them, or a steward of this map.")
    proof = Proof.handover if ticket.content.get("over") else Proof.invitation
    claims.become(session, user, group.id)
    state = {"state": ClaimState.approved, "decided_at": now(), "decided_by_id": by.id}
    session.add(Claim(group_id=group.id, user_id=user.id, proof=proof, **state))
    trail.step(session, f"claim.approved.{proof.value}", by, user, group.id)
    newcomers.tell(session, site, group, user, None if mine else by)
    if ticket.content.get("over") and by.id != user.id:
        for keeper in mine:
            claims.end(session, keeper, by, ClaimState.ended, "Handed over.")
    session.flush()


def keeper_of(session: Session, group: Group, keeper_id: int) -> Keeper | None:
    """A keeper of a group with an account, or none."""
    return next((each for each in keepers.of_group(session, group) if each.id == keeper_id and each.user_id is not None), None)


def _name(words: str) -> str:
    """What whoever is invited is called; Faulty where it could lead anywhere: the letter goes to an address that anybody typed."""
    name = accounts.check_name(words)
    if holding.links([name]):
        raise Faulty([Fault("Give a name without any web address.", field="name")])
    return name
