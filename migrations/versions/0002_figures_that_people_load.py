"""Figures that people load, areas that residents draw, questions about gaps, streets to walk on, and tiles of many areas."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def state() -> sa.Enum:
    """Whether a value is known."""
    return sa.Enum("known", "suppressed", "missing", name="state", native_enum=False, create_constraint=True)


def subjects(*names: str) -> sa.Enum:
    """What an entry may be about."""
    return sa.Enum(*names, name="subject", native_enum=False, create_constraint=True)


def upgrade() -> None:
    """Go one step forward."""
    op.add_column("geographies", sa.Column("overlapping", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("indicators", sa.Column("source_url", sa.String(length=500), server_default="", nullable=False))
    op.add_column("indicators", sa.Column("updated_on", sa.Date(), nullable=True))
    op.create_table(
        "uploads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_uploads_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
        sa.UniqueConstraint("reference", name=op.f("uq_uploads_reference")),
    )
    op.create_table(
        "mappings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("signature", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mappings")),
        sa.UniqueConstraint("signature", name=op.f("uq_mappings_signature")),
    )
    op.create_table(
        "loads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_loads_user_id_users"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loads")),
    )
    op.create_table(
        "replaced_observations",
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("lower", sa.Float(), nullable=True),
        sa.Column("upper", sa.Float(), nullable=True),
        sa.Column("state", state(), nullable=False),
        sa.Column("earlier_load_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_replaced_observations_area_id_areas"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicators.id"], name=op.f("fk_replaced_observations_indicator_id_indicators"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name=op.f("fk_replaced_observations_load_id_loads"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("load_id", "indicator_id", "period", "area_id", name=op.f("pk_replaced_observations")),
    )
    op.create_table(
        "area_tiles",
        sa.Column("geography_id", sa.Integer(), nullable=False),
        sa.Column("z", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("x", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("y", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("codes", sa.Text(), nullable=False),
        sa.Column("shapes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["geography_id"], ["geographies.id"], name=op.f("fk_area_tiles_geography_id_geographies"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("geography_id", "z", "x", "y", name=op.f("pk_area_tiles")),
    )
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_questions_user_id_users"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("reference", name=op.f("uq_questions_reference")),
    )
    op.create_table(
        "answers",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_answers_question_id_questions"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("question_id", "made_at", name=op.f("pk_answers")),
    )
    op.create_table(
        "street_networks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("licence", sa.String(length=200), nullable=False),
        sa.Column("nodes", sa.Integer(), nullable=False),
        sa.Column("edges", sa.Integer(), nullable=False),
        sa.Column("loaded_at", MOMENT, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_street_networks")),
    )
    _observations_get_a_state()
    with op.batch_alter_table("submissions") as table:
        table.drop_constraint(op.f("ck_submissions_subject"), type_="check")
        table.alter_column("subject", type_=subjects("asset", "group", "area"), existing_nullable=False)


def _observations_get_a_state() -> None:
    with op.batch_alter_table("observations") as table:
        table.add_column(sa.Column("state", sa.String(length=10), server_default="known", nullable=False))
        table.add_column(sa.Column("load_id", sa.Integer(), nullable=True))
    op.execute("UPDATE observations SET state = 'missing' WHERE value IS NULL")
    with op.batch_alter_table("observations") as table:
        table.alter_column("state", type_=state(), server_default=None, existing_nullable=False)
        table.create_check_constraint("known_has_a_value", "(state = 'known') = (value IS NOT NULL)")
        table.create_foreign_key(op.f("fk_observations_load_id_loads"), "loads", ["load_id"], ["id"], ondelete="SET NULL")
        table.create_index(op.f("ix_observations_load_id"), ["load_id"])


def downgrade() -> None:
    """Go one step back."""
    op.execute("DELETE FROM submissions WHERE subject = 'area'")
    with op.batch_alter_table("submissions") as table:
        table.drop_constraint(op.f("ck_submissions_subject"), type_="check")
        table.alter_column("subject", type_=subjects("asset", "group"), existing_nullable=False)
    with op.batch_alter_table("observations") as table:
        table.drop_index(op.f("ix_observations_load_id"))
        table.drop_constraint(op.f("fk_observations_load_id_loads"), type_="foreignkey")
        table.drop_constraint(op.f("ck_observations_known_has_a_value"), type_="check")
        table.drop_constraint(op.f("ck_observations_state"), type_="check")
        table.drop_column("load_id")
        table.drop_column("state")
    for name in ("street_networks", "answers", "questions", "area_tiles", "replaced_observations", "loads", "mappings", "uploads"):
        op.drop_table(name)
    op.drop_column("indicators", "updated_on")
    op.drop_column("indicators", "source_url")
    op.drop_column("geographies", "overlapping")
