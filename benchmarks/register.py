"""A made-up register of any size on a loaded place: the same every time, clumped as real ones are, written in bulk."""

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from assetmap.db import writer
from assetmap.geo import cells
from assetmap.geo.frames import area_frame
from assetmap.models import Area, Cost, Group, GroupKind, Holder
from assetmap.services import patches, vocabulary
from assetmap.services.words import fold, in_name

SEED = 1993
BATCH = 50_000
PLACELESS = 0.03
APPROXIMATE = 0.02
IN_A_GROUP = 0.3
COMMON_WORD, RARE_WORD = "community", "beekeeping"
RARE_EVERY = 5_000
KINDS = (
    "club circle kitchen garden choir workshop library repair cafe clinic school forum mosque church hall studio "
    "playgroup orchestra allotment gym theatre museum bank pantry nursery surgery festival market walk archive"
)
STREETS = (
    "Cable Roman Brick Burdett Mile Commercial Hanbury Vallance Bethnal Salmon Poplar Manchester Cotton Narrow Wapping "
    "Chrisp Whitehorse Globe Cambridge Hackney Columbia Gosset Old Ford Tredegar Devons Violet Crisp Ferry Glengall Pier"
)
SYLLABLES = "ba co di fe go hu ja ke li mo na pe qui ro sa te ul va wi yo zan bri cla dro"
COLUMNS = (
    *("id", "name", "summary", "description", "category_id", "holder", "group_id", "address", "postcode", "x", "y", "cell"),
    *("approximate", "audience_bits", "language_bits", "access_bits", "cost", "opening_times", "website", "public_email"),
    *("public_phone", "source", "search_text", "created_at", "updated_at", "point"),
)
Row = tuple[Any, ...]


def fill(engine: Engine, size: int) -> None:
    """Replace the register with `size` made-up assets in the loaded place."""
    with Session(writer(engine)) as session, session.begin():
        rows = Maker(session, size).rows()
        cursor = session.connection().connection.cursor()
        write = write_spatialite if engine.dialect.name == "sqlite" else write_postgis
        write(cursor, rows)


def link(engine: Engine, tolerance_m: float) -> None:
    """Link every asset, as `assetmap link` does."""
    with Session(writer(engine)) as session, session.begin():
        patches.link_everything(session, tolerance_m)


def write_spatialite(cursor: Any, rows: Iterator[Row]) -> None:
    """Write rows into a SpatiaLite file; the word index is built once, at the end."""
    triggers = list(cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'asset_words_%'"))
    for name, _ in triggers:
        cursor.execute(f"DROP TRIGGER {name}")
    cursor.execute("DELETE FROM assets")
    marks = ", ".join(["?"] * (len(COLUMNS) - 1) + ["GeomFromWKB(?, 4326)"])
    cursor.executemany(f"INSERT INTO assets ({', '.join(COLUMNS)}) VALUES ({marks})", rows)
    cursor.execute("INSERT INTO asset_words (asset_words) VALUES ('rebuild')")
    cursor.execute("DELETE FROM known_words")
    cursor.execute("CREATE VIRTUAL TABLE temp.counted USING fts5vocab('main', 'asset_words', 'row')")
    cursor.execute("INSERT INTO known_words SELECT term, doc FROM temp.counted")
    cursor.execute("DROP TABLE temp.counted")
    for _, sql in triggers:
        cursor.execute(sql)


def write_postgis(cursor: Any, rows: Iterator[Row]) -> None:
    """Write rows into PostGIS by COPY, which reads a point as hexadecimal WKB (with its SRID set by the column)."""
    cursor.execute("DELETE FROM assets")  # what the place came with; a TRUNCATE would take every link along
    with cursor.copy(f"COPY assets ({', '.join(COLUMNS)}) FROM STDIN") as copy:
        for row in rows:
            point = row[-1]
            copy.write_row((*row[:-1], point and f"0101000020E6100000{point[5:].hex()}"))


class Maker:
    """Makes the rows of a register; one seed, so every run and both databases get the same."""

    def __init__(self, session: Session, size: int):
        self.size = size
        self.random = np.random.default_rng(SEED)
        self.words = vocabulary.read(session)
        self.kinds, self.streets = KINDS.split(), STREETS.split()
        self.spots, self.ground = hot_spots(session, self.random)
        self.groups = make_groups(session, len(self.spots), max(1, size // (200 * len(self.spots))))
        invented = ["".join(self.random.choice(SYLLABLES.split(), 3)) for _ in range(3000)]
        self.sentences = make_sentences(self.random, invented, 4000)

    def rows(self) -> Iterator[Row]:
        """The rows of the register, in the order of `COLUMNS`, the point as WKB."""
        numbers = count(1)
        spot, lon, lat = self.positions(self.size)
        # In the order of the map, as a place's package is loaded too.
        order = np.argsort(cells.weave(*cells.positions(lon, lat)), kind="stable")
        for start in range(0, self.size, BATCH):
            own = order[start : start + BATCH]
            yield from self.batch(numbers, spot[own], lon[own], lat[own])

    def batch(self, numbers: Iterator[int], spot: np.ndarray, lon: np.ndarray, lat: np.ndarray) -> Iterator[Row]:
        """The next rows, near these spots at these degrees."""
        random, size = self.random, len(spot)
        x, y = cells.positions(lon, lat)
        codes, points = cells.weave(x, y), shapely.to_wkb(shapely.points(lon, lat), byte_order=1)
        category = random.choice(len(self.words.categories), size, p=shares(len(self.words.categories)))
        columns = [
            spot,
            category,
            random.integers(0, len(self.kinds), size),
            random.integers(0, len(self.streets), size),
            random.integers(1, 300, size),
            random.integers(0, len(self.sentences), size),
            random.integers(0, len(self.sentences), size),
            random.choice([each.value for each in Holder], size, p=(0.1, 0.5, 0.25, 0.15)),
            random.choice([each.value for each in Cost], size, p=(0.4, 0.08, 0.2, 0.07, 0.25)),
            *(self.term_bits(kind, size) for kind in ("audience", "language", "access")),
            random.random(size) < PLACELESS,
            random.random(size) < APPROXIMATE,
            random.random(size) < IN_A_GROUP,
            x,
            y,
            codes,
        ]
        for number, point, *values in zip(numbers, points, *(column.tolist() for column in columns), strict=False):
            yield self.row(number, point, values)

    def row(self, number: int, point: bytes, values: list[Any]) -> Row:
        """One row from its random numbers."""
        spot, category, kind, street, door, first, second, holder, cost, *bits, placeless, approximate, in_a_group, x, y, cell = values
        known = self.words.categories[category]
        group_id, group_name = self.groups[spot][number % len(self.groups[spot])] if in_a_group else (None, "")
        extra = f" {RARE_WORD}" if number % RARE_EVERY == 0 else f" {COMMON_WORD}" if number % 5 < 2 else ""
        name = f"{self.streets[street]} Street{extra} {self.kinds[kind]}"
        address = "" if placeless else f"{door} {self.streets[street]} Street"
        summary, description = self.sentences[first], self.sentences[second]
        rest = f"{description} {fold(address)} e1 0aa e10aa {fold(known.name, group_name)}"
        folded = fold(name)
        text = f"{folded}\n{summary}\n{rest}\n{' '.join(map(in_name, folded.split()))}"
        place = (None, None, None) if placeless else (x, y, cell)
        shown = (name, summary, description, known.id, holder, group_id, address, "" if placeless else "E1 0AA", *place)
        facts = (approximate, *bits, cost, "Monday to Friday, 9am to 5pm", f"https://example.org/{number}", "", "")
        moment = "2025-01-01 00:00:00.000000"
        return (number, *shown, *facts, "made up", text, moment, moment, None if placeless else point)

    def positions(self, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Spot, longitude and latitude of points near the hot spots, none outside the place."""
        share = shares(len(self.spots))
        spot, lon, lat = np.empty(0, int), np.empty(0), np.empty(0)
        while len(spot) < size:
            tried = self.random.choice(len(self.spots), size, p=share)
            spread = self.random.gamma(2.0, 0.0008, size)
            tried_lon = self.spots[tried, 0] + self.random.normal(0, 1.6, size) * spread
            tried_lat = self.spots[tried, 1] + self.random.normal(0, 1.0, size) * spread
            inside = shapely.contains_xy(self.ground, tried_lon, tried_lat)
            spot, lon, lat = (np.append(old, new[inside]) for old, new in ((spot, tried), (lon, tried_lon), (lat, tried_lat)))
        return spot[:size], np.round(lon[:size], 6), np.round(lat[:size], 6)

    def term_bits(self, kind: str, size: int) -> np.ndarray:
        """The terms of each of `size` entries: none for half of them, else about three, some much more often than others."""
        terms = self.words.terms(kind)
        share = shares(len(terms))
        described = self.random.random(size) < 0.5
        bits = np.zeros(size, np.int64)
        for term, often in zip(terms, share, strict=True):
            bits |= (described & (self.random.random(size) < min(0.9, 3 * often))).astype(np.int64) << term.bit
        return bits


def shares(count: int) -> np.ndarray:
    """How often each of `count` things is chosen, the second half as often as the first, the third a third, and so on."""
    weight = 1 / np.arange(1, count + 1)
    return weight / weight.sum()


def hot_spots(session: Session, random: np.random.Generator, most: int = 300) -> tuple[np.ndarray, shapely.Geometry]:
    """The middles (degrees) of some of the place's smallest areas, and the ground they cover together."""
    smallest = select(Area.geography_id).where(Area.shape.is_not(None)).group_by(Area.geography_id).order_by(func.count().desc()).limit(1)
    query = select(Area.id, Area.geography_id, Area.code, func.ST_AsBinary(Area.shape))
    found = session.execute(query.where(Area.geography_id == session.scalar(smallest)).order_by(Area.code))
    frame = area_frame((number, owner, code, bytes(shape)) for number, owner, code, shape in found)
    chosen = random.permutation(len(frame))[:most]
    ground = shapely.union_all(frame.geometry.to_numpy())
    shapely.prepare(ground)
    return shapely.get_coordinates(frame.geometry.representative_point().to_numpy()[chosen]), ground


def make_groups(session: Session, spots: int, each: int) -> list[list[tuple[int, str]]]:
    """`each` new groups at every hot spot, as (id, name)."""
    groups = [Group(name=f"Friends of spot {spot}, {n}", kind=GroupKind.association) for spot in range(spots) for n in range(each)]
    session.add_all(groups)
    session.flush()
    made = [(group.id, group.name) for group in groups]
    return [made[start : start + each] for start in range(0, len(made), each)]


def make_sentences(random: np.random.Generator, words: Sequence[str], size: int) -> list[str]:
    """Sentences of invented words, a few of them everywhere and most of them rare."""
    share = shares(len(words))
    return [" ".join(random.choice(words, random.integers(8, 20), p=share)) for _ in range(size)]
