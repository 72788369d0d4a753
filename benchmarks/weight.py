"""What the map page weighs beside plain Folium with the same assets, and how long both take to make."""

import gzip
import re

import folium
from folium.plugins import MarkerCluster
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap.models import Asset
from assetmap.paths import STATIC
from assetmap.services.filters import Filters
from benchmarks import clusters
from benchmarks.measure import Report, Row, Run, once, side_by_side, timing
from benchmarks.town import Town

HEAVIEST_KB = 60.0
FIRST_ZOOM = 12
MOST_FOR_FOLIUM = 10_000  # ten times as many take minutes


def measure(report: Report, town: Town) -> None:
    """Weigh the map page; where the register is small enough for it, make the same map with plain Folium."""
    html = town.client.get("/map").get_data()
    scripts = own_scripts(html.decode())
    weight = compressed(html) + sum(compressed(text) for text in scripts.values())
    with Session(town.engine) as session:
        tile = clusters.fullest(session, FIRST_ZOOM)
    page, first_tiles = over_http(town), clusters.over_http(town, tile, Filters())
    note = f"{weight:.1f} of {HEAVIEST_KB:.0f} kB gzipped: {compressed(html):.1f} of HTML, the rest {len(scripts)} scripts of ours"
    heavy = weight > HEAVIEST_KB
    taken = side_by_side(lambda: (page(), first_tiles()), before=town.change)[0]
    report.add(lambda: Row(town.database, town.size, "our map page and its fullest first tile, cold", taken, note=note, too_heavy=heavy))
    if town.size <= MOST_FOR_FOLIUM:
        made: list[bytes] = []
        seconds = once(lambda: made.append(plain_folium(town)))
        note = f"{len(made[0]) / 1e6:.1f} MB of HTML, {compressed(made[0]) / 1000:.1f} MB gzipped"
        report.add(lambda: Row(town.database, town.size, "plain Folium with MarkerCluster", timing([seconds]), note=note))


def over_http(town: Town) -> Run:
    """Ask for the map page."""
    client = town.client
    return lambda: client.get("/map")


def own_scripts(html: str) -> dict[str, bytes]:
    """Every script of ours that the page loads, and those that they import, by name."""
    waiting = re.findall(r"/static/(js/[\w./-]+\.js)", html)
    found: dict[str, bytes] = {}
    while waiting:
        name = waiting.pop()
        file = STATIC / name
        if name not in found and file.is_file():
            found[name] = file.read_bytes()
            waiting += [f"js/{each}" for each in re.findall(r"""from\s+["']\./([\w.-]+\.js)""", file.read_text())]
    return found


def compressed(text: bytes) -> float:
    """Kilobytes after gzip."""
    return len(gzip.compress(text, 6)) / 1000


def plain_folium(town: Town) -> bytes:
    """The same assets as markers of Folium's own, all of them in the page."""
    with Session(town.engine) as session:
        rows = session.execute(select(Asset.name, func.ST_X(Asset.point), func.ST_Y(Asset.point)).where(Asset.cell.is_not(None))).all()
    drawn = folium.Map(location=[rows[0][2], rows[0][1]], zoom_start=FIRST_ZOOM)
    markers = MarkerCluster().add_to(drawn)
    for name, lon, lat in rows:
        folium.Marker([lat, lon], popup=name).add_to(markers)
    return bytes(drawn.get_root().render(), "utf-8")
