"""People with accounts: the roles that exist, how an account is found and made, and who needs a second factor."""

import secrets
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap.errors import Fault, Faulty, NotFound
from assetmap.models import Role, User
from assetmap.models.columns import now
from assetmap.models.submissions import EMAIL_LIMIT
from assetmap.services.entries import EMAIL
from assetmap.services.words import checked, clean, unsafe

SHOWN_NAME_LIMIT = 120
UNIQUE_BYTES = 32


class RoleName(StrEnum):
    """The people of house.md who have accounts."""

    resident = "resident"
    developer = "developer"
    planner = "planner"
    steward = "steward"
    administrator = "administrator"


# The sets of roles that rules go by; web/access.py says which may use which page.
ADMINISTRATORS = frozenset({RoleName.administrator.value})
STEWARDS = ADMINISTRATORS | {RoleName.steward.value}
"""Those who look after entries. They read personal data of others, and so need a second factor."""
CONNECTORS = STEWARDS | {RoleName.developer.value}
"""Those who look after networks: what groups share among them, and no one else, is theirs to see."""
PLANNERS = ADMINISTRATORS | {RoleName.planner.value}
QUESTIONERS = CONNECTORS | PLANNERS
"""Those who keep questions about gaps."""


def ensure_roles(session: Session) -> None:
    """Make the roles that are missing."""
    known = set(session.scalars(select(Role.name)))
    session.add_all(Role(name=name.value) for name in RoleName if name.value not in known)
    session.flush()


def by_email(session: Session, email: str) -> User | None:
    """The person with this e-mail address, whatever the capitals, or none."""
    return session.scalar(select(User).where(func.lower(User.email) == email.strip().lower()))


def get(session: Session, user_id: int) -> User:
    """One person; NotFound where there is none."""
    found = session.get(User, user_id)
    if found is None:
        raise NotFound("There is no account with this number. It may have been deleted.")
    return found


def make(session: Session, email: str, name: str, *roles: str) -> User:
    """A new account without a password, for somebody who has shown that the e-mail address is theirs."""
    ensure_roles(session)
    user = User(email=email, shown_name=name, active=True, fs_uniquifier=secrets.token_hex(UNIQUE_BYTES), confirmed_at=_moment())
    user.roles = list(session.scalars(select(Role).where(Role.name.in_(roles or (RoleName.resident.value,)))))
    session.add(user)
    session.flush()
    return user


def confirm(session: Session, user: User) -> None:
    """Keep that the e-mail address is theirs."""
    user.confirmed_at = user.confirmed_at or _moment()
    session.flush()


def signed_in(user: User) -> None:
    """Keep when somebody last signed in, and not from where: an account that nobody uses is forgotten (see retention)."""
    user.last_login_at = _moment()


def names(user: User) -> set[str]:
    """The names of a person's roles."""
    return {str(role.name) for role in user.roles}


def is_one_of(user: User, roles: frozenset[str]) -> bool:
    """Whether a person has one of these roles."""
    return not roles.isdisjoint(names(user))


def with_roles(session: Session, roles: frozenset[str]) -> list[User]:
    """Everybody who has one of these roles and an account that works, by their numbers."""
    query = select(User).where(User.active.is_(True), User.roles.any(Role.name.in_(roles)))
    return list(session.scalars(query.order_by(User.id)))


def needs_second_factor(user: User) -> bool:
    """Whether a person's roles let them read personal data of others."""
    return is_one_of(user, STEWARDS)


def has_second_factor(user: User) -> bool:
    """Whether a person has set one up."""
    return bool(user.tf_totp_secret and user.tf_primary_method)


def only_mail(user: User) -> bool:
    """Whether a person's second factor is e-mail: then the e-mail box alone must never be the first one, too."""
    return has_second_factor(user) and user.tf_primary_method in ("email", "mail")


def last_code(session: Session, user: User) -> int | None:
    """Which code of the second step (the number of its time step) somebody used last; others of theirs wait until this is done.

    It stands in a column of the sign-in library's that is for a way of signing in which this site does not have.
    """
    session.execute(select(User.id).where(User.id == user.id).with_for_update())
    session.refresh(user, ["us_totp_secrets"])
    known = str(user.us_totp_secrets or "")
    return int(known) if known.isdecimal() else None


def code_used(session: Session, user: User, step: int) -> None:
    """Keep which code was used last: neither it nor an older one is good again."""
    user.us_totp_secrets = str(step)
    session.flush()


def codes_anew(user: User) -> None:
    """Forget which code was used last: it was of another secret."""
    user.us_totp_secrets = None


def check_email(text: str) -> str:
    """An e-mail address, cleaned; Faulty where it is none."""
    email = clean(text)
    if not EMAIL.fullmatch(email) or len(email) > EMAIL_LIMIT or unsafe(text):
        raise Faulty([Fault("Give an e-mail address such as amina@example.org.", field="email")])
    return email


def check_name(text: str) -> str:
    """What somebody wants to be called, cleaned; Faulty where it cannot be kept."""
    return checked(text, "name", SHOWN_NAME_LIMIT)


def _moment() -> datetime:
    return now().replace(tzinfo=None)  # as the sign-in library keeps its moments
