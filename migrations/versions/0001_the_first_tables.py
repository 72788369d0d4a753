"""The first tables."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

WORDS_ON_SQLITE = (
    """CREATE VIRTUAL TABLE asset_words USING fts5(
        search_text, content='assets', content_rowid='id', detail='none', prefix='2 3',
        tokenize="unicode61 remove_diacritics 0 categories 'L* N* M* Co'")""",
    """CREATE TRIGGER asset_words_inserted AFTER INSERT ON assets BEGIN
        INSERT INTO asset_words (rowid, search_text) VALUES (new.id, new.search_text); END""",
    """CREATE TRIGGER asset_words_deleted AFTER DELETE ON assets BEGIN
        INSERT INTO asset_words (asset_words, rowid, search_text) VALUES ('delete', old.id, old.search_text); END""",
    """CREATE TRIGGER asset_words_updated AFTER UPDATE OF search_text ON assets BEGIN
        INSERT INTO asset_words (asset_words, rowid, search_text) VALUES ('delete', old.id, old.search_text);
        INSERT INTO asset_words (rowid, search_text) VALUES (new.id, new.search_text); END""",
)


def upgrade() -> None:
    """Go one step forward."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    op.create_table(
        "categories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("description", sa.String(length=300), nullable=False),
        sa.Column(
            "asset_type",
            sa.Enum(
                "people",
                "associations",
                "institutions",
                "places",
                "exchange",
                "stories",
                name="asset_type",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("icon", sa.String(length=60), nullable=False),
        sa.Column("colour", sa.String(length=7), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_categories")),
        sa.UniqueConstraint("slug", name=op.f("uq_categories_slug")),
    )
    op.create_table(
        "geographies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("plural", sa.String(length=120), nullable=False),
        sa.Column("vintage", sa.String(length=40), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("licence", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_geographies")),
        sa.UniqueConstraint("key", name=op.f("uq_geographies_key")),
    )
    op.create_table(
        "groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("name", sa.String(length=140), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "charity",
                "association",
                "tenants",
                "faith",
                "statutory",
                "housing",
                "business",
                "informal",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("audience_bits", sa.BigInteger(), nullable=False),
        sa.Column("language_bits", sa.BigInteger(), nullable=False),
        sa.Column("website", sa.String(length=300), nullable=False),
        sa.Column("public_email", sa.String(length=254), nullable=False),
        sa.Column("public_phone", sa.String(length=30), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("source_date", sa.Date(), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groups")),
        sa.UniqueConstraint("key", name=op.f("uq_groups_key")),
    )
    op.create_index(op.f("ix_groups_name"), "groups", ["name"], unique=False)
    op.create_table(
        "indicators",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("cannot_tell", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column(
            "measure",
            sa.Enum(
                "count",
                "proportion",
                "percent",
                "score",
                "mean",
                "rank",
                "decile",
                name="measure",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("polarity", sa.Enum("high", "low", "none", name="polarity", native_enum=False, create_constraint=True), nullable=False),
        sa.Column(
            "method", sa.Enum("measured", "modelled", "survey", name="method", native_enum=False, create_constraint=True), nullable=False
        ),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("publisher", sa.String(length=300), nullable=False),
        sa.Column("licence", sa.String(length=200), nullable=False),
        sa.Column("weight", sa.String(length=80), server_default="", nullable=False),
        sa.Column("decimals", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicators")),
        sa.UniqueConstraint("key", name=op.f("uq_indicators_key")),
    )
    op.create_table(
        "places",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("attribution", sa.Text(), nullable=False),
        sa.Column("metric_epsg", sa.Integer(), nullable=False),
        sa.Column("neighbourhood_geography", sa.String(length=40), nullable=False),
        sa.Column("whole_geography", sa.String(length=40), nullable=False),
        sa.Column("population_indicator", sa.String(length=80), nullable=False),
        sa.Column("lead_indicator", sa.String(length=80), nullable=False),
        sa.Column("west", sa.Float(), nullable=False),
        sa.Column("south", sa.Float(), nullable=False),
        sa.Column("east", sa.Float(), nullable=False),
        sa.Column("north", sa.Float(), nullable=False),
        sa.Column("register_version", sa.String(length=32), nullable=False),
        sa.Column("place_version", sa.String(length=32), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_places_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_places")),
    )
    op.create_table(
        "postcodes",
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("shown", sa.String(length=9), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("large_user", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_postcodes")),
    )
    op.create_table(
        "roles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("description", sa.String(length=255), nullable=True),
        sa.Column("permissions", sa.Text(), nullable=True),
        sa.Column("update_datetime", sa.DateTime(), server_default=sa.text("(CURRENT_TIMESTAMP)"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roles")),
        sa.UniqueConstraint("name", name=op.f("uq_roles_name")),
    )
    op.create_table(
        "terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.Enum("audience", "language", "access", name="kind", native_enum=False, create_constraint=True), nullable=False
        ),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("bit", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("bit >= 0 AND bit < 62", name=op.f("ck_terms_bit_fits")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms")),
        sa.UniqueConstraint("kind", "bit", name=op.f("uq_terms_kind_bit")),
        sa.UniqueConstraint("kind", "slug", name=op.f("uq_terms_kind_slug")),
    )
    op.create_table(
        "users",
        sa.Column("shown_name", sa.String(length=120), server_default="", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("username", sa.String(length=255), nullable=True),
        sa.Column("password", sa.String(length=255), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("last_login_at", sa.DateTime(), nullable=True),
        sa.Column("current_login_at", sa.DateTime(), nullable=True),
        sa.Column("last_login_ip", sa.String(length=64), nullable=True),
        sa.Column("current_login_ip", sa.String(length=64), nullable=True),
        sa.Column("login_count", sa.Integer(), nullable=True),
        sa.Column("tf_primary_method", sa.String(length=64), nullable=True),
        sa.Column("tf_totp_secret", sa.String(length=255), nullable=True),
        sa.Column("tf_phone_number", sa.String(length=128), nullable=True),
        sa.Column("us_totp_secrets", sa.Text(), nullable=True),
        sa.Column("us_phone_number", sa.String(length=128), nullable=True),
        sa.Column("fs_webauthn_user_handle", sa.String(length=64), nullable=True),
        sa.Column("mf_recovery_codes", sa.Text(), nullable=True),
        sa.Column("create_datetime", sa.DateTime(), server_default=sa.text("(CURRENT_TIMESTAMP)"), nullable=False),
        sa.Column("update_datetime", sa.DateTime(), server_default=sa.text("(CURRENT_TIMESTAMP)"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_users_fs_uniquifier")),
        sa.UniqueConstraint("fs_webauthn_user_handle", name=op.f("uq_users_fs_webauthn_user_handle")),
        sa.UniqueConstraint("us_phone_number", name=op.f("uq_users_us_phone_number")),
        sa.UniqueConstraint("username", name=op.f("uq_users_username")),
    )
    op.create_geospatial_table(
        "areas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("geography_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("other_name", sa.String(length=120), server_default="", nullable=False),
        sa.Column(
            "shape",
            Geometry(
                geometry_type="MULTIPOLYGON", srid=4326, dimension=2, spatial_index=False, from_text="ST_GeomFromEWKT", name="geometry"
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["geography_id"], ["geographies.id"], name=op.f("fk_areas_geography_id_geographies"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_areas")),
        sa.UniqueConstraint("geography_id", "code", name=op.f("uq_areas_geography_id_code")),
    )
    op.create_index(op.f("ix_areas_code"), "areas", ["code"], unique=False)
    op.create_table(
        "patches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patches")),
        sa.UniqueConstraint("key", name=op.f("uq_patches_key")),
    )
    op.create_table(
        "patch_areas",
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("patch_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_patch_areas_area_id_areas"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["patch_id"], ["patches.id"], name=op.f("fk_patch_areas_patch_id_patches"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("area_id", "patch_id", name=op.f("pk_patch_areas")),
    )
    op.create_index(op.f("ix_patch_areas_patch_id"), "patch_areas", ["patch_id"], unique=False)
    op.create_geospatial_table(
        "assets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("name", sa.String(length=140), nullable=False),
        sa.Column("summary", sa.String(length=240), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column(
            "holder",
            sa.Enum("personal", "community", "statutory", "private", name="holder", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=240), nullable=False),
        sa.Column("postcode", sa.String(length=10), nullable=False),
        sa.Column(
            "point",
            Geometry(geometry_type="POINT", srid=4326, dimension=2, spatial_index=False, from_text="ST_GeomFromEWKT", name="geometry"),
            nullable=True,
        ),
        sa.Column("x", sa.Integer(), nullable=True),
        sa.Column("y", sa.Integer(), nullable=True),
        sa.Column("cell", sa.BigInteger(), nullable=True),
        sa.Column("patch_id", sa.Integer(), nullable=True),
        sa.Column("approximate", sa.Boolean(), nullable=False),
        sa.Column("audience_bits", sa.BigInteger(), nullable=False),
        sa.Column("language_bits", sa.BigInteger(), nullable=False),
        sa.Column("access_bits", sa.BigInteger(), nullable=False),
        sa.Column(
            "cost",
            sa.Enum("free", "donation", "paid", "varies", "unknown", name="cost", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("opening_times", sa.String(length=600), nullable=False),
        sa.Column("website", sa.String(length=300), nullable=False),
        sa.Column("public_email", sa.String(length=254), nullable=False),
        sa.Column("public_phone", sa.String(length=30), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("source_date", sa.Date(), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(cell IS NULL) = (point IS NULL)", name=op.f("ck_assets_cell_needs_point")),
        sa.CheckConstraint("(cell IS NULL) = (x IS NULL) AND (x IS NULL) = (y IS NULL)", name=op.f("ck_assets_cell_is_woven")),
        sa.ForeignKeyConstraint(["category_id"], ["categories.id"], name=op.f("fk_assets_category_id_categories")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_assets_group_id_groups"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["patch_id"], ["patches.id"], name=op.f("fk_assets_patch_id_patches"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assets")),
        sa.UniqueConstraint("key", name=op.f("uq_assets_key")),
    )
    op.create_index(op.f("ix_assets_group_id"), "assets", ["group_id"], unique=False)
    op.create_index(
        "ix_assets_names",
        "assets",
        ["name", "id", "category_id", "holder", "cost", "patch_id", "audience_bits", "language_bits", "access_bits", "cell", "x", "y"],
        unique=False,
    )
    op.create_index(op.f("ix_assets_patch_id_category_id_group_id"), "assets", ["patch_id", "category_id", "group_id"], unique=False)
    op.create_index(
        "ix_assets_tiles",
        "assets",
        ["cell", "x", "y", "id", "category_id", "holder", "cost", "patch_id", "audience_bits", "language_bits", "access_bits"],
        unique=False,
    )
    op.create_table(
        "roles_users",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["role_id"], ["roles.id"], name=op.f("fk_roles_users_role_id_roles")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_roles_users_user_id_users")),
        sa.PrimaryKeyConstraint("user_id", "role_id", name=op.f("pk_roles_users")),
    )
    op.create_table(
        "submissions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.Enum("asset", "group", name="subject", native_enum=False, create_constraint=True), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column(
            "status", sa.Enum("waiting", "approved", "declined", name="status", native_enum=False, create_constraint=True), nullable=False
        ),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("published_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("status <> 'declined' OR reason <> ''", name=op.f("ck_submissions_decline_has_a_reason")),
        sa.CheckConstraint("status = 'waiting' OR decided_at IS NOT NULL", name=op.f("ck_submissions_decision_has_a_moment")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name=op.f("fk_submissions_decided_by_id_users"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
        sa.UniqueConstraint("reference", name=op.f("uq_submissions_reference")),
    )
    op.create_index(op.f("ix_submissions_status_submitted_at"), "submissions", ["status", "submitted_at"], unique=False)
    op.create_table(
        "area_lookups",
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("method", sa.String(length=200), nullable=False),
        sa.CheckConstraint("share > 0 AND share <= 1", name=op.f("ck_area_lookups_share_is_a_part")),
        sa.ForeignKeyConstraint(["child_id"], ["areas.id"], name=op.f("fk_area_lookups_child_id_areas"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["parent_id"], ["areas.id"], name=op.f("fk_area_lookups_parent_id_areas"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("child_id", "parent_id", name=op.f("pk_area_lookups")),
    )
    op.create_index(op.f("ix_area_lookups_parent_id"), "area_lookups", ["parent_id"], unique=False)
    op.create_table(
        "group_areas",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_group_areas_area_id_areas"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_group_areas_group_id_groups"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "area_id", name=op.f("pk_group_areas")),
    )
    op.create_index(op.f("ix_group_areas_area_id"), "group_areas", ["area_id"], unique=False)
    op.create_table(
        "observations",
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("lower", sa.Float(), nullable=True),
        sa.Column("upper", sa.Float(), nullable=True),
        sa.CheckConstraint("lower IS NULL OR upper IS NULL OR lower <= upper", name=op.f("ck_observations_interval_in_order")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_observations_area_id_areas"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicators.id"], name=op.f("fk_observations_indicator_id_indicators"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("indicator_id", "period", "area_id", name=op.f("pk_observations")),
    )
    op.create_index(op.f("ix_observations_area_id"), "observations", ["area_id"], unique=False)
    op.create_geospatial_table(
        "private_places",
        sa.Column("asset_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=240), nullable=False),
        sa.Column("postcode", sa.String(length=10), nullable=False),
        sa.Column(
            "point",
            Geometry(
                geometry_type="POINT",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["asset_id"], ["assets.id"], name=op.f("fk_private_places_asset_id_assets"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("asset_id", name=op.f("pk_private_places")),
    )
    if op.get_bind().dialect.name == "sqlite":
        for statement in WORDS_ON_SQLITE:
            op.execute(statement)
    else:
        op.execute("CREATE INDEX ix_assets_words ON assets USING gin (to_tsvector('simple', search_text))")


def downgrade() -> None:
    """Go one step back."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE asset_words")
    op.drop_geospatial_table("private_places")
    op.drop_index(op.f("ix_observations_area_id"), table_name="observations")
    op.drop_table("observations")
    op.drop_index(op.f("ix_group_areas_area_id"), table_name="group_areas")
    op.drop_table("group_areas")
    op.drop_index(op.f("ix_area_lookups_parent_id"), table_name="area_lookups")
    op.drop_table("area_lookups")
    op.drop_index(op.f("ix_submissions_status_submitted_at"), table_name="submissions")
    op.drop_table("submissions")
    op.drop_table("roles_users")
    op.drop_index("ix_assets_tiles", table_name="assets")
    op.drop_index(op.f("ix_assets_patch_id_category_id_group_id"), table_name="assets")
    op.drop_index("ix_assets_names", table_name="assets")
    op.drop_index(op.f("ix_assets_group_id"), table_name="assets")
    op.drop_geospatial_table("assets")
    op.drop_index(op.f("ix_patch_areas_patch_id"), table_name="patch_areas")
    op.drop_table("patch_areas")
    op.drop_table("patches")
    op.drop_index(op.f("ix_areas_code"), table_name="areas")
    op.drop_geospatial_table("areas")
    op.drop_table("users")
    op.drop_table("terms")
    op.drop_table("roles")
    op.drop_table("postcodes")
    op.drop_table("places")
    op.drop_table("indicators")
    op.drop_index(op.f("ix_groups_name"), table_name="groups")
    op.drop_table("groups")
    op.drop_table("geographies")
    op.drop_table("categories")
