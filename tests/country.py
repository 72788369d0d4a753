"""A made-up country of any number of areas: a quilt of bent quadrilaterals with winding borders that neighbours share exactly."""

import geopandas as gpd
import numpy as np
import shapely
from geoalchemy2 import WKBElement
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from assetmap.geo.frames import DEGREES
from assetmap.models import Area, Geography, Indicator, Measure, Method, Observation, Polarity, ValueState

GEOGRAPHY, INDICATOR, PERIOD = "hundred", "made_up", "2026"
UNKNOWN = 0.02  # share of areas whose value is not known

SEED = 1707
WEST, SOUTH, EAST, NORTH = -5.6, 50.1, 1.7, 55.7  # about as large as England
BENDS = 24  # pieces that a border between two corners bends in, so that an area has about a hundred corners
SHIFT, WIND = 0.2, 0.06  # how far corners move and borders wind, as shares of an area's side


def country(
    columns: int, rows: int, box: tuple[float, float, float, float] = (WEST, SOUTH, EAST, NORTH), bends: int = BENDS
) -> gpd.GeoDataFrame:
    """`columns` times `rows` areas that cover a box (west, south, east, north) without gaps, in EPSG:4326, in code order."""
    random = np.random.default_rng(SEED)
    nodes = np.stack(np.meshgrid(np.arange(columns + 1.0), np.arange(rows + 1.0)), axis=-1)  # [row, column, (x, y)]
    nodes += random.uniform(-SHIFT, SHIFT, nodes.shape)
    along = borders(nodes[:, :-1], nodes[:, 1:], bends, random)  # from west to east
    across = borders(nodes[:-1], nodes[1:], bends, random)  # from south to north
    sides = (along[:-1], across[:, 1:], along[1:, :, ::-1], across[:, :-1, ::-1])
    rings = np.concatenate([side[:, :, :-1] for side in sides], axis=2).reshape(columns * rows, -1, 2)
    west, south, east, north = box
    rings = rings / [columns, rows] * [east - west, north - south] + [west, south]
    shapes = shapely.polygons(np.concatenate([rings, rings[:, :1]], axis=1))
    codes = [f"X01{number:06d}" for number in range(len(shapes))]
    names = [f"Hundred {1 + number // 1000:03d}{number % 1000:03d}" for number in range(len(shapes))]
    return gpd.GeoDataFrame({"code": codes, "name": names, "other_name": ""}, geometry=shapes, crs=DEGREES)


def borders(start: np.ndarray, end: np.ndarray, bends: int, random: np.random.Generator) -> np.ndarray:
    """A winding line from each start to its end: [row, column, corner, (x, y)]."""
    share = np.linspace(0, 1, bends + 1)
    waves = sum(random.uniform(-1, 1, (*start.shape[:2], 1)) * np.sin(np.pi * share * number) / number for number in (1, 2, 3, 5, 8, 11))
    step = (end - start)[:, :, None, :]
    side = np.stack([-step[..., 1], step[..., 0]], axis=-1)
    return start[:, :, None, :] + step * share[:, None] + side * (WIND * waves)[..., None]


def fill(session: Session, areas: gpd.GeoDataFrame) -> Geography:
    """Write the areas as a geography of their own, and an indicator with a value for nearly all of them; gives the geography.

    Their tiles are not made, and nobody is told of the change.
    """
    geography = Geography(key=GEOGRAPHY, name="Hundred", plural="Hundreds", vintage="made up", level=9, source="made up", licence="made up")
    session.add(geography)
    session.flush()
    shapes = [WKBElement(shape, srid=4326) for shape in shapely.to_wkb(shapely.multipolygons(areas.geometry.to_numpy()[:, None]))]
    rows = zip(areas["code"], areas["name"], shapes, strict=True)
    found = session.scalars(
        insert(Area).returning(Area.id, sort_by_parameter_order=True),
        [{"geography_id": geography.id, "code": code, "name": name, "shape": shape} for code, name, shape in rows],
    )
    write_values(session, list(found), areas)
    return geography


def write_values(session: Session, numbers: list[int], areas: gpd.GeoDataFrame) -> None:
    """A value for nearly every area (id): waves over the country, and some noise."""
    random = np.random.default_rng(SEED)
    x, y = shapely.get_coordinates(shapely.centroid(areas.geometry.to_numpy())).T
    known = random.random(len(x)) >= UNKNOWN
    values = np.round(20 + 8 * np.sin(3 * x) * np.cos(4 * y) + random.normal(0, 2, len(x)), 2)
    words = dict.fromkeys(("description", "cannot_tell", "unit", "source", "publisher", "licence"), "made up")
    kinds = {"measure": Measure.score, "polarity": Polarity.low, "method": Method.measured}
    indicator = Indicator(key=INDICATOR, title="A made-up score", position=999, **words, **kinds)
    session.add(indicator)
    session.flush()
    rows = [
        {
            **{"indicator_id": indicator.id, "period": PERIOD, "area_id": number, "value": value if is_known else None},
            **{"lower": None, "upper": None, "state": ValueState.known if is_known else ValueState.missing},
        }
        for number, value, is_known in zip(numbers, values.tolist(), known.tolist(), strict=True)
    ]
    session.execute(insert(Observation), rows)
    session.flush()


def geography(session: Session) -> Geography:
    """The country's geography."""
    return session.scalars(select(Geography).where(Geography.key == GEOGRAPHY)).one()
