"""What a neighbour types into the forms, and how a page is read."""

import re
from html import unescape
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from assetmap.db import Base
from assetmap.models import Submission
from assetmap.services.submissions import seal

POSTCODE = "E1 0AA"
INSIDE = (-0.052098, 51.512497)
ASSET = {
    "name": "Shadwell Tool Library",
    "category": "equipment",
    "summary": "Drills and ladders to borrow",
    "holder": "community",
    "located": "postcode",
    "postcode": POSTCODE,
    "precision": "exact",
    "cost": "free",
}
GROUP = {"name": "Friends of the Ropewalk", "purpose": "We keep the Ropewalk gardens.", "kind": "informal", "areas": ["E05009317"]}


def asset(**more: Any) -> dict[str, Any]:
    """An asset as it is typed, with these changes."""
    return ASSET | more


def group(**more: Any) -> dict[str, Any]:
    """A group as it is typed, with these changes."""
    return GROUP | more


def faults(page: str) -> dict[str, str]:
    """The faults a page names in its summary, by the field that each links to."""
    summary = re.search(r'<div class="error-summary".*?</div>', page, re.DOTALL)
    found = re.findall(r'<li>(?:<a href="#([\w-]+)">)?(.*?)(?:</a>)?</li>', summary.group(0), re.DOTALL) if summary else []
    return {field: unescape(" ".join(words.split())) for field, words in found}


def value(page: str, name: str) -> str:
    """What a text field on the page holds."""
    tag = re.search(rf'<input\b[^>]*\bname="{name}"[^>]*>', page) or re.search(rf'<textarea\b[^>]*name="{name}"[^>]*>', page)
    if tag and tag.group(0).startswith("<input"):
        found = re.search(r'value="([^"]*)"', tag.group(0))
        return unescape(found.group(1)) if found else ""
    held = re.search(rf'<textarea\b[^>]*name="{name}"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    return unescape(held.group(1)).strip() if held else ""


def chosen(page: str, name: str) -> list[str]:
    """The values chosen among radios, boxes or options of a field."""
    tags = [tag for tag in re.findall(r"<input\b[^>]*>", page) if f'name="{name}"' in tag and " checked" in tag]
    picked = [re.search(r'value="([^"]*)"', tag).group(1) for tag in tags]  # type: ignore[union-attr]
    select_ = re.search(rf'<select\b[^>]*name="{name}".*?</select>', page, re.DOTALL)
    return picked + (re.findall(r'<option selected value="([^"]*)"', select_.group(0)) if select_ else [])


def token(page: str) -> str:
    """The page's token against forged requests."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, "this page has no token"
    return found.group(1)


def send(client: FlaskClient, path: str, typed: dict[str, Any]) -> str:
    """Send an entry that is accepted; gives its reference."""
    answer = client.post(path, data=typed)
    assert answer.status_code == 303, faults(answer.text) or answer.text[:500]
    return answer.headers["Location"].rsplit("/", 1)[-1]


def suggest(client: FlaskClient, **more: Any) -> str:
    """Suggest an asset as a visitor; gives its reference."""
    return send(client, "/assets/new", asset(**more))


def sessions(app: Flask) -> Session:
    """A look into the application's database."""
    return Session(app.extensions["engine"])


def counts(app: Flask) -> dict[str, int]:
    """How many rows each table has."""
    with sessions(app) as session:
        return {table.name: session.scalar(select(func.count()).select_from(table)) for table in Base.metadata.sorted_tables}


def submission(app: Flask, reference: str) -> Submission:
    """The entry that waits under a reference."""
    with sessions(app) as session:
        found = session.scalar(select(Submission).where(Submission.reference == reference))
        assert found is not None
        return found


def decide(steward: FlaskClient, app: Flask, number: int, action: str, **typed: object) -> TestResponse:
    """Approve, decline or change an entry as it stands now."""
    with sessions(app) as session:
        found = session.get(Submission, number)
        assert found is not None
        return steward.post(f"/moderation/{number}/{action}", data={"seen": seal(found), **typed})


def published(steward: FlaskClient, app: Flask, reference: str) -> int:
    """Approve an entry; gives the id of what is public now."""
    answer = decide(steward, app, submission(app, reference).id, "approve")
    assert answer.status_code == 303, answer.text[:500]
    return int(answer.headers["Location"].rsplit("/", 1)[-1])
