"""`assetmap load boundaries`: the areas of one geography from a file."""

from pathlib import Path

import click
from sqlalchemy.orm import Session

from assetmap.cli.opening import analyse, writing
from assetmap.errors import Faulty
from assetmap.geo.boundary_files import BoundaryFile, lie_of_the_land, read_boundary_file
from assetmap.services import areas, places
from assetmap.services import boundaries as service
from assetmap.services.boundaries import Change, GeographyFacts

MOST_SHOWN = 10


@click.command()
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--geography", "key", required=True, help="A short key, such as ward25; one that exists is replaced.")
@click.option("--name", default="", help="What one area is called, such as Ward.")
@click.option("--plural", default="", help="What several are called, such as Wards.")
@click.option("--vintage", default="", help="Of when the boundaries are, such as May 2025.")
@click.option("--level", type=int, help="How large the areas are: a larger area has a smaller level.")
@click.option("--source", default="", help="Who publishes them.")
@click.option("--licence", default="", help="How they may be used.")
@click.option("--overlapping", is_flag=True, help="The areas may lie on one another.")
@click.option("--code-field", default="", help="The column of the codes, where the guess is wrong.")
@click.option("--name-field", default="", help="The column of the names, where the guess is wrong.")
@click.option("--crs", default="", help="The coordinate system, where the file does not say, such as EPSG:27700.")
@click.option("--yes", is_flag=True, help="Go ahead with what was said: shapes mended, slight overlaps and gaps, areas that go.")
def boundaries(file: Path, crs: str, code_field: str, name_field: str, yes: bool, **facts: object) -> None:
    """Load the areas of one geography from FILE: GeoJSON, TopoJSON, GeoPackage, KML or a zip with a shapefile."""
    read = read_boundary_file(file, crs, code_field, name_field)
    with writing() as (session, settings):
        settled = service.settled(session, GeographyFacts(**facts))  # type: ignore[arg-type]
        check(session, settled, read, file.name)
        change = service.compare(session, settled.key, read.frame["code"].tolist())
        show(settled, read, change)
        if (read.notes or change.takes_away) and not yes:
            raise click.ClickException("Nothing was changed. If all this is as it should be, run it again with --yes.")
        total = service.write(
            session, settled, read.frame, settings.assetmap_link_tolerance_m, lambda step: click.echo(f"{step} ...", err=True)
        )
    analyse()
    click.echo(
        f"Loaded {len(read.frame):,} areas of {settled.plural} ({settled.vintage}); {total:,} links of assets to areas of every kind."
    )


def check(session: Session, facts: GeographyFacts, read: BoundaryFile, source: str) -> None:
    """Faulty with everything that is wrong, with the file and with what was said about it."""
    faults = service.fact_faults(session, facts, len(read.frame)) + read.faults
    if not read.faults:
        faults += service.text_faults(read.frame, source)
        epsg = places.current(session).metric_epsg
        notes, more = lie_of_the_land(read.frame, areas.outline(session, areas.whole(session)), epsg, source, facts.overlapping)
        read.notes += notes
        faults += more
    if faults:
        raise Faulty(faults)


def show(facts: GeographyFacts, read: BoundaryFile, change: Change) -> None:
    """Say how the file was read and what loading it would do."""
    click.echo(
        f"{facts.plural} ({facts.vintage}), key {facts.key}: codes from {read.code_field}, names from {read.name_field}; {read.crs}."
    )
    click.echo(f"{change.new:,} areas are new, {change.kept:,} stay, {len(change.gone):,} go.")
    for title, count in change.shared:
        click.echo(f"{count:,} codes are also codes of {title}. Pages and filters tell them apart by their geography.")
    for note in read.notes:
        click.echo(f"Note: {note}")
    if change.gone:
        more = len(change.gone) - MOST_SHOWN
        click.echo(f"These areas go: {', '.join(change.gone[:MOST_SHOWN])}{f' and {more:,} more' if more > 0 else ''}.")
        for title, count in change.figures:
            click.echo(f"With them go {count:,} figures of: {title}")
        if change.groups:
            click.echo(f"With them goes that groups say they work there, {change.groups:,} times.")
