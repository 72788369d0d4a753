"""What was brought in from files, and taking it back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, delete, exists, func, or_, select
from sqlalchemy.orm import Session

from assetmap.errors import AlreadyDecided, NotAllowed, NotFound
from assetmap.models import Ask, Asset, Claim, Group, GroupArea, GroupTheme, Introduction, Keeper, Link, Notice, Schedule, User
from assetmap.services import places
from assetmap.services.exchange.write import group_key
from assetmap.services.networks.known import MAY_SEE, Viewer

ANSWERED = or_(Link.from_says.is_not(None), Link.to_says.is_not(None))
MOST = 100
NEEDED_BY = (
    *(Asset.group_id, Link.from_group_id, Link.to_group_id, Keeper.group_id, Ask.group_id, Notice.group_id, GroupArea.group_id),
    *(Introduction.first_group_id, Introduction.second_group_id, Claim.group_id, Schedule.group_id),
)
"""What somebody has since said of a group that an import added: with any of it the group stays."""
ITS_OWN = (GroupTheme.group_id,)
"""What an import writes of a group itself, and so takes away with it."""


@dataclass(frozen=True)
class Past:
    """An import: its reference, its file, when and by whom, how many of its links are still here, and whether an end answered for any."""

    batch: str
    file_name: str
    made_at: datetime
    user: User | None
    links: int
    answered: bool


def history(session: Session) -> list[Past]:
    """The imports of which any link is still here, the newest first. Links that nobody but their ends may see are not counted."""
    seen = Link.batch.is_not(None), Link.visibility.in_(MAY_SEE[Viewer.connector])
    answered = func.sum(case((ANSWERED, 1), else_=0))
    columns = (Link.batch, func.min(Link.source), func.min(Link.made_at), func.count(), answered)
    rows = session.execute(select(*columns).where(*seen).group_by(Link.batch).order_by(func.min(Link.made_at).desc()).limit(MOST)).all()
    users = {user.id: user for user in session.scalars(select(User).where(User.id.in_({importer(batch) for batch, *_ in rows})))}
    return [
        Past(batch, source, made_at, users.get(importer(batch)), count, bool(said)) for batch, source, made_at, count, said in rows if batch
    ]


def importer(batch: str | None) -> int:
    """The account (id) that brought a file in."""
    number = (batch or "").partition("-")[0]
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0


def may_undo(batch: str, user: User, any_of_them: bool) -> bool:
    """Whether a person may take an import back: their own, or `any_of_them`."""
    return any_of_them or importer(batch) == user.id


def undo(session: Session, batch: str, user: User, any_of_them: bool) -> int:
    """Take back the links of an import, and the groups it added that nothing else needs; gives the number of links.

    NotFound where there is none, NotAllowed for somebody else's, AlreadyDecided where an end has answered for one of them.
    """
    mine = Link.batch == batch
    if not batch or session.scalar(select(func.count()).select_from(Link).where(mine)) == 0:
        raise NotFound("There is no such import. It may have been undone already.")
    if not may_undo(batch, user, any_of_them):
        raise NotAllowed("Only who brought this file in, or a steward who looks after everything, can undo it.")
    places.changed(session)  # first, so that nobody answers for one of them meanwhile
    if session.scalar(select(exists().where(mine, ANSWERED))):
        raise AlreadyDecided("A group has answered for a link of this file since, so it cannot be undone as a whole any more.")
    own = or_(Link.observed_by_id.is_(None), Link.observed_by_id == importer(batch))  # what somebody else has seen since stays
    count = session.execute(delete(Link).where(mine, own)).rowcount  # type: ignore[attr-defined]
    session.execute(delete(Group).where(Group.key.startswith(group_key(batch, 0)[:-1], autoescape=True), *_idle()))
    session.expire_all()
    return int(count)


def _idle() -> list[ColumnElement[bool]]:
    """Of groups that nothing else needs."""
    return [~exists().where(column == Group.id) for column in NEEDED_BY]
