"""Links: a stated relation between two groups, or between a group and an asset."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assetmap.db import Base
from assetmap.models.assets import Asset
from assetmap.models.columns import Moment, choice, now
from assetmap.models.groups import SOURCE_LIMIT, Group

NOTE_LIMIT = 500
BATCH_LIMIT = 40
EARLIEST_YEAR, LATEST_YEAR = 1000, 2200


class LinkKind(StrEnum):
    """What a link states. Those of `DIRECTED` go from one end to the other; the others hold both ways."""

    shares_space = "shares_space"
    meets_at = "meets_at"
    refers_to = "refers_to"
    co_runs = "co_runs"
    funds = "funds"
    trusted_contact = "trusted_contact"
    member_of = "member_of"


DIRECTED = frozenset({LinkKind.meets_at, LinkKind.refers_to, LinkKind.funds, LinkKind.member_of})
# What may be said of an asset; the others need somebody at both ends.
OF_ASSETS = frozenset({LinkKind.shares_space, LinkKind.meets_at, LinkKind.refers_to, LinkKind.co_runs, LinkKind.funds})


class Frequency(StrEnum):
    """How often a link is used, which is its strength."""

    weekly = "weekly"
    monthly = "monthly"
    yearly = "yearly"
    rarely = "rarely"
    unknown = "unknown"


class Visibility(StrEnum):
    """Who may see a link: everybody, those who look after networks, or only its two ends. Later ones are stricter."""

    public = "public"
    shared = "shared"
    private = "private"


ONE_END = "(to_group_id IS NULL) <> (to_asset_id IS NULL)"
BOTH_WAYS = f"kind IN ({', '.join(repr(str(kind)) for kind in sorted(DIRECTED))}) OR to_group_id IS NULL OR from_group_id < to_group_id"
LIVE = text("ended_at IS NULL")


class Link(Base):
    """One link. A kind that holds both ways between groups stands once, from the smaller id to the larger.

    Either end may state it (`from_says`, `to_says`; false where it says that this is not so, null where nobody answered for
    it), and somebody who looks after networks may have observed it. For an asset, the group that runs it answers. Each end
    says who may see it, and the stricter counts: `visibility` is kept in step by services/links. A link that has ended stays,
    so that change can be told; `since` is a year.
    """

    __tablename__ = "links"
    __table_args__ = (
        CheckConstraint(ONE_END, name="one_end"),
        CheckConstraint("to_group_id IS NULL OR from_group_id <> to_group_id", name="two_ends"),
        CheckConstraint(BOTH_WAYS, name="both_ways_stand_once"),
        CheckConstraint(f"since IS NULL OR (since >= {EARLIEST_YEAR} AND since <= {LATEST_YEAR})", name="since_is_a_year"),
        CheckConstraint("(from_says IS NULL) = (from_said_at IS NULL)", name="from_said_at_a_moment"),
        CheckConstraint("(to_says IS NULL) = (to_said_at IS NULL)", name="to_said_at_a_moment"),
        Index("uq_links_groups", "kind", "from_group_id", "to_group_id", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),
        Index("uq_links_asset", "kind", "from_group_id", "to_asset_id", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),
        Index(None, "from_group_id"),
        Index(None, "to_group_id"),
        Index(None, "to_asset_id"),
        Index(None, "batch"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[LinkKind] = mapped_column(choice(LinkKind, "kind"))
    from_group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    to_group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    to_asset_id: Mapped[int | None] = mapped_column(ForeignKey("assets.id", ondelete="CASCADE"))
    frequency: Mapped[Frequency] = mapped_column(choice(Frequency, "frequency"), default=Frequency.unknown)
    since: Mapped[int | None] = mapped_column(Integer)
    note: Mapped[str] = mapped_column(String(NOTE_LIMIT), default="")
    source: Mapped[str] = mapped_column(String(SOURCE_LIMIT), default="")
    visibility: Mapped[Visibility] = mapped_column(choice(Visibility, "visibility"), default=Visibility.public)
    from_visibility: Mapped[Visibility | None] = mapped_column(choice(Visibility, "from_visibility"))
    to_visibility: Mapped[Visibility | None] = mapped_column(choice(Visibility, "to_visibility"))
    from_says: Mapped[bool | None]
    from_said_at: Mapped[datetime | None] = mapped_column(Moment)
    to_says: Mapped[bool | None]
    to_said_at: Mapped[datetime | None] = mapped_column(Moment)
    observed_at: Mapped[datetime | None] = mapped_column(Moment)
    observed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    batch: Mapped[str | None] = mapped_column(String(BATCH_LIMIT))
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    from_group: Mapped[Group] = relationship(foreign_keys=from_group_id)
    to_group: Mapped[Group | None] = relationship(foreign_keys=to_group_id)
    to_asset: Mapped[Asset | None] = relationship()
