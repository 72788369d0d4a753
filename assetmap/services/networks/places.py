"""Where each node of a network stands in a drawing of it, kept so that it stands there again on the next visit."""

from dataclasses import replace

import numpy as np
import pandas as pd
from sqlalchemy.orm import Session

from assetmap.services.networks.looks import Look, look
from assetmap.services.remember import remembered


def positions(session: Session, asked: Look) -> pd.DataFrame:
    """`x` and `y` of each node (any unit). Filters by kind and theme leave the others where they stand."""
    network = look(session, replace(asked, kinds=(), theme=""))
    return remembered(session, ("positions", network.digest), lambda: _circle(network.nodes))


def _circle(nodes: pd.DataFrame) -> pd.DataFrame:
    angle = np.linspace(0, 2 * np.pi, len(nodes), endpoint=False)
    return pd.DataFrame({"x": np.cos(angle), "y": np.sin(angle)}, index=nodes.index)
