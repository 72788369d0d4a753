"""Photos in the API: where each picture is, what can be seen in it, and its size in pixels."""

from typing import Any

from flask import url_for

from assetmap.models import Subject
from assetmap.services import photos
from assetmap.web.sessions import session


def described(subject: Subject, entry_id: int) -> list[dict[str, Any]]:
    """The approved photos of an entry."""
    return [
        {
            "description": photo.description,
            "url": url_for("photos.picture", stored=photo.stored, size="large"),
            "small_url": url_for("photos.picture", stored=photo.stored, size="small"),
            "width": photo.width,
            "height": photo.height,
        }
        for photo in photos.of_entry(session(), subject, entry_id)
    ]
