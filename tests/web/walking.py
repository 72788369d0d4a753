"""Every address of the site that can be looked at, with the arguments that would tell most of some groups and a place."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from assetmap.geo import cells
from assetmap.models import Area, Asset, LinkKind
from assetmap.web.access import MAY
from assetmap.web.exchange.views import FORMATS

# What no link can show in, or what is made of a page that is walked: with the reason.
LEFT_OUT = {
    "static": "files of ours",
    "bootstrap.static": "files of others",
    "security.login": "asks who you are",
    "security.logout": "ends the walk",
    "neighbourhoods.pdf": "neighbourhoods.sheet on paper; it takes seconds, and no two are alike",
}
# What asks nothing about networks: walked once, as it is. Whatever is not named here is asked everything.
PLAIN = {
    *(
        "gaps",
        "indicators",
        "patterns",
        "compare",
        "relations",
        "charts",
        "loads",
        "geographies",
        "drawn",
        "home",
        "security",
        "privacy",
        "consents",
    ),
    *("acts", "answers", "claims", "confirming", "entering", "kept", "me", "merging", "papers", "people", "photos", "reminders", "reports"),
    *("second_factor", "shortlists", "suggestions", "times", "versions", "weekly"),
    *("maps", "assets", "submissions", "moderation", "health", "groups.index", "groups.show", "groups.new", "links.show"),
    *("neighbourhoods.index", "neighbourhoods.show", "neighbourhoods.sheet", "neighbourhoods.table", "neighbourhoods.workbook"),
    *(
        "api.page",
        "api.openapi",
        "api.assets",
        "api.asset",
        "api.tile",
        "api.groups",
        "api.group",
        "api.areas",
        "api.area",
        "api.area_tile",
    ),
    *("api.neighbourhood", "api.indicators", "api.observations", "api.clusters", "api.crossing", "api.indicator_tile", "api.figure"),
    "api.gaps",
}
PARTS = (*("kind=", "around=", "area=", "theme=", "/groups", "/neighbourhoods", "/assets", "/links"),)
"""What makes an address one of a part of the network: there no count of hidden links may be told."""
MASKS = (
    (re.compile(r'nonce="[^"]*"|nonce-[\w-]+'), "nonce"),
    (re.compile(r'(name="csrf_token"[^>]*value=")[^"]*'), r"\1token"),
    (re.compile(r'(name="call" value="|id="call"[^>]*>[^<]*<strong>)[^"<]*'), r"\1number"),
    (re.compile(r'(<meta name="csrf-token" content=")[^"]*'), r"\1token"),
)


ONE_DATABASE = pytest.mark.parametrize("backend", ["spatialite"], indirect=True)
"""A walk takes half a minute; that both databases hide the same is seen by the first one, on both."""


@dataclass(frozen=True)
class Telling:
    """Numbers of some groups and of a place that hidden links name, where it is (degrees), and its area and category."""

    groups: tuple[int, ...]
    asset: int
    lon: float
    lat: float
    area: str
    theme: str
    links: tuple[int, ...] = tuple(range(1, 13))

    def values(self) -> dict[str, tuple[object, ...]]:
        """What each argument in an address of ours is given. A new argument needs a line here, so that it is walked."""
        x, y, _cell = cells.place(self.lon, self.lat)
        tiles = {"z": (14,), "x": (x >> (cells.ZOOM - 14),), "y": (y >> (cells.ZOOM - 14),)}
        numbers = {
            "group_id": self.groups[:2],
            "asset_id": (self.asset,),
            "submission_id": (1,),
            "load_id": (1,),
            "link_id": self.links,
            "entry_id": (self.asset,),
            "photo_id": (1,),
            "user_id": (1, 2),
            "number": (1, 2),
            "first": (self.groups[0], self.asset),
            "second": (self.groups[1], self.asset + 1),
        }
        texts = {"reference": ("none",), "code": (self.area,), "key": ("loneliness_pct",), "geography": ("ward25",), "kind": ("bars",)}
        texts |= {"subject": ("group", "asset"), "purpose": ("right",)}
        nothing = dict.fromkeys(("filename", "token", "ticket", "stored", "serial"), ("none",))
        return {**tiles, **numbers, **texts, **nothing, "name": ("assets-by-neighbourhood", "none"), "size": ("small",)}

    def questions(self) -> tuple[str, ...]:
        """The arguments of networks: parts of one, and the whole."""
        west, south, east, north = self.lon - 0.01, self.lat - 0.01, self.lon + 0.01, self.lat + 0.01
        kinds = [f"?kind={kind}" for kind in (LinkKind.funds, LinkKind.meets_at, LinkKind.trusted_contact)]
        around = [f"?around=g{self.groups[0]}&steps=1", f"?around=g{self.groups[1]}", f"?around=a{self.asset}"]
        where = [f"?area={self.area}", f"?area={self.area}&kind=co_runs&theme={self.theme}", f"?bbox={west},{south},{east},{north}&zoom=16"]
        about = [f"?theme={self.theme}", f"?near={self.lon},{self.lat}&theme={self.theme}&minutes=15", "?q=quillfeather"]
        one = [f"?group={self.groups[0]}", f"?chosen=g{self.groups[0]}"]
        return (*kinds, *around, *where, *about, *one, "", "?example=no", "?example=yes")

    def formats(self) -> tuple[str, ...]:
        """The files a network can be taken away as, of all of it and of a part."""
        return tuple(f"?format={kind}{part}" for kind in FORMATS for part in ("", f"&area={self.area}", f"&around=g{self.groups[0]}"))


def spot(session: Session) -> tuple[Asset, Area]:
    """A place that everybody may see exactly and that no group runs, and its neighbourhood."""
    some = select(Asset).where(Asset.cell.is_not(None), Asset.group_id.is_(None), Asset.approximate.is_(False)).order_by(Asset.id)
    found = ((asset, area) for asset in session.scalars(some) for area in asset.areas if area.geography.key == "ward25")
    return next(found)


def addresses(app: Flask, telling: Telling, full: bool = True) -> Iterator[str]:
    """Everything that can be looked at; without the arguments of networks unless `full`."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint in MAY and rule.endpoint not in LEFT_OUT:
            asks = telling.questions() if full and PLAIN.isdisjoint({rule.endpoint, rule.endpoint.split(".")[0]}) else ("",)
            asks += telling.formats() if rule.endpoint == "exchange.export" else ()
            for path in paths(app, rule, telling.values()):
                yield from (path + question for question in asks)


def paths(app: Flask, rule: Rule, values: Mapping[str, tuple[object, ...]]) -> Iterable[str]:
    """The paths of one rule, with every value of the argument that has most of them."""
    missing = set(rule.arguments) - set(values)
    assert not missing, f"{rule.endpoint}: give {missing} a telling value in tests/web/walking.py"
    adapter = app.url_map.bind("localhost")
    most = max((len(values[name]) for name in rule.arguments), default=1)
    given = ({name: values[name][min(turn, len(values[name]) - 1)] for name in rule.arguments} for turn in range(most))
    return dict.fromkeys(adapter.build(rule.endpoint, each, method="GET") for each in given)


def read(client: FlaskClient, walk: Iterable[str]) -> dict[str, str]:
    """What somebody reads at each address: its status and its body, without what is new in every answer."""
    return {path: body(client.get(path)) for path in walk}


def body(answer: TestResponse) -> str:
    """The status and the text of an answer; of a workbook or another archive the texts in it."""
    data = answer.get_data()
    assert answer.status_code < 500, answer.request.path
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = sorted(set(archive.namelist()) - {"docProps/core.xml"})  # which says when it was made
            data = b"\n".join(name.encode() + b"\n" + archive.read(name) for name in names)
    text = data.decode("utf-8", "replace")
    for mask, instead in MASKS:
        text = mask.sub(instead, text)
    return f"{answer.status_code} {answer.headers.get('Location', '')}\n{text}"


def whole(path: str) -> bool:
    """Whether an address tells about the whole place, where the number of hidden links may be told: what is found for somebody who
    wants to start something says beside it how much is known in the whole place."""
    return "/networks/find" in path or not any(part in path for part in PARTS)


def differing(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """The addresses at which something else is read."""
    assert set(before) == set(after)
    return [path for path in before if before[path] != after[path]]
