"""`assetmap load`: bring in a place from its folder, and figures (see loads.py)."""

from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from assetmap import db
from assetmap.cli.boundaries import boundaries
from assetmap.cli.loads import history, indicators, undo
from assetmap.cli.opening import open_engine, writing
from assetmap.services import packages


@click.group()
def load() -> None:
    """Bring in data."""


load.add_command(boundaries)


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
    db.analyse(open_engine()[0])
    said = ", ".join(f"{count:,} {name}" for name, count in counts.items())
    click.echo(f"Loaded {package.description['title']}: {said}.")


for command in (indicators, history, undo):
    load.add_command(command)
