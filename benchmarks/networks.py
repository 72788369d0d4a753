"""A network of 2,000 groups and 10,000 links: its frames, what is found out about it, and its layout, beside bare networkx."""

from collections.abc import Callable
from dataclasses import replace

import networkx as nx
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap.graphs.graph import graph_of
from assetmap.graphs.layout import layout
from assetmap.models import Link
from assetmap.services import networks, remember
from assetmap.services.networks import Network, Viewer
from assetmap.services.networks.findings import findings
from benchmarks import floors, network_town
from benchmarks.measure import Report, Row, nothing, once, side_by_side, timing
from benchmarks.pages import over_http
from benchmarks.town import Town

GROUPS, LINKS = 2000, 10_000
COLD_MS, LAYOUT_MS = 2000.0, 1000.0


def measure(report: Report, town: Town) -> None:
    """Measure it all; the groups and links stay in the town."""
    with Session(town.engine, expire_on_commit=False) as session:
        if (session.scalar(select(func.count()).select_from(Link)) or 0) < LINKS:
            network_town.fill(session, GROUPS, LINKS)
            session.commit()
    with Session(town.engine) as session:
        network = networks.known(session, Viewer.everyone)
        graph = graph_of(network.nodes, network.links)
        report.add(lambda: frames(town, session))
        bare = once(lambda: with_networkx(network, graph))
        report.add(lambda: found(town, session, bare))
        report.add(lambda: kept(town, session))
        drawn = once(lambda: nx.spring_layout(graph, seed=1))
        report.add(lambda: laid_out(town, network, drawn))
    report.add(lambda: page(town))


def frames(town: Town, session: Session) -> Row:
    """Reading the whole network; the bare statements, which build no frames, are noted beside it and are no limit."""
    row = town.row(f"frames of {GROUPS:,} groups and {LINKS:,} links")
    made = floors.compare(town.engine, row, lambda: networks.known(session, Viewer.everyone), before=remember.forget)
    bare = made.floor.median if made.floor else 0.0
    return replace(made, floor=None, note=f"{made.note}, bare {bare:.0f} ms")


def found(town: Town, session: Session, bare: float) -> Row:
    """Reading it and finding everything out, cold, beside the same measures by networkx (once: it takes long)."""

    def run() -> None:
        findings(session, networks.known(session, Viewer.everyone))

    run()
    return compared(town, "all findings cold, from the database", run, bare, COLD_MS, "floor: bare networkx")


def kept(town: Town, session: Session) -> Row:
    """Asking for them again."""

    def run() -> None:
        findings(session, networks.known(session, Viewer.everyone))

    run()
    (taken,) = side_by_side(run, before=nothing)
    return Row(town.database, town.size, "all findings kept", taken)


def laid_out(town: Town, network: Network, bare: float) -> Row:
    """The layout, beside that of networkx (once)."""
    return compared(town, "layout", lambda: layout(network.nodes, network.links), bare, LAYOUT_MS, "floor: networkx spring_layout")


def page(town: Town) -> Row:
    """The page of the whole network, after something has changed."""
    ask = over_http(town, "/networks")
    ask()

    def anew() -> None:
        remember.forget()
        town.change()

    (taken,) = side_by_side(ask, before=anew)
    return Row(town.database, town.size, "/networks, with nothing kept", taken, limit=COLD_MS)


def compared(town: Town, what: str, run: Callable[[], object], bare: float, limit: float, note: str) -> Row:
    """Our time, cold each time, beside one that was taken once."""
    (taken,) = side_by_side(run, before=remember.forget)
    return Row(town.database, town.size, what, taken, timing([bare, bare]), limit, note)


def with_networkx(network: Network, graph: "nx.Graph[str]") -> None:
    """What the findings need, each by the function of networkx that gives it."""
    list(nx.connected_components(graph))
    list(nx.isolates(graph))
    nx.betweenness_centrality(graph)
    list(nx.bridges(graph))
    list(nx.articulation_points(graph))
    nx.density(graph.subgraph(network.groups.index))
