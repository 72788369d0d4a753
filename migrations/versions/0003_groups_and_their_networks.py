"""Groups and their networks: links, keepers and what they are asked, needs and offers, introductions, themes, an example."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
LIVE = sa.text("ended_at IS NULL")


def visibility(name: str) -> sa.Enum:
    """Who may see something."""
    return sa.Enum("public", "shared", "private", name=name, native_enum=False, create_constraint=True)


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "examples",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_examples")),
    )
    op.create_table(
        "group_themes",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["categories.id"], name=op.f("fk_group_themes_category_id_categories"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_group_themes_group_id_groups"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "category_id", name=op.f("pk_group_themes")),
    )
    op.create_index(op.f("ix_group_themes_category_id"), "group_themes", ["category_id"])
    op.create_table(
        "introductions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_group_id", sa.Integer(), nullable=False),
        sa.Column("second_group_id", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("introduced_on", sa.Date(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum("waiting", "nothing", "talking", "together", name="outcome", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("outcome_note", sa.String(length=1000), nullable=False),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.CheckConstraint("introduced_on IS NOT NULL OR outcome = 'waiting'", name=op.f("ck_introductions_outcome_of_an_introduction")),
        sa.CheckConstraint("outcome = 'waiting' OR outcome_on IS NOT NULL", name=op.f("ck_introductions_outcome_has_a_day")),
        sa.CheckConstraint("first_group_id < second_group_id", name=op.f("ck_introductions_smaller_first")),
        sa.ForeignKeyConstraint(["first_group_id"], ["groups.id"], name=op.f("fk_introductions_first_group_id_groups"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["second_group_id"], ["groups.id"], name=op.f("fk_introductions_second_group_id_groups"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_introductions_user_id_users"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introductions")),
        sa.UniqueConstraint("first_group_id", "second_group_id", name=op.f("uq_introductions_first_group_id_second_group_id")),
    )
    op.create_index(op.f("ix_introductions_second_group_id"), "introductions", ["second_group_id"])
    op.create_table(
        "keepers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_keepers_group_id_groups"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keepers")),
    )
    op.create_index(op.f("ix_keepers_group_id"), "keepers", ["group_id"])
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.Enum("need", "offer", name="side", native_enum=False, create_constraint=True), nullable=False),
        sa.Column(
            "thing",
            sa.Enum(
                "room",
                "kitchen",
                "transport",
                "equipment",
                "people",
                "skills",
                "languages",
                "advice",
                "money",
                "food",
                "publicity",
                "other",
                name="thing",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("weekdays", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("visibility", visibility("visibility"), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.CheckConstraint("visibility <> 'private'", name=op.f("ck_notices_somebody_reads_it")),
        sa.CheckConstraint("weekdays >= 0 AND weekdays <= 127", name=op.f("ck_notices_weekdays_fit")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_notices_group_id_groups"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_index(op.f("ix_notices_group_id"), "notices", ["group_id"])
    op.create_table(
        "asks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("keeper_id", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_asks_group_id_groups"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["keeper_id"], ["keepers.id"], name=op.f("fk_asks_keeper_id_keepers"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name=op.f("fk_asks_made_by_id_users"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asks")),
        sa.UniqueConstraint("digest", name=op.f("uq_asks_digest")),
    )
    op.create_index(op.f("ix_asks_group_id_used_at"), "asks", ["group_id", "used_at"])
    op.create_table(
        "links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "shares_space",
                "meets_at",
                "refers_to",
                "co_runs",
                "funds",
                "trusted_contact",
                "member_of",
                name="kind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("from_group_id", sa.Integer(), nullable=False),
        sa.Column("to_group_id", sa.Integer(), nullable=True),
        sa.Column("to_asset_id", sa.Integer(), nullable=True),
        sa.Column(
            "frequency",
            sa.Enum("weekly", "monthly", "yearly", "rarely", "unknown", name="frequency", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("since", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("visibility", visibility("visibility"), nullable=False),
        sa.Column("from_visibility", visibility("from_visibility"), nullable=True),
        sa.Column("to_visibility", visibility("to_visibility"), nullable=True),
        sa.Column("from_says", sa.Boolean(), nullable=True),
        sa.Column("from_said_at", MOMENT, nullable=True),
        sa.Column("to_says", sa.Boolean(), nullable=True),
        sa.Column("to_said_at", MOMENT, nullable=True),
        sa.Column("observed_at", MOMENT, nullable=True),
        sa.Column("observed_by_id", sa.Integer(), nullable=True),
        sa.Column("batch", sa.String(length=40), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "kind IN ('funds', 'meets_at', 'member_of', 'refers_to') OR to_group_id IS NULL OR from_group_id < to_group_id",
            name=op.f("ck_links_both_ways_stand_once"),
        ),
        sa.CheckConstraint("(from_says IS NULL) = (from_said_at IS NULL)", name=op.f("ck_links_from_said_at_a_moment")),
        sa.CheckConstraint("(to_group_id IS NULL) <> (to_asset_id IS NULL)", name=op.f("ck_links_one_end")),
        sa.CheckConstraint("(to_says IS NULL) = (to_said_at IS NULL)", name=op.f("ck_links_to_said_at_a_moment")),
        sa.CheckConstraint("since IS NULL OR (since >= 1000 AND since <= 2200)", name=op.f("ck_links_since_is_a_year")),
        sa.CheckConstraint("to_group_id IS NULL OR from_group_id <> to_group_id", name=op.f("ck_links_two_ends")),
        sa.ForeignKeyConstraint(["from_group_id"], ["groups.id"], name=op.f("fk_links_from_group_id_groups"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["observed_by_id"], ["users.id"], name=op.f("fk_links_observed_by_id_users"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["to_asset_id"], ["assets.id"], name=op.f("fk_links_to_asset_id_assets"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["to_group_id"], ["groups.id"], name=op.f("fk_links_to_group_id_groups"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
    )
    op.create_index(op.f("ix_links_batch"), "links", ["batch"])
    op.create_index(op.f("ix_links_from_group_id"), "links", ["from_group_id"])
    op.create_index(op.f("ix_links_to_asset_id"), "links", ["to_asset_id"])
    op.create_index(op.f("ix_links_to_group_id"), "links", ["to_group_id"])
    op.create_index(
        "uq_links_asset", "links", ["kind", "from_group_id", "to_asset_id"], unique=True, sqlite_where=LIVE, postgresql_where=LIVE
    )
    op.create_index(
        "uq_links_groups", "links", ["kind", "from_group_id", "to_group_id"], unique=True, sqlite_where=LIVE, postgresql_where=LIVE
    )


def downgrade() -> None:
    """Go one step back."""
    for name in ("links", "asks", "notices", "keepers", "introductions", "group_themes", "examples"):
        op.drop_table(name)
