"""Where each node of a network stands in a drawing of it, kept so that it stands there again on the next visit."""

from dataclasses import replace

import pandas as pd
from sqlalchemy.orm import Session

from assetmap.graphs.layout import layout
from assetmap.services.networks.looks import Look, look
from assetmap.services.remember import remembered_by_content


def positions(session: Session, asked: Look) -> pd.DataFrame:
    """`x` and `y` of each node, as graphs/layout says. Filters by kind and theme leave the others where they stand."""
    network = look(session, replace(asked, kinds=(), theme=""))
    return remembered_by_content((network.digest,), "positions", lambda: layout(network.nodes, network.links))
