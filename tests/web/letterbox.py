"""What waits in the box of letters, and the links in it, for tests that follow them."""

import re

from flask import Flask
from sqlalchemy import select

from assetmap.models import Letter
from tests.web.typed import sessions


def letters(app: Flask, kind: str = "") -> list[Letter]:
    """The letters that wait, of a kind or of all, the oldest first."""
    with sessions(app) as session:
        found = list(session.scalars(select(Letter).order_by(Letter.id)))
    return [letter for letter in found if not kind or letter.kind == kind]


def link(app: Flask, kind: str) -> str:
    """The path of the first link in the last letter of a kind."""
    found = re.search(r"https?://[^/\s]+(/\S+)", letters(app, kind)[-1].body)
    assert found
    return found.group(1)
