"""`assetmap load`: bring in a place from its folder; boundaries, figures and streets from files of their own."""

from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from assetmap.cli.boundaries import boundaries
from assetmap.cli.loads import history, indicators, undo
from assetmap.cli.opening import analyse, writing
from assetmap.cli.streets import streets
from assetmap.cli.terms import terms
from assetmap.services import packages


@click.group()
def load() -> None:
    """Bring in data."""


@load.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def place(folder: Path) -> None:
    """Load a place from its Data Package FOLDER; all of it or nothing, as often as you like."""
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress, writing() as (session, settings):
        task = progress.add_task("reading", total=None)
        package = packages.read(folder)
        counts = packages.load(
            session,
            package,
            settings.assetmap_link_tolerance_m,
            lambda step, rows: progress.update(task, description=f"{step}: {rows:,} rows"),
        )
    analyse()
    said = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in counts.items())
    click.echo(f"Loaded {package.description['title']}: {said}.")


for command in (boundaries, indicators, history, undo, streets, terms):
    load.add_command(command)
