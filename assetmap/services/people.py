"""People for administrators: who has an account, what each may do, within which limits. Every change leaves a trail."""

from collections.abc import Collection

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, selectinload

from assetmap.errors import Fault, Faulty, NotFound
from assetmap.models import Remit, Role, User
from assetmap.services import accounts, areas, mine, remits, trail
from assetmap.services.accounts import RoleName
from assetmap.services.vocabulary import vocabulary


def listed(session: Session, q: str = "", role: str = "", most: int = 200) -> list[User]:
    """People by name and address: those whose name or address has these words, or who have a role."""
    query = select(User).options(selectinload(User.roles))
    if q.strip():
        word = q.strip().lower()
        query = query.where(
            or_(func.lower(User.email).contains(word, autoescape=True), func.lower(User.shown_name).contains(word, autoescape=True))
        )
    if role:
        query = query.where(User.roles.any(Role.name == role))
    return list(session.scalars(query.order_by(func.lower(User.email)).limit(most)))


def counts(session: Session) -> dict[str, int]:
    """How many people have each role."""
    people = session.scalars(select(User).options(selectinload(User.roles))).all()
    return {role.value: sum(role.value in accounts.names(user) for user in people) for role in RoleName}


def set_roles(session: Session, user: User, by: User, chosen: Collection[str]) -> None:
    """Give exactly these roles; Faulty for one that does not exist, NotAllowed where no administrator would be left."""
    wanted = set(chosen) | {RoleName.resident.value}
    if not wanted <= {role.value for role in RoleName}:
        raise Faulty([Fault("Choose from the list.", field="roles")])
    accounts.ensure_roles(session)
    had = accounts.names(user)
    if RoleName.administrator in had - wanted:
        mine.check_last(session, user)
    user.roles = list(session.scalars(select(Role).where(Role.name.in_(wanted)).order_by(Role.id)))
    for role in sorted(wanted - had):
        trail.step(session, "role.given", by, user, words=role)
    for role in sorted(had - wanted):
        trail.step(session, "role.taken", by, user, words=role)
    session.flush()


def limit(session: Session, user: User, by: User, code: str, category: str) -> None:
    """Let a steward look after an area, a category, or a category in an area, and nothing else but what was chosen before.

    Faulty where neither is chosen or one does not exist; doing it twice is doing it once.
    """
    area = next((number for number, own, _title in areas.names(session) if own == code), areas.id_at(session, code) if code else None)
    chosen = vocabulary(session).category(category) if category else None
    if (code and area is None) or (category and chosen is None) or (area is None and chosen is None):
        raise Faulty([Fault("Choose a neighbourhood, a kind of asset, or both.", field="area")])
    kind = chosen.id if chosen else None
    if any((each.area_id, each.category_id) == (area, kind) for each in remits.of(session, user)):
        return
    session.add(Remit(user_id=user.id, area_id=area, category_id=kind))
    session.flush()
    trail.step(session, "remit.given", by, user, words=" ".join(filter(None, (code, category))))


def widen(session: Session, user: User, by: User, remit_id: int) -> None:
    """Take a limit away; with the last one a steward looks after everything again. NotFound where it is not theirs."""
    remit = session.get(Remit, remit_id)
    if remit is None or remit.user_id != user.id:
        raise NotFound("There is no such limit any more.")
    session.delete(remit)
    session.flush()
    trail.step(session, "remit.taken", by, user)


def switch(session: Session, user: User, by: User, active: bool) -> None:
    """Switch an account off or on; NotAllowed for the last administrator. Who is signed in with it is signed out."""
    if user.active and not active:
        mine.check_last(session, user)
    if user.active != active:
        user.active = active
        trail.step(session, "account.on" if active else "account.off", by, user)
    session.flush()


def take_second_factor(session: Session, user: User, by: User) -> None:
    """Take a second factor away, whose telephone is lost: they set it up anew."""
    user.tf_totp_secret = user.tf_primary_method = user.us_totp_secrets = None
    user.mf_recovery_codes = None
    trail.step(session, "second_factor.taken", by, user)
    session.flush()
