"""`assetmap load terms`: the school terms of the place."""

from pathlib import Path

import click

from assetmap.cli.opening import writing
from assetmap.services.times import terms as school_terms


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def terms(file: Path) -> None:
    """Load the school terms of the place from a CSV FILE with the columns first, last, name; they take the place of those known.

    Days are written as 2026-09-01. What is only on in school terms is found and shown on these days alone.
    """
    with writing() as (session, _settings):
        count = school_terms.load(session, file.read_text(encoding="utf-8-sig").splitlines(), file.name)
    click.echo(f"Loaded {count:,} terms.")
