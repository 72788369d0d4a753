"""Requests that bring a file, which are larger than others."""

from flask import request

from assetmap.web.access import may
from assetmap.web.sessions import settings

MEGABYTE = 1024 * 1024
MOST_FIELDS = 20_000


def make_room(blueprint: str, setting: str = "assetmap_upload_mb") -> None:
    """Raise the limits of a request to this blueprint that brings a file, or a form with a field for every column or name.

    `setting` names the one that says how many megabytes.
    """
    if request.method == "POST" and request.blueprint == blueprint and may(request.endpoint or ""):
        request.max_content_length = getattr(settings(), setting) * MEGABYTE + MEGABYTE
        request.max_form_memory_size = 4 * MEGABYTE
        request.max_form_parts = MOST_FIELDS
