"""Links on a map in a network of 2,000 groups and 10,000 links: views nobody asked for before, beside a bare selection of the links.

The frames of the network are kept from before, as they are on a site in use; the answers are not. The floor selects the links with an
end in view and counts them by pair of cells with pandas, without marks, curves, names, notes or HTTP.
"""

from itertools import count

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap import db
from assetmap.models import Link
from assetmap.services import networks
from assetmap.services.networks import Network, Viewer
from benchmarks import network_town
from benchmarks.measure import Report, Row, Run, side_by_side
from benchmarks.town import Town

GROUPS, LINKS = 2000, 10000
LIMIT_MS = 50.0
ZOOMS = (12, 14, 16, 18)
SIDE_DEGREES = 2.5 * 360 / 2**8  # half the width of a large screen at zoom 8 is this, and half of it with every zoom more
LIKE = "/api/v1/networks/lines?example=no"


def measure(report: Report, town: Town) -> None:
    """Write the network where the register is smallest, for its size does not matter here; then look at it from near and far."""
    if any(row.database == town.database and row.what.startswith("links on a map") for row in report.rows):
        return
    ready(town)
    with Session(town.engine) as session:
        network = networks.known(session, Viewer.everyone)
    for zoom in ZOOMS:
        report.add(lambda zoom=zoom: look(town, network, zoom))
    report.add(lambda: chosen(town, network))


def ready(town: Town) -> None:
    """Write the network, unless another part has."""
    with Session(db.writer(town.engine)) as session, session.begin():
        if (session.scalar(select(func.count()).select_from(Link)) or 0) < LINKS:
            network_town.fill(session, GROUPS, LINKS)


def look(town: Town, network: Network, zoom: int) -> Row:
    """Views of one zoom, each moved a little from the last."""
    middle = network.nodes[["lon", "lat"]].mean().to_numpy()
    half = SIDE_DEGREES * 2.0 ** (8 - zoom)
    steps = count()
    client = town.client

    def box() -> tuple[float, ...]:
        lon, lat = middle + next(steps) * half / 1000
        return (lon - half, lat - half * 0.6, lon + half, lat + half * 0.6)

    def ours() -> None:
        answer = client.get(f"{LIKE}&zoom={zoom}&bbox={','.join(f'{edge:.6f}' for edge in box())}")
        if answer.status_code != 200 or answer.json["counts"]["links"] < LINKS:
            raise RuntimeError(answer.text[:300])

    ours()
    taken, floor = side_by_side(ours, bare(network, box, zoom))
    kilobytes = len(client.get(f"{LIKE}&zoom={zoom}", headers={"Accept-Encoding": "gzip"}).data) / 1000
    note = f"{kilobytes:.0f} kB gzipped for the whole place; floor: pandas, {floor.median:.1f}"
    # Reason: three times so small a floor is no limit for an answer that is written out and sent.
    return Row(town.database, town.size, f"links on a map, z{zoom}, {GROUPS:,} groups, {LINKS:,} links", taken, None, LIMIT_MS, note)


def chosen(town: Town, network: Network) -> Row:
    """The links of the group that has most."""
    ends = np.concatenate([network.links["source"].to_numpy(), network.links["target"].to_numpy()])
    names, counts = np.unique(ends.astype(str), return_counts=True)
    client, steps = town.client, count()

    def ours() -> None:
        client.get(f"{LIKE}&zoom=14&chosen={names[counts.argmax()]}&bbox={-0.1 - next(steps) / 1e5:.6f},51.4,0.1,51.6")

    (taken,) = side_by_side(ours)
    return Row(town.database, town.size, f"links on a map, of one group with {counts.max()}", taken, None, LIMIT_MS)


def bare(network: Network, box: object, zoom: int) -> Run:
    """The links with an end in a box, counted by pair of cells."""
    nodes, links = network.nodes, network.links

    def run() -> None:
        west, south, east, north = box()  # type: ignore[operator]
        at = nodes[["lon", "lat"]]
        inside = at["lon"].between(west, east) & at["lat"].between(south, north)
        cell = (at / (360 / 2**zoom / 4)).apply(np.floor)
        some = links[links["source"].map(inside) | links["target"].map(inside)]
        pairs = some[["source"]].join(cell, on="source").join(cell, on=some["target"], rsuffix="_to")
        pairs.groupby(["lon", "lat", "lon_to", "lat_to"]).size().nlargest(400)

    return run
