"""Map tiles of areas in the API: their outlines, and the class that each is in by an indicator."""

import json

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assetmap.errors import BadQuery
from assetmap.services import areas, indicators, shades, tables, tiles
from assetmap.web import shading
from assetmap.web.api.answers import lasting, only
from assetmap.web.sessions import session

CLASSES = "classes"


def outlines(geography: str, z: int, x: int, y: int) -> Response:
    """The codes and the outlines of the areas in one tile."""
    only(())
    found = tiles.outlines(session(), areas.geography(session(), geography[:40]), z, x, y)
    return lasting(lambda: f'{{"codes":{found[0]},"shapes":{found[1]}}}')


def shaded(key: str, geography: str, z: int, x: int, y: int) -> Response:
    """The same with the class of each area; `only=classes` leaves out what a reader of the outlines has already."""
    args = only({"period", "only", *shading.NAMES})
    choice = shading.strictly(args)
    if args.get("only", CLASSES) != CLASSES:
        raise BadQuery([_("only must be '%(classes)s'.", classes=CLASSES)])
    row = indicators.get(session(), key[:80])
    owner, period = tables.asked(session(), row, tables.choices(session(), row), geography[:40], args.get("period", ""))
    found = tiles.outlines(session(), owner, z, x, y)

    def make() -> str:
        codes, shapes = found
        letters = shades.of_geography(session(), row, owner, period, choice).of(json.loads(codes))
        rest = "" if "only" in args else f'"codes":{codes},"shapes":{shapes},'
        return f'{{{rest}"classes":"{letters}"}}'

    return lasting(make)
