"""The network the register knows, as somebody may see it. What they may not see is not in it at all."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from assetmap.graphs import frames
from assetmap.models import Ask, Link, Notice, Visibility
from assetmap.models.columns import now
from assetmap.models.links import DIRECTED
from assetmap.services.networks.nodes import nodes_of
from assetmap.services.remember import remembered

FEWEST = 3
"""A count of links that somebody may not see is told from this number on, and only for the whole place."""


class Viewer(StrEnum):
    """Who looks: anybody, or one who looks after networks (see services/accounts.CONNECTORS)."""

    everyone = "everyone"
    connector = "connector"


MAY_SEE = {
    Viewer.everyone: (Visibility.public,),
    Viewer.connector: (Visibility.public, Visibility.shared),
}


@dataclass(frozen=True)
class Network:
    """Frames as graphs/frames.py says; `ended` has the columns of `links`. At least `hidden` links stand that the viewer may not
    see: none where there are fewer than `FEWEST`. Links are named by their numbers in the register for those who look after networks
    only, and counted through for everybody else: gaps would tell of what is hidden. `example` says that everything in it is invented.
    `beyond` are the nodes that lie outside what is looked at and stand here because something inside is linked to them."""

    nodes: pd.DataFrame
    links: pd.DataFrame
    ended: pd.DataFrame
    notices: pd.DataFrame
    hidden: int | None = None
    example: bool = False
    viewer: Viewer = field(default=Viewer.everyone)
    beyond: frozenset[str] = frozenset()

    @cached_property
    def digest(self) -> str:
        """What answers worked out of the nodes, the links and the ended links can be kept under."""
        return frames.digest(self.nodes, self.links, self.ended) + "".join(f" {node}" for node in sorted(self.beyond))

    @cached_property
    def groups(self) -> pd.DataFrame:
        """The nodes that are groups and not beyond what is looked at."""
        return self.nodes[(self.nodes["kind"] == "group") & ~self.nodes.index.isin(self.beyond)]

    @cached_property
    def assets(self) -> pd.DataFrame:
        """The nodes that are assets, also those beyond."""
        return self.nodes[self.nodes["kind"] == "asset"]

    @property
    def kept_parts(self) -> int:
        """How much room it takes where answers are kept (see services/remember): a cell of a frame is an eighth of a figure."""
        return sum(frame.size for frame in (self.nodes, self.links, self.ended, self.notices)) // 8


def known(session: Session, viewer: Viewer) -> Network:
    """The whole network as this viewer may see it; kept for a day at most, since what a group needs or offers may end with one."""
    return remembered(session, ("network", viewer, now().date()), lambda: _known(session, viewer))


def standing() -> ColumnElement[bool]:
    """Of links that have not ended and that no end says is wrong."""
    return and_(Link.ended_at.is_(None), undenied())


def undenied() -> ColumnElement[bool]:
    """Of links that no end says are wrong: such a one never was, so it has not ended either."""
    return and_(Link.from_says.is_not(False), Link.to_says.is_not(False))


def hidden_count(session: Session, viewer: Viewer) -> int | None:
    """At least how many links stand that this viewer may not see (see `step`); none where so few that somebody could tell whose."""
    where = standing(), Link.visibility.not_in(MAY_SEE[viewer])
    count = session.scalar(select(func.count()).select_from(Link).where(*where)) or 0
    return step(count)


def step(count: int) -> int | None:
    """The last of 3, 10, 20, 50, 100, 200, 500, ... that a count has reached, so that one more or less is hardly ever seen; or none."""
    if count < 10:
        return FEWEST if count >= FEWEST else None
    size = int("1" + "0" * (len(str(count)) - 1))
    return max(each * size for each in (1, 2, 5) if each * size <= count)


def _known(session: Session, viewer: Viewer) -> Network:
    visible = Link.visibility.in_(MAY_SEE[viewer])
    numbered = viewer == Viewer.connector
    links = frames.links_frame(_links(session, visible & standing(), "l", numbered))
    ended = frames.links_frame(_links(session, visible & Link.ended_at.is_not(None) & undenied(), "l" if numbered else "e", numbered))
    asked = select(Ask.group_id, func.max(Ask.used_at)).where(Ask.used_at.is_not(None)).group_by(Ask.group_id)
    answered: dict[int, Any] = dict(session.execute(asked).all())
    nodes = frames.nodes_frame(nodes_of(session, links, ended, answered))
    return Network(nodes, links, ended, _notices(session, viewer), hidden_count(session, viewer), viewer=viewer)


def _links(session: Session, where: ColumnElement[bool], letter: str, numbered: bool) -> list[dict[str, Any]]:
    return [
        {
            "link": f"{letter}{row.id if numbered else count}",
            "source": f"g{row.from_group_id}",
            "target": f"g{row.to_group_id}" if row.to_group_id else f"a{row.to_asset_id}",
            "directed": row.kind in DIRECTED or row.to_asset_id is not None,
            "kind": str(row.kind),
            "state": state_of(row),
            "frequency": str(row.frequency),
            "since": row.since,
            "made_on": row.made_at,
            "confirmed_on": max(row.from_said_at, row.to_said_at) if row.from_says and row.to_says else None,
            "ended_on": row.ended_at,
            "visibility": str(row.visibility),
            "stated_by": {(1, 1): "both", (1, 0): "source", (0, 1): "target"}.get((int(bool(row.from_says)), int(bool(row.to_says))), ""),
            "note": row.note,
            "origin": row.source,
        }
        for count, row in enumerate(session.execute(select(*Link.__table__.columns).where(where).order_by(Link.id)), 1)
    ]


def state_of(link: Any) -> str:
    """Whether both ends, one, or only somebody else states a link."""
    return "confirmed" if link.from_says and link.to_says else "claimed" if link.from_says or link.to_says else "observed"


def _notices(session: Session, viewer: Viewer) -> pd.DataFrame:
    stands = or_(Notice.until.is_(None), Notice.until >= now().date())
    query = select(Notice).where(Notice.closed_at.is_(None), stands, Notice.visibility.in_(MAY_SEE[viewer])).order_by(Notice.id)
    return frames.notices_frame(
        {
            "node": f"g{row.group_id}",
            "side": str(row.side),
            "thing": str(row.thing),
            "words": row.words,
            "weekdays": row.weekdays,
            "until": row.until,
            "made_on": row.made_at,
        }
        for row in session.scalars(query)
    )
