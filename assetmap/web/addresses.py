"""What an address may hold, whatever page it asks for: numbers that fit the database, and text that is text."""

from typing import Any

from flask import Flask, request
from flask_babel import gettext as _
from werkzeug.routing import IntegerConverter, Map

from assetmap.errors import BadQuery

BIGGEST_ID = 2**31 - 1


class Number(IntegerConverter):
    """A whole number that a database can hold; there is no page at a bigger one."""

    regex = r"\d{1,10}"

    def __init__(self, map: Map, *args: Any, **kwargs: Any):
        super().__init__(map, *args, **({"max": BIGGEST_ID} | kwargs))


def register(app: Flask) -> None:
    """Check every address before anything is asked of the database."""
    app.url_map.converters["int"] = Number
    app.before_request(check)


def check() -> None:
    """BadQuery where an address holds the character NUL, which no database keeps."""
    if "\x00" in request.path or any("\x00" in value for _name, value in request.args.items(multi=True)):
        raise BadQuery([_("This address holds a character that cannot be read.")])
