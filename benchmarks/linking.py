"""Linking points to areas, beside the least it could take: one query of a tree of the same shapes for the same points."""

import geopandas as gpd
import shapely
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap.geo.frames import area_frame, point_frame
from assetmap.geo.patches import link
from assetmap.models import Area, Asset, Geography
from assetmap.services import places
from benchmarks.measure import Report, Row, megabytes, side_by_side
from benchmarks.town import Town

TIMES_BARE = 1.5


def measure(report: Report, town: Town) -> None:
    """Measure the linking of every asset to each geography whose areas have a boundary."""
    with Session(town.engine) as session:
        points, metric = every_point(session), places.current(session).metric_epsg
        geographies = [(each.key, every_area(session, each)) for each in session.scalars(select(Geography).order_by(Geography.level))]
    for key, areas in geographies:
        if len(areas):
            report.add(lambda key=key, areas=areas: compare(town, key, points, areas, metric))  # type: ignore[misc]


def compare(town: Town, key: str, points: gpd.GeoDataFrame, areas: gpd.GeoDataFrame, metric: int) -> Row:
    """Our linking beside bare Shapely on the same geometry."""
    bare_points, bare_areas = points.geometry.to_numpy(), areas.geometry.to_numpy()
    tolerance = town.app.extensions["settings"].assetmap_link_tolerance_m

    def ours() -> None:
        link(points, areas, tolerance, metric)

    taken, bare = side_by_side(ours, lambda: shapely.STRtree(bare_areas).query(bare_points, predicate="intersects"))
    return Row(
        town.database, town.size, f"linking to {len(areas)} {key}", taken, bare, TIMES_BARE * bare.median, f"{megabytes(ours):.0f} MB"
    )


def every_point(session: Session) -> gpd.GeoDataFrame:
    """The points of all assets that have a place."""
    rows = session.execute(select(Asset.id, func.ST_X(Asset.point), func.ST_Y(Asset.point)).where(Asset.cell.is_not(None))).all()
    return point_frame(*zip(*rows, strict=True))


def every_area(session: Session, geography: Geography) -> gpd.GeoDataFrame:
    """The areas of a geography that have a boundary."""
    query = select(Area.id, Area.geography_id, Area.code, func.ST_AsBinary(Area.shape))
    rows = session.execute(query.where(Area.geography_id == geography.id, Area.shape.is_not(None)))
    return area_frame((number, owner, code, bytes(shape)) for number, owner, code, shape in rows)
