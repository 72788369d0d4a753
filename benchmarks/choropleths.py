"""A shaded map of a made-up country of 35,000 areas, by tile: over HTTP, each beside the bare SQL it sends."""

import json
import resource
import sys
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap import db
from assetmap.models import AreaTile
from assetmap.services import places, tiles
from benchmarks.floors import compare
from benchmarks.measure import Report, Row, Run, once, side_by_side, timing
from benchmarks.town import Town
from tests import country

COLUMNS, ROWS = 200, 175
WORST_MS = 60.0
HEAVIEST_KB = 150.0
API = "/api/v1"
PACKED = {"Accept-Encoding": "gzip"}
SHADED = f"{API}/indicators/{country.INDICATOR}/tiles/{country.GEOGRAPHY}"


def measure(report: Report, town: Town) -> None:
    """Write the country where the register is smallest, for its size does not matter here; then measure its fullest tiles."""
    if any(row.database == town.database and row.what.startswith("areas tile") for row in report.rows):
        return
    areas = country.country(COLUMNS, ROWS)
    seconds = {"writing": once(lambda: write(town, areas)), "making the tiles": once(lambda: build(town))}
    note = f"the most memory so far is {peak_mb():,.0f} MB"
    for what, taken in seconds.items():
        report.add(
            lambda what=what, taken=taken: Row(town.database, town.size, f"{what}, {len(areas):,} areas", timing([taken]), note=note)
        )
    for level in levels(town):
        measure_level(report, town, level)
    first = over_http(town, f"{API}/indicators/{country.INDICATOR}/observations?geography={country.GEOGRAPHY}&limit=1")
    anew = side_by_side(first, before=lambda: changed(town))[0]
    report.add(lambda: Row(town.database, town.size, f"classes of {len(areas):,} areas after new figures", anew))


def measure_level(report: Report, town: Town, level: int) -> None:
    """The fullest tile of a level: outlines with classes, classes only, outlines only."""
    with Session(town.engine) as session:
        size = func.length(AreaTile.codes) + func.length(AreaTile.shapes)
        x, y, codes = session.execute(
            select(AreaTile.x, AreaTile.y, AreaTile.codes).where(AreaTile.z == level).order_by(size.desc()).limit(1)
        ).one()
    path = f"{SHADED}/{level}/{x}/{y}"
    weight = len(town.client.get(path, headers=PACKED).data) / 1000
    note = f"{len(json.loads(codes)):,} areas, {weight:.0f} of {HEAVIEST_KB:.0f} kB gzipped,"
    shaded = town.row(f"areas tile z{level}, shaded", WORST_MS, note)
    add(report, town, replace(shaded, too_heavy=weight > HEAVIEST_KB), over_http(town, path))
    add(report, town, town.row(f"areas tile z{level}, classes only", WORST_MS), over_http(town, f"{path}?only=classes"))
    outlines = f"{API}/areas/{country.GEOGRAPHY}/tiles/{level}/{x}/{y}"
    add(report, town, town.row(f"areas tile z{level}, outlines only", WORST_MS), over_http(town, outlines))


def add(report: Report, town: Town, row: Row, run: Run) -> None:
    """Measure a row beside its floor. It is its 95th percentile that has the limit, and the time of a tile is mostly packing it."""
    report.add(lambda: replace(slowest(compare(town.engine, row, run)), too_heavy=row.too_heavy))


def slowest(row: Row) -> Row:
    """The row with its 95th percentile in the place of its median, and its floor in words, since three times that is no limit."""
    floor = row.floor.p95 if row.floor else 0.0
    return replace(row, timing=replace(row.timing, median=row.timing.p95), floor=None, note=f"{row.note} bare SQL {floor:.1f}".strip())


def over_http(town: Town, path: str) -> Run:
    """Ask for a tile as a browser does, compressed, and insist on an answer."""
    client = town.client

    def run() -> None:
        answer = client.get(path, headers=PACKED)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}: {answer.text[:300]}")

    return run


def write(town: Town, areas: object) -> None:
    """Write the country."""
    with Session(db.writer(town.engine)) as session, session.begin():
        country.fill(session, areas)


def build(town: Town) -> None:
    """Make its tiles."""
    with Session(db.writer(town.engine)) as session, session.begin():
        tiles.build(session, country.geography(session).id)
        places.figures_changed(session)


def changed(town: Town) -> None:
    """Say that figures have changed, so that nothing that was kept of them counts."""
    with Session(db.writer(town.engine)) as session, session.begin():
        places.figures_changed(session)


def levels(town: Town) -> list[int]:
    """The zooms there are tiles of."""
    with Session(town.engine) as session:
        return list(tiles.pyramids(session)[country.GEOGRAPHY].levels)


def peak_mb() -> float:
    """The most memory this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
