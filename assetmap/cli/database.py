"""`assetmap db`: make or update the tables."""

import click

from assetmap import db
from assetmap.cli.opening import open_engine


@click.group("db")
def database() -> None:
    """Make or update the tables."""


@database.command()
def upgrade() -> None:
    """Bring the tables up to date."""
    engine, _settings = open_engine()
    db.migrate(engine)
    click.echo("The tables are up to date.")
