"""The made-up network that came with the place: the same frames, from one piece that no other table knows of."""

import pandas as pd
from sqlalchemy.orm import Session

from assetmap.graphs import frames
from assetmap.models import Example
from assetmap.services.networks.known import Network, Viewer
from assetmap.services.remember import remembered

KEY = "network"
TUPLES = ("areas", "themes", "audiences", "languages")


def example(session: Session) -> Network | None:
    """The example of the place, or none where it came without. Everything in it is public."""
    return remembered(session, "example of a network", lambda: _read(session))


def _read(session: Session) -> Network | None:
    row = session.get(Example, KEY)
    if row is None:
        return None
    nodes = [{**node, **{name: tuple(node.get(name, ())) for name in TUPLES}} for node in row.content["nodes"]]
    links: pd.DataFrame = frames.links_frame(row.content["links"])
    stands = links["ended_on"].isna()
    notices = frames.notices_frame(row.content["notices"])
    return Network(frames.nodes_frame(nodes), links[stands], links[~stands], notices, example=True, viewer=Viewer.everyone)
