"""A network as GraphML, which Gephi, Cytoscape, yEd, igraph and networkx read."""

import io
import re
from collections.abc import Mapping
from typing import Any

import networkx as nx
import pandas as pd

UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
BETWEEN = "|"


def graphml(nodes: pd.DataFrame, links: pd.DataFrame, about: Mapping[str, str]) -> bytes:
    """The nodes and links of graphs/frames.py as GraphML in UTF-8; `about` says what it is, as attributes of the graph.

    Every link is an edge of a directed graph that may have several between two nodes; `directed` is false where it holds both ways.
    What is not known is left out. Several values stand with '|' between them.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(**{name: _written(text) for name, text in about.items()})
    for node, row in nodes.iterrows():
        graph.add_node(str(node), label=_written(row["name"]), **_attributes(row.drop("name")))
    for link, row in links.iterrows():
        graph.add_edge(row["source"], row["target"], key=str(link), **_attributes(row.drop(["source", "target"])))
    target = io.BytesIO()
    nx.write_graphml_xml(graph, target, named_key_ids=True)
    return target.getvalue()


def _attributes(row: "pd.Series[Any]") -> dict[str, Any]:
    written = {str(name): _written(value) for name, value in row.items()}
    return {name: value for name, value in written.items() if value is not None and value != ""}


def _written(value: Any) -> Any:
    """A value as GraphML has it: text, number or truth; none where it is not known."""
    if isinstance(value, tuple):
        return BETWEEN.join(str(_written(each)) for each in value)
    if isinstance(value, str):
        return UNWRITABLE.sub("", value)
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return value.item() if hasattr(value, "item") else value
