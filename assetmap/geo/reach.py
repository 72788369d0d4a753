"""How far people must walk to the nearest of some places: everything in metres, in arrays.

People are where the postcodes are. Each small area's people are shared out equally over its postcodes; where an area has
none, a point inside it stands for it. A walk is the straight line times a detour factor, or the way along streets
(geo/streets.py). Whoever is within a limit is within reach.

Figures and their sources: 80 m a minute (4.8 km/h) is what Transport for London's Public Transport Accessibility Level
reckons with (Assessing transport connectivity in London, 2015). 60 m a minute (3.6 km/h) is for slower walkers; on average
people over 65 in England walk slower still, 0.9 m/s (men) and 0.8 m/s (women) (Asher, Aresu, Falaschetti & Mindell, Most older
pedestrians are unable to cross the road in time, Age and Ageing 41, 2012). The detour factor 1.3 rounds up 4/pi = 1.27, the
mean over all directions of the way through a right-angled street grid against the straight line.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import Transformer
from scipy.spatial import cKDTree

from assetmap.geo.frames import DEGREES, point_frame
from assetmap.geo.patches import link

METRES_A_MINUTE = {"usual": 80.0, "slower": 60.0}
DETOUR = 1.3
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class People:
    """Where people are: `lon`, `lat` in degrees, `x`, `y` in metres, how many are there, and their small area's id.

    `stand_in` says which points are no postcode but stand for an area without one. Areas whose people nobody knows are not here.
    """

    lon: Floats
    lat: Floats
    x: Floats
    y: Floats
    number: Floats
    area_id: Ints
    stand_in: NDArray[np.bool_]

    @property
    def places(self) -> Floats:
        """Their points in metres, one row each."""
        return np.column_stack([self.x, self.y])


@dataclass(frozen=True)
class Members:
    """Which points (rows of People) are in which areas (rows of a list); with areas that overlap, a point can be in several."""

    point: Ints
    area: Ints


def in_metres(lon: Floats, lat: Floats, metric_epsg: int) -> Floats:
    """Degrees (EPSG:4326) as rows of x, y in metres."""
    if not len(lon):
        return np.empty((0, 2))
    return np.column_stack(_to_metres(metric_epsg).transform(np.asarray(lon, float), np.asarray(lat, float)))


@lru_cache(maxsize=8)
def _to_metres(metric_epsg: int) -> Transformer:
    return Transformer.from_crs(DEGREES, metric_epsg, always_xy=True)


def settle(
    lon: Floats, lat: Floats, areas: gpd.GeoDataFrame, population: Mapping[int, float], tolerance_m: float, metric_epsg: int
) -> People:
    """Share out each small area's people (by `area_id`) equally over its postcodes, whose `lon`, `lat` are in degrees.

    `areas` has `area_id`, `code` and shapes in EPSG:4326. A postcode outside every area belongs to the nearest within the
    tolerance, else to none.
    """
    linked = link(point_frame(range(len(lon)), lon.tolist(), lat.tolist()), areas, tolerance_m, metric_epsg)
    rows, homes = linked["asset_id"].to_numpy(np.int64), linked["area_id"].to_numpy(np.int64)
    empty = areas[~areas["area_id"].isin(homes)]
    inside = empty.geometry.representative_point()
    lon = np.concatenate([lon[rows], inside.x.to_numpy(float)])
    lat = np.concatenate([lat[rows], inside.y.to_numpy(float)])
    area_id = np.concatenate([homes, empty["area_id"].to_numpy(np.int64)])
    stand_in = np.concatenate([np.zeros(len(rows), bool), np.ones(len(empty), bool)])
    people = pd.Series(area_id).map(population).to_numpy(float) / pd.Series(area_id).groupby(area_id).transform("size").to_numpy(float)
    known = np.isfinite(people)
    place = in_metres(lon[known], lat[known], metric_epsg)
    return People(lon[known], lat[known], place[:, 0], place[:, 1], people[known], area_id[known], stand_in[known])


def inside(areas: gpd.GeoDataFrame, whole: gpd.GeoDataFrame, metric_epsg: int) -> NDArray[np.int64]:
    """The ids of the areas that are the place's own: a point inside each lies in `whole` (both EPSG:4326, as `link` wants areas)."""
    middle = areas.geometry.representative_point()
    linked = link(point_frame(areas["area_id"].tolist(), middle.x.tolist(), middle.y.tolist()), whole, 0.0, metric_epsg)
    return linked["asset_id"].to_numpy(np.int64)


def living_in(people: People, whole: gpd.GeoDataFrame, own: Ints, tolerance_m: float, metric_epsg: int) -> People:
    """The people whose point belongs to `whole` (EPSG:4326) by the rule of geo/patches.py.

    Outside it, within the tolerance, count only those of its own small areas (ids): beyond a border others live, on a river's bank
    nobody else.
    """
    points = point_frame(range(len(people.lon)), people.lon.tolist(), people.lat.tolist())
    held = link(points, whole, 0.0, metric_epsg)["asset_id"].to_numpy(np.int64)
    kept = np.zeros(len(points), bool)
    kept[held] = True
    near = points[~kept & np.isin(people.area_id, own)]
    kept[link(near, whole, tolerance_m, metric_epsg)["asset_id"].to_numpy(np.int64)] = True
    return People(*(getattr(people, each.name)[kept] for each in fields(People)))


def members(people: People, areas: gpd.GeoDataFrame, overlapping: bool, tolerance_m: float, metric_epsg: int) -> Members:
    """Which points are in which areas, by row of `areas` (`area_id`, `code`, shapes in EPSG:4326).

    Areas that do not overlap follow the rule of geo/patches.py; of those that do, every one that holds the point counts.
    """
    points = point_frame(range(len(people.lon)), people.lon.tolist(), people.lat.tolist())
    if overlapping:
        point_rows, area_rows = areas.sindex.query(points.geometry, predicate="intersects")
        return Members(point_rows.astype(np.int64), area_rows.astype(np.int64))
    linked = link(points, areas, tolerance_m, metric_epsg)
    row_of = pd.Series(np.arange(len(areas)), index=areas["area_id"])
    return Members(linked["asset_id"].to_numpy(np.int64), row_of.loc[linked["area_id"]].to_numpy(np.int64))


def nearest(people: Floats, targets: Floats, detour: float = DETOUR) -> Floats:
    """The walk in metres from each point to the nearest target; infinite where there is no target. Rows of x, y in metres."""
    if not len(targets):
        return np.full(len(people), np.inf)
    distance, _row = cKDTree(targets).query(people)
    return np.asarray(distance, float) * detour


def reachable(people: Floats, targets: Floats, limit_m: float, detour: float = DETOUR) -> Floats:
    """How many targets are within a walk of each point, by straight line times detour."""
    if not len(targets) or not len(people):
        return np.zeros(len(people))
    found = cKDTree(targets, leafsize=32).query_ball_point(people, limit_m / detour, return_length=True)
    return np.asarray(found, dtype=np.float64)


def by_area(people: People, areas: Members, count: int, value: Floats) -> Floats:
    """The sum over each area's people of a value of their point: of ones, how many people there are. `count` areas."""
    return np.asarray(np.bincount(areas.area, weights=(people.number * value)[areas.point], minlength=count), dtype=np.float64)


def median_by_area(people: People, areas: Members, count: int, walk: Floats) -> Floats:
    """The walk that half of each area's people need at most; not a number where nobody lives there."""
    order = np.lexsort((walk[areas.point], areas.area))
    area, point = areas.area[order], areas.point[order]
    weight = people.number[point]
    before = np.concatenate([[0.0], np.cumsum(weight)])
    first = np.searchsorted(area, np.arange(count), side="left")
    last = np.searchsorted(area, np.arange(count), side="right")
    # The first point at which half of the people are passed; a hair less than half, since sums of fractions are not exact.
    half = before[first] + (before[last] - before[first]) * (0.5 - 1e-12)
    found = np.searchsorted(before[1:], half, side="left")
    known = (last > first) & (before[last] > before[first])
    median = np.full(count, np.nan)
    median[known] = walk[point[np.minimum(found[known], len(point) - 1)]]
    return median
