"""Brokers: those through whom the shortest ways between others lead."""

import numpy as np
import pandas as pd
import rustworkx as rx

from assetmap.graphs.ties import Ties


def brokers(ties: Ties) -> pd.DataFrame:
    """Every node (index `node`), most between others first: `pairs`, between how many pairs of others the shortest way leads through
    it (betweenness as Freeman defines it, exact; a pair with several equally short ways counts in shares), and `share` of all pairs."""
    count = len(ties.nodes)
    every = (count - 1) * (count - 2) / 2
    found = rx.betweenness_centrality(ties.graph, normalized=False) if count else {}
    pairs = np.array([found[number] for number in range(count)], dtype=np.float64)
    frame = pd.DataFrame({"pairs": pairs, "share": pairs / every if every else pairs}, index=pd.Index(ties.nodes, name="node"))
    return frame.sort_values("pairs", ascending=False, kind="stable")
