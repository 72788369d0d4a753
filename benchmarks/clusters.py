"""Cluster tiles: in process and over HTTP, with and without filters, each beside its bare SQL."""

from collections.abc import Iterator

from sqlalchemy import func, literal_column, select
from sqlalchemy.orm import Session

from assetmap.geo.cells import ZOOM
from assetmap.models import Area, Asset, Geography, PatchArea
from assetmap.services import clusters, places
from assetmap.services.filters import Filters
from benchmarks.floors import compare
from benchmarks.measure import Report, Run, megabytes, nothing
from benchmarks.register import COMMON_WORD, RARE_WORD
from benchmarks.town import Town

ZOOMS = (6, 10, 14)
WORST_MS = {100_000: 30.0, 1_000_000: 250.0}
Tile = tuple[int, int, int]


def measure(report: Report, town: Town) -> None:
    """Measure the fullest tile of each zoom under every filter; cold is after a change of the register, when no answer is kept."""
    with Session(town.engine) as session:
        tiles = [fullest(session, zoom) for zoom in ZOOMS]
        filters = dict(choices(session))
    for tile in tiles:
        for name, chosen in filters.items():
            what = f"tile z{tile[0]}, {name}"
            run, ask = from_service(town, tile, chosen), over_http(town, tile, chosen)
            row = town.row(what, WORST_MS.get(town.size), f"{megabytes(run):.1f} MB,")
            report.add(lambda row=row, run=run: compare(town.engine, row, run, town.change))  # type: ignore[misc]
            for kind, before in (("cold", town.change), ("warm", nothing)):
                row = town.row(f"{what}, HTTP, {kind}")
                report.add(lambda row=row, ask=ask, before=before: compare(town.engine, row, ask, before))  # type: ignore[misc]


def from_service(town: Town, tile: Tile, chosen: Filters) -> Run:
    """Ask the service for a tile."""

    def run() -> None:
        with Session(town.engine) as session:
            clusters.tile(session, *tile, chosen)

    return run


def over_http(town: Town, tile: Tile, chosen: Filters) -> Run:
    """Ask the application for a tile, and insist on an answer."""
    client, path = town.client, f"/api/v1/assets/tiles/{'/'.join(map(str, tile))}"
    asked = {name: list(value) if isinstance(value, tuple) else value for name, value in vars(chosen).items() if value}

    def run() -> None:
        answer = client.get(path, query_string=asked)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}: {answer.text[:300]}")

    return run


def fullest(session: Session, zoom: int) -> Tile:
    """The tile with most assets of a zoom."""
    tile = Asset.cell.op(">>")(literal_column(str(2 * (ZOOM - zoom)))).label("tile")
    query = select(func.min(Asset.x), func.min(Asset.y)).where(Asset.cell.is_not(None)).group_by(tile)
    x, y = session.execute(query.order_by(func.count().desc()).limit(1)).one()
    return zoom, x >> (ZOOM - zoom), y >> (ZOOM - zoom)


def choices(session: Session) -> Iterator[tuple[str, Filters]]:
    """The filters to measure, by what they are called."""
    place = places.current(session)
    most = select(Area.code).join(Area.geography).join(PatchArea, PatchArea.area_id == Area.id)
    most = most.join(Asset, Asset.patch_id == PatchArea.patch_id).group_by(Area.code).order_by(func.count().desc()).limit(1)
    whole, one = (session.scalar(most.where(Geography.key == key)) or "" for key in (place.whole_geography, place.neighbourhood_geography))
    yield "everything", Filters()
    yield "one category", Filters(category=("libraries",))
    yield "category, access, cost", Filters(category=("community-spaces", "sport-play"), access=("step-free",), cost=("free",))
    yield "common word", Filters(q=COMMON_WORD)
    yield "two words", Filters(q=f"{COMMON_WORD} kitchen")
    yield "rare word", Filters(q=RARE_WORD)
    yield "one neighbourhood", Filters(area=one)
    yield "the whole place", Filters(area=whole)
