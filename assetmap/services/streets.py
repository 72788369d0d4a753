"""The streets of this place, where somebody loaded them: kept, read, forgotten. The graph itself is in geo/streets.py."""

from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assetmap.errors import Fault, Faulty
from assetmap.geo import streets
from assetmap.geo.streets import Streets
from assetmap.models import StreetNetwork
from assetmap.services import places
from assetmap.services.remember import remembered_of_place


def load(session: Session, path: Path, source: str, licence: str) -> tuple[StreetNetwork, int]:
    """Keep the streets of a file instead of those before; gives them and how many loose pieces were left out."""
    missing = [name for name, text in (("source", source), ("licence", licence)) if not text.strip()]
    if missing:
        raise Faulty([Fault("say who published the streets and under which licence.", path.name, field=name) for name in missing])
    graph = streets.read_streets(path, places.current(session).metric_epsg)
    forget(session)
    row = StreetNetwork(
        name=path.name[:200],
        source=source.strip()[:300],
        licence=licence.strip()[:200],
        nodes=len(graph.nodes),
        edges=len(graph.edges),
        content=streets.pack(graph),
    )
    session.add(row)
    session.flush()
    return row, graph.dropped


def forget(session: Session) -> int:
    """Forget the streets; gives how many networks there were."""
    places.figures_changed(session)
    return int(session.execute(delete(StreetNetwork)).rowcount)  # type: ignore[attr-defined]


def current(session: Session) -> StreetNetwork | None:
    """The streets that are loaded, without the graph."""
    return session.scalar(select(StreetNetwork).order_by(StreetNetwork.id.desc()).limit(1))


def graph(session: Session, network: StreetNetwork) -> Streets | None:
    """The graph of loaded streets, or none where the place has changed the system it measures in since."""

    def read() -> Streets:
        content = session.scalar(select(StreetNetwork.content).where(StreetNetwork.id == network.id))
        return streets.unpack(bytes(content or b""))

    found = remembered_of_place(session, ("streets", network.id), read)
    return found if found.epsg == places.current(session).metric_epsg else None
