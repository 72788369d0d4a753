"""Parts of a network: what is inside an area, and what is left when one looks at some of it only."""

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.graphs.graph import with_own_assets
from assetmap.models import Area, Asset
from assetmap.services import areas, groups, places
from assetmap.services.filters import lies_in
from assetmap.services.networks.known import Network, known
from assetmap.services.remember import remembered


def inside(session: Session, network: Network, area: Area) -> frozenset[str]:
    """The nodes that are in an area, work there or run something there. Of an example, those that name its neighbourhoods."""
    if area.id == areas.whole(session).id:
        return frozenset(network.nodes.index)
    if network.example:
        return _invented(session, network, area)
    viewer = network.viewer  # what is kept is of all this viewer sees: this network may be a part only, and the next one another
    here = remembered(session, ("assets inside", area.id, viewer), lambda: _assets_in(session, area, known(session, viewer)))
    return frozenset(f"g{number}" for number in groups.ids_in(session, area)) | (here & set(network.assets.index))


def within(network: Network, nodes: Collection[str]) -> Network:
    """What is left of a network among these nodes: links with both ends among them. The count of hidden links is not told for a part."""
    keep = network.nodes.index.isin(list(nodes))
    kept = set(network.nodes.index[keep])
    links, ended = (frame[frame["source"].isin(kept) & frame["target"].isin(kept)] for frame in (network.links, network.ended))
    notices = network.notices[network.notices["node"].isin(kept)]
    return replace(network, nodes=network.nodes[keep], links=links, ended=ended, notices=notices, hidden=None)


def reaching(network: Network, nodes: Collection[str]) -> Network:
    """These nodes with all their links, also those that lead out of them and those of what they run elsewhere: what is at the other
    ends is `beyond`."""
    own = with_own_assets(network.nodes, nodes)
    links, ended = (frame[frame["source"].isin(own) | frame["target"].isin(own)] for frame in (network.links, network.ended))
    part = within(network, {*nodes, *links["source"], *links["target"]})
    here = part.notices[part.notices["node"].isin(nodes)]
    return replace(part, links=links, ended=ended, notices=here, beyond=frozenset(part.nodes.index) - frozenset(nodes))


def _assets_in(session: Session, area: Area, network: Network) -> frozenset[str]:
    here = (f"a{number}" for number in session.scalars(select(Asset.id).where(lies_in(session, area))))
    return frozenset(here) & set(network.assets.index)


def _invented(session: Session, network: Network, area: Area) -> frozenset[str]:
    codes = {area.code}
    if area.geography.key != places.current(session).neighbourhood_geography:
        codes = {each.code for geography, smaller in areas.smaller(session, area) for each in smaller if geography.key == _lead(session)}
    return frozenset(str(node) for node, own in network.nodes["areas"].items() if codes & set(own))


def _lead(session: Session) -> str:
    return places.current(session).neighbourhood_geography
