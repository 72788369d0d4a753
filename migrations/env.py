"""Runs the migrations on SpatiaLite and PostGIS alike; `assetmap db` calls it with an open connection."""

from typing import Any

from alembic import context
from flask_security import AsaList
from geoalchemy2 import alembic_helpers

import assetmap.models  # noqa: F401  (fills the metadata)
from assetmap.db import Base
from assetmap.models.columns import Moment

# SpatiaLite's and the search index's own tables, which the models do not know, must not be dropped.
FOREIGN_PREFIXES = (
    "asset_words",
    "spatialite_",
    "geometry_columns",
    "spatial_ref_sys",
    "views_geometry",
    "virts_geometry",
    "vector_layers",
)
FOREIGN_NAMES = {
    "KNN",
    "KNN2",
    "data_licenses",
    "ElementaryGeometries",
    "SpatialIndex",
    "sql_statements_log",
    "sqlite_sequence",
    "sqlite_stat1",
    "sqlite_stat4",
    "layer",
    "topology",
}
# Reason: PostgreSQL gives an expression index back in other words than the model's, so it cannot be compared.
EXPRESSION_INDEXES = {"ix_assets_words"}


def include_object(item: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    """Whether autogenerate should look at this table, column or index."""
    if kind == "table" and name and (name in FOREIGN_NAMES or name.startswith(FOREIGN_PREFIXES)):
        return False
    if kind == "index" and name in EXPRESSION_INDEXES:
        return False
    return bool(alembic_helpers.include_object(item, name, kind, reflected, compare_to))


def render_item(kind: str, item: Any, autogenerate: Any) -> str | bool:
    """Write our own and the sign-in library's column types as the plain types they are stored in."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, AsaList):
        return "sa.Text()"
    return alembic_helpers.render_item(kind, item, autogenerate)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    include_object=include_object,
    process_revision_directives=alembic_helpers.writer,
    render_item=render_item,
    compare_type=True,
    render_as_batch=False,
)
with context.begin_transaction():
    context.run_migrations()
