"""Somebody new answers for a group: everybody who did until then is told, and the stewards who look after it, so that they can object."""

from sqlalchemy.orm import Session

from assetmap.models import Group, Subject, User
from assetmap.services import accounts, holding, keepers, letters, rights
from assetmap.services.entering import Site
from assetmap.services.letters import Words


def tell(session: Session, site: Site, group: Group, user: User, by: User | None) -> None:
    """Tell all others who answer for a group, with or without an account, and its stewards, that `user` does so now; not `by`, who
    said so. One letter to an address."""
    known = {user.email.lower(), by.email.lower() if by else ""}
    for keeper in keepers.of_group(session, group):
        person = session.get(User, keeper.user_id) if keeper.user_id else None
        email = person.email if person else keeper.email
        if email and email.lower() not in known:
            known.add(email.lower())
            _write(session, site, email, group, f"{called(user)} answers for {group.name} with you now.")
    for steward in _stewards(session, group):
        if steward.email.lower() not in known:
            known.add(steward.email.lower())
            _write(session, site, steward.email, group, f"{called(user)} answers for {group.name} now, which you look after.")


def called(user: User) -> str:
    """What a letter calls somebody: their name, unless it could lead anywhere."""
    return user.shown_name if user.shown_name and not holding.links([user.shown_name]) else user.email


def _stewards(session: Session, group: Group) -> list[User]:
    """The stewards and administrators who look after a group."""
    found = accounts.with_roles(session, accounts.STEWARDS)
    return [user for user in found if rights.looks_after(session, user, Subject.group, group.id)]


def _write(session: Session, site: Site, email: str, group: Group, said: str) -> None:
    asked = "If you do not know them, tell a steward. This is its page:"
    body = f"Hello,\n\n{said}\n{asked}\n\n{site.link(f'/groups/{group.id}')}\n\nThank you.\n"
    letters.write(session, "keeping", email, Words(f"Somebody else answers for {group.name}", body))
