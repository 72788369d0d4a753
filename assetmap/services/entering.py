"""Signing in by a link sent by e-mail, and making an account: nobody learns from the answer who has one."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap.errors import NotFound
from assetmap.models import Purpose, Ticket, User
from assetmap.models.columns import now
from assetmap.services import accounts, letters, tickets
from assetmap.services.letters import Words
from assetmap.services.tickets import NO_SUCH, About

MINUTES = 30
DAYS_TO_CONFIRM = 2
MOST_AN_HOUR = 4  # letters of this kind to one address, so that nobody fills somebody else's letter box


@dataclass(frozen=True)
class Site:
    """What a letter needs to know of this site: the secret its links are signed with, where they lead, and the place's title."""

    secret: str
    address: str
    title: str

    def link(self, path: str) -> str:
        """A whole address."""
        return f"{self.address}{path}"


def ask(session: Session, site: Site, email: str) -> None:
    """Send a link to sign in to whoever has an account under this address; nothing to anybody else, and the answer is the same."""
    address = accounts.check_email(email)
    user = accounts.by_email(session, address)
    if user is not None and user.active and not _enough(session, user.email):
        _write_link(session, site, user)


def sign_up(session: Session, site: Site, email: str, name: str) -> None:
    """Send a link that makes an account; whoever has one already gets a link to sign in. The answer is the same."""
    address, called = accounts.check_email(email), accounts.check_name(name)
    if _enough(session, address):
        return
    user = accounts.by_email(session, address)
    if user is None:
        _write_welcome(session, site, address, called)
    elif user.active:
        _write_link(session, site, user)


def whose(session: Session, ticket: Ticket) -> User:
    """The person a link signs in; NotFound, as for any wrong link, where the account is gone or switched off."""
    user = session.get(User, ticket.user_id) if ticket.user_id else accounts.by_email(session, ticket.email)
    if user is None or not user.active:
        raise NotFound(NO_SUCH)
    return user


def enter(session: Session, ticket: Ticket) -> User:
    """Use a link up: the person it signs in, whose address is now known to be theirs. Their other such links stop working."""
    user = whose(session, ticket)
    tickets.use(session, ticket)
    tickets.withdraw(session, Ticket.purpose == Purpose.enter, Ticket.user_id == user.id)
    accounts.confirm(session, user)
    return user


def join(session: Session, ticket: Ticket) -> User:
    """Use a link up that makes an account; where somebody did that meanwhile, it is that one."""
    user = accounts.by_email(session, ticket.email)
    if user is not None and not user.active:
        raise NotFound(NO_SUCH)
    tickets.use(session, ticket)
    tickets.withdraw(session, Ticket.purpose == Purpose.email, Ticket.email == ticket.email)
    if user is None:
        return accounts.make(session, ticket.email, str(ticket.content.get("name") or ""))
    accounts.confirm(session, user)
    return user


def _enough(session: Session, email: str) -> bool:
    """Whether an address has been sent as many links as it should get within an hour."""
    recent = Ticket.purpose.in_((Purpose.enter, Purpose.email)), Ticket.made_at > now() - timedelta(hours=1)
    count = select(func.count()).where(*recent, func.lower(Ticket.email) == email.lower())
    return (session.scalar(count) or 0) >= MOST_AN_HOUR


def _write_link(session: Session, site: Site, user: User) -> None:
    key = tickets.make(session, site.secret, Purpose.enter, About(email=user.email, user=user), days=MINUTES / (24 * 60))
    body = (
        f"Hello,\n\nto sign in to the community map of {site.title}, open this page and press the button on it:\n\n"
        f"{site.link('/enter/' + key)}\n\nIt works once, within {MINUTES} minutes.\n\n"
        "If you did not ask for it, do nothing: nobody can sign in without this message.\n"
    )
    letters.write(session, "enter", user.email, Words(f"Sign in to the map of {site.title}", body))


def _write_welcome(session: Session, site: Site, email: str, name: str) -> None:
    key = tickets.make(session, site.secret, Purpose.email, About(email=email, content={"name": name}), days=DAYS_TO_CONFIRM)
    body = (
        f"Hello,\n\nto make your account on the community map of {site.title}, open this page and press the button on it:\n\n"
        f"{site.link('/sign-up/' + key)}\n\nIt works once, within {DAYS_TO_CONFIRM} days.\n\n"
        "If you did not ask for it, do nothing: there is no account then, and you will not hear from us again.\n"
    )
    letters.write(session, "welcome", email, Words(f"Your account on the map of {site.title}", body))
