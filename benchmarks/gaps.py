"""Questions about gaps over the smallest areas, cold after a change of the register; beside the same walks from bare SQL and SciPy."""

import numpy as np
from scipy.spatial import cKDTree
from sqlalchemy.orm import Session

from assetmap.geo import cells
from assetmap.geo.reach import DETOUR, in_metres
from assetmap.services import areas, gaps, indicators, places
from assetmap.services.filters import Filters
from assetmap.services.gaps import Asked
from assetmap.services.gaps.residents import residents
from assetmap.services.vocabulary import vocabulary
from benchmarks.measure import Report, Row, side_by_side
from benchmarks.town import Town

LIMIT_MS, LIMIT_UP_TO = 1000.0, 100_000


def measure(report: Report, town: Town) -> None:
    """Measure a question about every entry, and one about things that an entry may leave unsaid."""
    for what, filters in questions(town).items():
        report.add(lambda what=what, filters=filters: compare(town, what, filters))  # type: ignore[misc]


def questions(town: Town) -> dict[str, Filters]:
    """What is asked for, by name."""
    with Session(town.engine) as session:
        words = vocabulary(session)
        return {
            "gaps, every entry": Filters(),
            "gaps, free and step-free": Filters(cost=("free",), access=(words.terms("access")[0].slug,)),
            "gaps, one kind": Filters(category=(words.categories[0].slug,)),
        }


def compare(town: Town, what: str, filters: Filters) -> Row:
    """One question by turns with its floor; every answer about the register is forgotten before each turn."""
    with Session(town.engine) as session:
        geography = areas.geographies(session)[-1]
        asked = Asked(places.current(session).lead_indicator, geography=geography.key, filters=filters)
        count = len(areas.in_geography(session, geography.key))
        indicators.get(session, asked.indicator)
        people, epsg = residents(session).people.places, places.current(session).metric_epsg

    def run() -> None:
        with Session(town.engine) as session:
            answer = gaps.ask(session, asked)
            if len(answer.rows) + len(answer.unknown) != count:
                raise RuntimeError("an area is missing from the answer")

    run()
    taken, floor = side_by_side(run, lambda: bare(town, people, epsg, asked.limit_m), before=town.change)
    limit = LIMIT_MS if town.size <= LIMIT_UP_TO else None
    return Row(town.database, town.size, what, taken, floor, limit, f"{count} areas")


def bare(town: Town, people: np.ndarray, epsg: int, limit_m: float) -> None:
    """Every entry's place by bare SQL, the nearest one of each postcode, and how many are within reach of it."""
    connection = town.engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("SELECT id, cell, cost, access_bits FROM assets WHERE cell IS NOT NULL")
        cell = np.array([row[1] for row in cursor.fetchall()], np.int64)
    finally:
        connection.rollback()
        connection.close()
    tree = cKDTree(in_metres(*cells.all_degrees(*cells.unweave(cell)), epsg))
    tree.query(people)
    tree.query_ball_point(people, limit_m / DETOUR, return_length=True)
