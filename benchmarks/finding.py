"""Finding local networks among 2,000 groups with 10,000 links, cold after a change of the register; beside bare SQL and SciPy."""

import numpy as np
from scipy.spatial import cKDTree
from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap import db
from assetmap.geo import cells
from assetmap.geo.reach import DETOUR, in_metres
from assetmap.models import Group
from assetmap.services import areas, networks, places
from assetmap.services.networks import finding
from assetmap.services.networks.known import Viewer
from assetmap.services.networks.wanted import Wanted
from assetmap.services.vocabulary import vocabulary
from benchmarks import network_town
from benchmarks.measure import Report, Row, side_by_side
from benchmarks.town import Town

LIMIT_MS, LIMIT_UP_TO = 2000.0, 100_000
MADE_UP = "Made-up group 1"


def measure(report: Report, town: Town) -> None:
    """Measure a question with everything in it, one about a place only, and one about the whole place."""
    fill(town)
    for what, wanted in questions(town).items():
        report.add(lambda what=what, wanted=wanted: compare(town, what, wanted))  # type: ignore[misc]


def fill(town: Town) -> None:
    """Add the groups and links, once."""
    with Session(db.writer(town.engine), expire_on_commit=False) as session, session.begin():
        if session.scalar(select(Group.id).where(Group.name == MADE_UP)) is None:
            network_town.fill(session)


def questions(town: Town) -> dict[str, Wanted]:
    """What is asked for, by name."""
    with Session(town.engine) as session:
        words, area = vocabulary(session), areas.neighbourhoods(session)[0]
        point = areas.middle(session, area)
        near = Wanted(point=point, home=area.code, place="the middle")
        theme, audience = words.categories[0].slug, words.terms("audience")[1].slug
        return {
            "find, a theme and an audience within 15 minutes": Wanted(
                theme=theme, audience=audience, point=point, home=area.code, place="the middle"
            ),
            "find, anything within 15 minutes": near,
            "find, an audience in the whole place": Wanted(audience=audience),
        }


def compare(town: Town, what: str, wanted: Wanted) -> Row:
    """One question by turns with its floor; the network itself is kept, the answer is not."""
    found = 0

    def run() -> None:
        nonlocal found
        with Session(town.engine) as session:
            answer = finding.ask(session, wanted)
            found = answer.group_count + answer.asset_count

    def ready() -> None:
        town.change()
        with Session(town.engine) as session:
            networks.known(session, Viewer.everyone)

    ready()
    run()
    taken, floor = side_by_side(run, lambda: bare(town, wanted), before=ready)
    limit = LIMIT_MS if town.size <= LIMIT_UP_TO else None
    return Row(town.database, town.size, what, taken, floor, limit, f"{found} found")


def bare(town: Town, wanted: Wanted) -> None:
    """Every entry's place by bare SQL, and those within the walk of the point."""
    with Session(town.engine) as session:
        epsg = places.current(session).metric_epsg
    connection = town.engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("SELECT id, cell, group_id, audience_bits FROM assets WHERE cell IS NOT NULL")
        cell = np.array([row[1] for row in cursor.fetchall()], np.int64)
    finally:
        connection.rollback()
        connection.close()
    lon, lat = wanted.point or (0.0, 51.0)
    tree = cKDTree(in_metres(*cells.all_degrees(*cells.unweave(cell)), epsg))
    tree.query_ball_point(in_metres(np.array([lon]), np.array([lat]), epsg), wanted.limit_m / DETOUR)
