"""Keepers, and the question they are asked once a year by an address that can be used once.

What stands in the address is known to nobody here: only its digest is kept. Who the keepers are is for those who look after
networks, and for nobody else: no public read comes here.
"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session, selectinload

from assetmap.errors import Fault, Faulty, Gone, NotFound
from assetmap.models import Ask, Group, Keeper, User
from assetmap.models.columns import now
from assetmap.models.groups import EMAIL_LIMIT, PHONE_LIMIT
from assetmap.models.keepers import KEEPER_LIMIT, MISSING_LIMIT
from assetmap.services import places
from assetmap.services.entries import EMAIL, PHONE
from assetmap.services.words import checked, typed

TOKEN_BYTES = 32
LONGEST_DAYS = 90
USUAL_DAYS = 30
LIMITS = {"name": KEEPER_LIMIT, "email": EMAIL_LIMIT, "phone": PHONE_LIMIT}
Content = Mapping[str, object]


def get(session: Session, keeper_id: int) -> Keeper:
    """One keeper; NotFound where there is none."""
    found = session.get(Keeper, keeper_id)
    if found is None:
        raise NotFound("There is no such keeper. They may have been forgotten.")
    return found


def of_group(session: Session, group: Group) -> list[Keeper]:
    """Who answers for a group."""
    return list(session.scalars(select(Keeper).where(Keeper.group_id == group.id).order_by(Keeper.name, Keeper.id)))


def asks_of(session: Session, group: Group, most: int = 20) -> list[Ask]:
    """What a group was asked, the newest first."""
    query = select(Ask).where(Ask.group_id == group.id).options(selectinload(Ask.keeper)).order_by(Ask.made_at.desc(), Ask.id.desc())
    return list(session.scalars(query.limit(most)))


def add(session: Session, group: Group, content: Content) -> Keeper:
    """Keep who answers for a group; Faulty with every fault at once."""
    keeper = Keeper(group_id=group.id, **_checked(content))
    session.add(keeper)
    session.flush()
    return keeper


def change(session: Session, keeper: Keeper, content: Content) -> None:
    """Correct what is known of a keeper; Faulty with every fault at once. Addresses made for them stop working where their
    e-mail or telephone changes, since they went to the old one."""
    checked = _checked(content)
    if (keeper.email, keeper.phone) != (checked["email"], checked["phone"]):
        _withdraw(session, keeper)
    keeper.name, keeper.email, keeper.phone = checked["name"], checked["email"], checked["phone"]
    session.flush()


def forget(session: Session, keeper: Keeper) -> None:
    """Forget a keeper for good; addresses made for them that nobody used stop working."""
    _withdraw(session, keeper)
    session.delete(keeper)
    session.flush()


def silent_since(before: datetime) -> ColumnElement[bool]:
    """Keepers without an account whose groups have not answered since a moment. Who has one answers for the group by a claim, which
    ends where it leaves a trail (services/claims.end)."""
    answered_since = select(Ask.group_id).where(Ask.used_at >= before)
    return Keeper.user_id.is_(None) & (Keeper.made_at < before) & Keeper.group_id.not_in(answered_since)


def forget_silent(session: Session, before: datetime) -> int:
    """Forget keepers without an account whose groups have not answered since a moment; how many they were."""
    found = list(session.scalars(select(Keeper).where(silent_since(before))))
    for keeper in found:
        forget(session, keeper)
    return len(found)


def ask(session: Session, group: Group, keeper: Keeper | None, user: User | None, days: int = USUAL_DAYS) -> tuple[Ask, str]:
    """Make an address for a group's answer, good once and for so many days (1 to 90); what stands in it is told only now."""
    if not 1 <= days <= LONGEST_DAYS:
        raise Faulty([Fault(f"Give between 1 and {LONGEST_DAYS} days.", field="days")])
    if keeper is not None and keeper.group_id != group.id:
        raise Faulty([Fault("Choose somebody who answers for this group.", field="keeper")])
    token = secrets.token_urlsafe(TOKEN_BYTES)
    made = Ask(
        group_id=group.id,
        keeper_id=keeper.id if keeper else None,
        digest=digest(token),
        made_by_id=user.id if user else None,
        expires_at=now() + timedelta(days=days),
    )
    session.add(made)
    session.flush()
    return made, token


def get_ask(session: Session, ask_id: int) -> Ask:
    """One question to a group, by its number; NotFound where there is none."""
    found = session.get(Ask, ask_id)
    if found is None:
        raise NotFound("There is no such link any more.")
    return found


def withdraw(session: Session, asked: Ask) -> None:
    """Take back an address that nobody used."""
    if asked.used_at is None:
        session.delete(asked)
        session.flush()


def sent(session: Session, asked: Ask) -> None:
    """Say that an address has been sent."""
    asked.sent_at = now()
    session.flush()


def find(session: Session, token: str, hold: bool = False) -> Ask:
    """The question at an address. Looking uses nothing up; `hold` keeps others from answering until this transaction ends.

    NotFound where there never was such an address, Gone where it was used or its time has run out.
    """
    asked = of_token(session, token, hold)
    if asked.used_at is not None:
        raise Gone(
            f"This link was used on {_day(asked.used_at)}. What was said then is kept. To say more, ask for a new one where you got it."
        )
    if asked.expires_at <= now():
        raise Gone(f"This link ran out on {_day(asked.expires_at)}. Nothing is lost: ask for a new one where you got it.")
    return asked


def of_token(session: Session, token: str, hold: bool = False) -> Ask:
    """The question at an address, used or not; NotFound where there never was one."""
    query = select(Ask).where(Ask.digest == digest(token)).options(selectinload(Ask.group))
    asked = session.scalar(query.with_for_update(of=Ask) if hold else query)
    if asked is None:
        raise NotFound("There is no such link. Copy it again from the message, whole, or ask for a new one.")
    return asked


def answered(session: Session, asked: Ask, missing: str = "", forgotten: bool = False) -> None:
    """Use an address up: the group has answered. `missing` is whom it named who is not on the map yet; with `forgotten`, the keeper
    it was made for is forgotten; of one with an account, who ends it on their own page, what is written down here is. Faulty where
    the words cannot be kept."""
    asked.missing = check_missing(missing)
    asked.used_at = now()
    session.flush()
    if forgotten and asked.keeper is not None and asked.keeper.user_id is not None:
        asked.keeper.name = asked.keeper.email = asked.keeper.phone = ""
    elif forgotten and asked.keeper is not None:
        forget(session, asked.keeper)
    places.changed(session)


def check_missing(text: str) -> str:
    """Words about who is not on the map yet, cleaned; Faulty where they cannot be kept."""
    return checked(text, "missing", MISSING_LIMIT, lines=True)


def digest(token: str) -> str:
    """What is kept of what stands in an address. It is 256 random bits, so that nobody finds it by trying."""
    return hashlib.sha256(token.encode()).hexdigest()


def _withdraw(session: Session, keeper: Keeper) -> None:
    session.execute(delete(Ask).where(Ask.keeper_id == keeper.id, Ask.used_at.is_(None)).execution_options(synchronize_session="fetch"))


def _day(moment: object) -> str:
    return f"{moment:%d %B %Y}".lstrip("0")


def _checked(content: Content) -> dict[str, str]:
    kept: dict[str, str] = {}
    faults: list[Fault] = []
    for name, limit in LIMITS.items():
        kept[name], wrong = typed(str(content.get(name) or ""), name, limit)
        faults += wrong
    broken = {fault.field for fault in faults}
    if kept["email"] and "email" not in broken and not EMAIL.fullmatch(kept["email"]):
        faults.append(Fault("Give an e-mail address such as hello@example.org.", field="email"))
    if kept["phone"] and "phone" not in broken and not PHONE.fullmatch(kept["phone"]):
        faults.append(Fault("Give a telephone number such as 020 7946 0000.", field="phone"))
    if not any(kept.values()):
        faults.append(Fault("Give a name, an e-mail address or a telephone number.", field="name"))
    if faults:
        raise Faulty(faults)
    return kept
