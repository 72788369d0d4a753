"""What hangs together, and who hangs on nothing."""

import numpy as np
import pandas as pd

from assetmap.graphs.ties import Ties


def components(ties: Ties) -> pd.DataFrame:
    """Each component with two groups or more, the largest first (index `component`): `groups`, how many; `nodes`, a tuple."""
    order = np.argsort(ties.component, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(ties.component[order])) + 1) if len(order) else []
    rows = [(int(ties.is_group[part].sum()), tuple(ties.nodes[part])) for part in parts]
    kept = sorted((row for row in rows if row[0] > 1), key=lambda row: (-row[0], -len(row[1]), row[1]))
    return pd.DataFrame(kept, columns=["groups", "nodes"]).rename_axis("component")


def alone(ties: Ties) -> tuple[str, ...]:
    """The groups that no link is known for, and that run nothing that others are linked to."""
    return tuple(ties.nodes[ties.is_group & (ties.degree == 0)])
