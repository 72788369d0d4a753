"""The two frames every network is made of. Whoever makes one makes it here, so that all of them look alike.

Nodes (index `node`, a text): groups, and the assets that something links to.

| column | what |
|---|---|
| kind | `group` or `asset` |
| id | its number in the register; missing for an example |
| name | |
| summary | one sentence about it, or empty |
| detail | the kind of a group, or the category of an asset, as a slug |
| lon, lat | where it is, in degrees (EPSG:4326); missing where that is not known |
| approximate | whether only its surroundings are meant |
| areas | tuple of codes of the neighbourhoods it is or works in |
| themes, audiences, languages | tuples of slugs |
| runs_by | the node of the group that runs an asset; empty for groups, and where nobody says |
| answered_on | when the group last answered for its links (datetime64, UTC day); missing where it never did |

Links (index `link`, a text): those that stand, and, in a frame of their own, those that have ended.

| column | what |
|---|---|
| source, target | nodes; a link that holds both ways stands once |
| kind | see models/links.LinkKind |
| directed | whether it goes from source to target only |
| state | `confirmed` where both ends state it, `claimed` where one does, `observed` where only somebody else does |
| frequency, strength | how often; 4 weekly, 3 monthly, 2 yearly, 1 rarely or not known |
| since | a year; missing where not said |
| made_on, confirmed_on, ended_on | days on which the register learned of it (datetime64, UTC) |
| visibility | `public`, `shared` or `private` |
| stated_by | `source`, `target`, `both`, or empty |
| note, origin | what was said about it, and where that comes from |

Notices (no particular index): node, side, thing, words, weekdays (bits, Monday first; 0 any), until (datetime64), made_on.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

NODE_COLUMNS = {
    "kind": "str",
    "id": "Int64",
    "name": "str",
    "summary": "str",
    "detail": "str",
    "lon": "float64",
    "lat": "float64",
    "approximate": "bool",
    "areas": "object",
    "themes": "object",
    "audiences": "object",
    "languages": "object",
    "runs_by": "str",
    "answered_on": "datetime64[ns]",
}
LINK_COLUMNS = {
    "source": "str",
    "target": "str",
    "kind": "str",
    "directed": "bool",
    "state": "str",
    "frequency": "str",
    "strength": "int64",
    "since": "Int64",
    "made_on": "datetime64[ns]",
    "confirmed_on": "datetime64[ns]",
    "ended_on": "datetime64[ns]",
    "visibility": "str",
    "stated_by": "str",
    "note": "str",
    "origin": "str",
}
NOTICE_COLUMNS = {
    "node": "str",
    "side": "str",
    "thing": "str",
    "words": "str",
    "weekdays": "int64",
    "until": "datetime64[ns]",
    "made_on": "datetime64[ns]",
}
STRENGTHS = {"weekly": 4, "monthly": 3, "yearly": 2, "rarely": 1, "unknown": 1}
EMPTY: dict[str, Any] = {"str": "", "bool": False, "object": (), "int64": 0}
Record = Mapping[str, Any]


def nodes_frame(records: Iterable[Record]) -> pd.DataFrame:
    """Nodes from records that have a `node` and any of the columns; what a record leaves out is empty."""
    return _frame(records, NODE_COLUMNS, "node")


def links_frame(records: Iterable[Record]) -> pd.DataFrame:
    """Links from records that have a `link` and any of the columns; the strength follows from the frequency."""
    rows = [{**row, "strength": STRENGTHS[row.get("frequency", "unknown")]} for row in records]
    return _frame(rows, LINK_COLUMNS, "link")


def notices_frame(records: Iterable[Record]) -> pd.DataFrame:
    """Notices from records that have any of the columns."""
    return _frame(records, NOTICE_COLUMNS, None)


def digest(*parts: pd.DataFrame) -> str:
    """A text that is the same for the same frames and another for any others, for keeping what was worked out of them."""
    made = hashlib.sha256()
    for frame in parts:
        made.update(repr(list(frame.index)).encode())
        for column in frame.columns:
            made.update(repr(frame[column].tolist()).encode())
    return made.hexdigest()


def _frame(records: Iterable[Record], columns: Mapping[str, str], index: str | None) -> pd.DataFrame:
    rows = list(records)
    data = {name: _column([row.get(name) for row in rows], kind) for name, kind in columns.items()}
    names = pd.Index([row[index] for row in rows], name=index, dtype="object") if index else None
    return pd.DataFrame(data, index=names).set_axis(list(columns), axis=1) if index else pd.DataFrame(data)


def _column(values: list[Any], kind: str) -> Any:
    missing = EMPTY.get(kind)
    filled = values if missing is None else [missing if value is None else value for value in values]
    if kind.startswith("datetime"):
        return pd.to_datetime(pd.Series(values, dtype="object"), utc=True).dt.tz_localize(None).dt.normalize().array.as_unit("ns")
    return pd.Series(filled, dtype="object" if kind == "str" else kind).array
