"""`assetmap link`: link every asset to its areas anew."""

import click

from assetmap.cli.opening import writing
from assetmap.services.patches import link_everything


@click.command()
def link() -> None:
    """Link every asset to the areas of every geography, as after new boundaries."""
    done = 0

    def progress(count: int) -> None:
        nonlocal done
        done += count
        click.echo(f"\r{done:,} assets", nl=False, err=True)

    with writing() as (session, settings):
        total = link_everything(session, settings.assetmap_link_tolerance_m, progress)
    click.echo(f"\n{total:,} links made.", err=True)
