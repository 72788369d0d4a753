"""A register people can trust: versions, suggestions, one-use addresses, letters, claims, reports, schedules, photos, consents."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def one_of(table: str, name: str, first: str, *others: str) -> str:
    """A column that holds one of some words, the first where nothing is said."""
    words = ", ".join(f"'{word}'" for word in (first, *others))
    longest = max(map(len, (first, *others)))
    return f"VARCHAR({longest}) DEFAULT '{first}' NOT NULL CONSTRAINT ck_{table}_{name} CHECK ({name} IN ({words}))"


def person(table: str) -> str:
    """A column that names an account, or nobody."""
    return f"INTEGER CONSTRAINT fk_{table}_user_id_users REFERENCES users (id)"


# Written out, since SQLite adds a column with its limits only in one statement, and a table with shapes cannot be made anew.
COLUMNS = (
    ("assets", "precision", one_of("assets", "precision", "exact", "blurred", "area", "hidden")),
    ("assets", "radius_m", "INTEGER"),
    ("assets", "version", "INTEGER DEFAULT 0 NOT NULL"),
    ("assets", "confirmed_on", "DATE"),
    ("groups", "version", "INTEGER DEFAULT 0 NOT NULL"),
    ("groups", "confirmed_on", "DATE"),
    ("keepers", "user_id", person("keepers")),
    ("places", "timezone", "VARCHAR(40) DEFAULT 'UTC' NOT NULL"),
    ("submissions", "wish", one_of("submissions", "wish", "add", "change", "close")),
    (
        "submissions",
        "target_id",
        "INTEGER CONSTRAINT ck_submissions_change_has_a_target CHECK ((wish = 'add') = (target_id IS NULL))",
    ),
    ("submissions", "base", "INTEGER DEFAULT 0 NOT NULL"),
    ("submissions", "message", "VARCHAR(1000) DEFAULT '' NOT NULL"),
    ("submissions", "held", "JSON DEFAULT '[]' NOT NULL"),
    ("submissions", "channel", one_of("submissions", "channel", "web", "paper", "telephone")),
    ("submissions", "source", "VARCHAR(64) DEFAULT '' NOT NULL"),
    ("submissions", "user_id", person("submissions")),
    ("submissions", "asked_at", "MOMENT"),
    ("submissions", "left_out", "JSON DEFAULT '[]' NOT NULL"),
    ("submissions", "withdrawn_at", "MOMENT"),
)


def typed(definition: str) -> str:
    """A definition in the words of the database."""
    return definition.replace("MOMENT", "DATETIME" if op.get_bind().dialect.name == "sqlite" else "TIMESTAMP WITH TIME ZONE")


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "departures",
        sa.Column("subject", sa.Enum("asset", "group", "area", name="subject", native_enum=False, create_constraint=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "entry_id", name=op.f("pk_departures")),
    )
    op.create_index(op.f("ix_departures_subject_into_id"), "departures", ["subject", "into_id"], unique=False)
    op.create_table(
        "salts",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_salts")),
    )
    op.create_table(
        "letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
    )
    op.create_index(op.f("ix_letters_next_try_at"), "letters", ["next_try_at"], unique=False)
    op.create_table(
        "shortlists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=140), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shortlists")),
        sa.UniqueConstraint("reference", name=op.f("uq_shortlists_reference")),
    )
    op.create_table(
        "term_times",
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("first", name=op.f("pk_term_times")),
    )
    op.create_table(
        "claims",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column(
            "state",
            sa.Enum("waiting", "approved", "declined", "revoked", "ended", name="state", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column(
            "proof",
            sa.Enum("none", "domain", "steward", "invitation", "handover", name="proof", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("state = 'waiting' OR decided_at IS NOT NULL", name=op.f("ck_claims_decision_has_a_moment")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name=op.f("fk_claims_decided_by_id_users"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_claims_group_id_groups"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_claims_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
    )
    op.create_index(op.f("ix_claims_group_id_state"), "claims", ["group_id", "state"], unique=False)
    op.create_index(op.f("ix_claims_user_id"), "claims", ["user_id"], unique=False)
    op.create_table(
        "distinctions",
        sa.Column("subject", sa.Enum("asset", "group", "area", name="subject", native_enum=False, create_constraint=True), nullable=False),
        sa.Column("first_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("second_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_distinctions_smaller_first")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_distinctions_user_id_users"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("subject", "first_id", "second_id", name=op.f("pk_distinctions")),
    )
    op.create_table(
        "photos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Enum("asset", "group", "area", name="subject", native_enum=False, create_constraint=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("stored", sa.String(length=80), nullable=False),
        sa.Column("description", sa.String(length=300), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "status", sa.Enum("waiting", "approved", "declined", name="status", native_enum=False, create_constraint=True), nullable=False
        ),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("description <> ''", name=op.f("ck_photos_photo_is_described")),
        sa.CheckConstraint("status = 'waiting' OR decided_at IS NOT NULL", name=op.f("ck_photos_decision_has_a_moment")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name=op.f("fk_photos_decided_by_id_users"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_photos_user_id_users"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photos")),
        sa.UniqueConstraint("stored", name=op.f("uq_photos_stored")),
    )
    op.create_index(op.f("ix_photos_subject_entry_id_status"), "photos", ["subject", "entry_id", "status"], unique=False)
    op.create_table(
        "reminders",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_reminders")),
    )
    op.create_table(
        "reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Enum("asset", "group", "area", name="subject", native_enum=False, create_constraint=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("says", sa.Enum("changed", "closed", name="says", native_enum=False, create_constraint=True), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["settled_by_id"], ["users.id"], name=op.f("fk_reports_settled_by_id_users"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
    )
    op.create_index(op.f("ix_reports_subject_entry_id_settled_at"), "reports", ["subject", "entry_id", "settled_at"], unique=False)
    op.create_table(
        "steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("about_user_id", sa.Integer(), nullable=True),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.Enum("asset", "group", "area", name="subject", native_enum=False, create_constraint=True), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(["about_user_id"], ["users.id"], name=op.f("fk_steps_about_user_id_users"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_steps_user_id_users"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_steps")),
    )
    op.create_index(op.f("ix_steps_about_user_id"), "steps", ["about_user_id"], unique=False)
    op.create_index(op.f("ix_steps_subject_entry_id"), "steps", ["subject", "entry_id"], unique=False)
    op.create_index(op.f("ix_steps_user_id"), "steps", ["user_id"], unique=False)
    op.create_table(
        "tickets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "right",
                "change",
                "closed",
                "answer",
                "withdraw",
                "claim",
                "invite",
                "enter",
                "email",
                name="purpose",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.Enum("asset", "group", "area", name="subject", native_enum=False, create_constraint=True), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_tickets_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tickets")),
        sa.UniqueConstraint("digest", name=op.f("uq_tickets_digest")),
    )
    op.create_index(op.f("ix_tickets_email"), "tickets", ["email"], unique=False)
    op.create_index(op.f("ix_tickets_subject_entry_id"), "tickets", ["subject", "entry_id"], unique=False)
    op.create_index(op.f("ix_tickets_user_id"), "tickets", ["user_id"], unique=False)
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.Enum("asset", "group", "area", name="subject", native_enum=False, create_constraint=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), server_default="", nullable=False),
        sa.Column(
            "channel", sa.Enum("web", "paper", "telephone", name="channel", native_enum=False, create_constraint=True), nullable=False
        ),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["users.id"], name=op.f("fk_consents_recorded_by_id_users"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_consents_submission_id_submissions"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index(op.f("ix_consents_subject_entry_id"), "consents", ["subject", "entry_id"], unique=False)
    op.create_index(op.f("ix_consents_submission_id"), "consents", ["submission_id"], unique=False)
    op.create_table(
        "papers",
        sa.Column("serial", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.Enum("asset", "group", "area", name="subject", native_enum=False, create_constraint=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("submission_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name=op.f("fk_papers_made_by_id_users"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_papers_submission_id_submissions"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("serial", name=op.f("pk_papers")),
    )
    op.create_table(
        "remits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("area_id IS NOT NULL OR category_id IS NOT NULL", name=op.f("ck_remits_remit_is_limited")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_remits_area_id_areas"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["category_id"], ["categories.id"], name=op.f("fk_remits_category_id_categories"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_remits_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remits")),
        sa.UniqueConstraint("user_id", "area_id", "category_id", name=op.f("uq_remits_user_id_area_id_category_id")),
    )
    op.create_table(
        "schedules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum("hours", "event", name="kind", native_enum=False, create_constraint=True), nullable=False),
        sa.Column("title", sa.String(length=140), nullable=False),
        sa.Column("note", sa.String(length=240), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("starts_at", sa.Time(), nullable=True),
        sa.Column("ends_at", sa.Time(), nullable=True),
        sa.Column("rule", sa.String(length=300), nullable=False),
        sa.Column("weekdays", sa.Integer(), nullable=False),
        sa.Column("term_time", sa.Boolean(), nullable=False),
        sa.Column("exceptions", sa.JSON(), nullable=False),
        sa.CheckConstraint("(asset_id IS NULL) <> (group_id IS NULL)", name=op.f("ck_schedules_one_owner")),
        sa.ForeignKeyConstraint(["asset_id"], ["assets.id"], name=op.f("fk_schedules_asset_id_assets"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_schedules_group_id_groups"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedules")),
    )
    op.create_index(op.f("ix_schedules_asset_id"), "schedules", ["asset_id"], unique=False)
    op.create_index(op.f("ix_schedules_group_id"), "schedules", ["group_id"], unique=False)
    op.create_table(
        "senders",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_senders_submission_id_submissions"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_senders")),
    )
    op.create_index(op.f("ix_senders_email"), "senders", ["email"], unique=False)
    op.create_table(
        "submission_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum("note", "question", "answer", name="kind", native_enum=False, create_constraint=True), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_submission_notes_submission_id_submissions"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_submission_notes_user_id_users"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_notes")),
    )
    op.create_index(op.f("ix_submission_notes_submission_id"), "submission_notes", ["submission_id"], unique=False)
    op.create_table(
        "versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Enum("asset", "group", "area", name="subject", native_enum=False, create_constraint=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column(
            "act",
            sa.Enum(
                "loaded",
                "added",
                "changed",
                "confirmed",
                "merged",
                "closed",
                "restored",
                name="act",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("why", sa.String(length=1000), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("submission_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_versions_submission_id_submissions"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_versions_user_id_users"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_versions")),
        sa.UniqueConstraint("subject", "entry_id", "number", name=op.f("uq_versions_subject_entry_id_number")),
    )
    op.create_index(op.f("ix_versions_submission_id"), "versions", ["submission_id"], unique=False)
    op.create_index(op.f("ix_versions_user_id"), "versions", ["user_id"], unique=False)
    op.create_table(
        "private_versions",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_private_versions_version_id_versions"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_private_versions")),
    )
    for table, column, definition in COLUMNS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {typed(definition)}")
    op.create_index(op.f("ix_assets_confirmed_on_patch_id"), "assets", ["confirmed_on", "patch_id"])
    op.create_index(op.f("ix_keepers_user_id"), "keepers", ["user_id"])
    op.create_index(op.f("ix_submissions_subject_target_id"), "submissions", ["subject", "target_id"])
    op.create_index(op.f("ix_submissions_user_id"), "submissions", ["user_id"])


def downgrade() -> None:
    """Go one step back."""
    for index in ("ix_submissions_user_id", "ix_submissions_subject_target_id"):
        op.drop_index(op.f(index), table_name="submissions")
    op.drop_index(op.f("ix_keepers_user_id"), table_name="keepers")
    op.drop_index(op.f("ix_assets_confirmed_on_patch_id"), table_name="assets")
    # First what others name: SQLite lets go of a column only when nothing speaks of it.
    for table, column, _definition in sorted(COLUMNS, key=lambda each: each[1] != "target_id"):
        op.drop_column(table, column)
    op.drop_table("private_versions")
    op.drop_index(op.f("ix_versions_user_id"), table_name="versions")
    op.drop_index(op.f("ix_versions_submission_id"), table_name="versions")
    op.drop_table("versions")
    op.drop_index(op.f("ix_submission_notes_submission_id"), table_name="submission_notes")
    op.drop_table("submission_notes")
    op.drop_index(op.f("ix_senders_email"), table_name="senders")
    op.drop_table("senders")
    op.drop_index(op.f("ix_schedules_group_id"), table_name="schedules")
    op.drop_index(op.f("ix_schedules_asset_id"), table_name="schedules")
    op.drop_table("schedules")
    op.drop_table("remits")
    op.drop_table("papers")
    op.drop_index(op.f("ix_consents_submission_id"), table_name="consents")
    op.drop_index(op.f("ix_consents_subject_entry_id"), table_name="consents")
    op.drop_table("consents")
    op.drop_index(op.f("ix_tickets_user_id"), table_name="tickets")
    op.drop_index(op.f("ix_tickets_subject_entry_id"), table_name="tickets")
    op.drop_index(op.f("ix_tickets_email"), table_name="tickets")
    op.drop_table("tickets")
    op.drop_index(op.f("ix_steps_user_id"), table_name="steps")
    op.drop_index(op.f("ix_steps_subject_entry_id"), table_name="steps")
    op.drop_index(op.f("ix_steps_about_user_id"), table_name="steps")
    op.drop_table("steps")
    op.drop_table("reminders")
    op.drop_index(op.f("ix_reports_subject_entry_id_settled_at"), table_name="reports")
    op.drop_table("reports")
    op.drop_index(op.f("ix_photos_subject_entry_id_status"), table_name="photos")
    op.drop_table("photos")
    op.drop_table("distinctions")
    op.drop_index(op.f("ix_claims_user_id"), table_name="claims")
    op.drop_index(op.f("ix_claims_group_id_state"), table_name="claims")
    op.drop_table("claims")
    op.drop_table("term_times")
    op.drop_table("shortlists")
    op.drop_index(op.f("ix_letters_next_try_at"), table_name="letters")
    op.drop_table("letters")
    op.drop_table("salts")
    op.drop_index(op.f("ix_departures_subject_into_id"), table_name="departures")
    op.drop_table("departures")
