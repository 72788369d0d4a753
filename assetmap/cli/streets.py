"""`assetmap load streets`: bring in the streets people walk on, for the distances of gaps."""

from pathlib import Path

import click

from assetmap.cli.opening import writing
from assetmap.services import streets as service


@click.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", default="", help="Who published it, and what it is called.")
@click.option("--licence", default="", help="Under which licence.")
@click.option("--forget", is_flag=True, help="Forget the streets; walks are straight lines with a detour again.")
def streets(file: Path | None, source: str, licence: str, forget: bool) -> None:
    """Load streets from FILE: lines (GeoJSON, GeoPackage), or a CSV with from_lon, from_lat, to_lon, to_lat and perhaps metres."""
    if forget == (file is not None):
        raise click.UsageError("Give a FILE, or --forget.")
    with writing() as (session, _settings):
        if file is None:
            click.echo("Forgotten." if service.forget(session) else "There were no streets.")
            return
        network, dropped = service.load(session, file, source, licence)
        click.echo(f"Loaded {network.name}: {network.nodes:,} corners, {network.edges:,} pieces of street.")
        if dropped:
            click.echo(f"{dropped:,} loose pieces that are not joined to the rest were left out.")
