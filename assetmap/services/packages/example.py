"""The made-up network of a package: laid by as one piece, dated back from the day it is loaded, so that it never grows old."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
from sqlalchemy.orm import Session

from assetmap.models import Example
from assetmap.models.columns import now
from assetmap.models.links import DIRECTED, LinkKind
from assetmap.services.networks.example import KEY
from assetmap.services.packages.example_checks import ASSET, CONNECTIONS, ELEMENTS, bars, kind_of, notice
from assetmap.services.packages.package import Package

MONTH_DAYS = 365.25 / 12
ORIGIN = "Invented as an example"


def write(session: Session, package: Package) -> None:
    """Put the package's example where it belongs; where the package has none, none stays."""
    row = session.get(Example, KEY)
    if package.table(ELEMENTS).empty:
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(Example(key=KEY, content=content(package, now().date())))
    else:
        row.content = content(package, now().date())
    session.flush()


def content(package: Package, today: date) -> dict[str, Any]:
    """The nodes, links and notices of a checked package as graphs/frames.py wants them, their dates as ISO texts."""
    elements, connections = package.table(ELEMENTS).to_dict("records"), package.table(CONNECTIONS).to_dict("records")
    nodes = _names(package.table(ELEMENTS))
    return {
        "nodes": [_node(row, nodes, today) for row in elements],
        "links": [_link(number, row, nodes, today) for number, row in enumerate(connections, 1)],
        "notices": [each for row in elements for each in _notices(row, nodes, today)],
    }


def _names(table: pd.DataFrame) -> dict[str, str]:
    """The node of each label: xg1, xg2, ... for groups, xa1, ... for assets."""
    numbers = table.groupby("Type").cumcount() + 1
    letters = table["Type"].eq(ASSET).map({True: "xa", False: "xg"})
    return dict(zip(table["Label"], letters + numbers.astype(str), strict=True))


def _node(row: dict[Any, Any], nodes: dict[str, str], today: date) -> dict[str, Any]:
    is_asset = row["Type"] == ASSET
    placed = row["Longitude"] != "" and row["Latitude"] != ""
    return {
        "node": nodes[row["Label"]],
        "kind": "asset" if is_asset else "group",
        "name": row["Label"],
        "summary": row["Description"],
        "detail": next(iter(bars(row["Tags"])), "") if is_asset else row["Kind"],
        "lon": float(row["Longitude"]) if placed else None,
        "lat": float(row["Latitude"]) if placed else None,
        "approximate": placed,
        "areas": bars(row["Areas"]),
        "themes": bars(row["Tags"]),
        "audiences": bars(row["Audiences"]),
        "languages": bars(row["Languages"]),
        "runs_by": nodes.get(row["Run by"], ""),
        "answered_on": _ago(today, row["Answered months ago"]),
    }


def _link(number: int, row: dict[Any, Any], nodes: dict[str, str], today: date) -> dict[str, Any]:
    kind, source, target = LinkKind(kind_of(row["Type"])), nodes[row["From"]], nodes[row["To"]]
    made = int(row["Made months ago"])
    return {
        "link": f"x{number}",
        "source": source,
        "target": target,
        "kind": str(kind),
        "directed": kind in DIRECTED or target.startswith("xa"),
        "state": row["State"],
        "frequency": row["Frequency"],
        "since": today.year - int(row["Since years ago"]) if row["Since years ago"] else None,
        "made_on": _ago(today, str(made)),
        "confirmed_on": _ago(today, str(max(made - 1, 0))) if row["State"] == "confirmed" else None,
        "ended_on": _ago(today, row["Ended months ago"]),
        "visibility": "public",
        "stated_by": {"confirmed": "both", "claimed": "source"}.get(row["State"], ""),
        "note": row["Description"],
        "origin": ORIGIN,
    }


def _notices(row: dict[Any, Any], nodes: dict[str, str], today: date) -> list[dict[str, Any]]:
    made = _ago(today, row["Answered months ago"] or "1")
    return [
        {"node": nodes[row["Label"]], "side": side, "thing": thing, "weekdays": days, "words": words, "made_on": made}
        for column, side in (("Needs", "need"), ("Offers", "offer"))
        for thing, days, words in map(notice, bars(row[column]))
    ]


def _ago(today: date, months: str) -> str | None:
    """The day so many months ago; none where nothing is said."""
    return (today - timedelta(days=round(int(months) * MONTH_DAYS))).isoformat() if months else None
