"""What a browser may load and run on our pages: our own files, a nonce for our own script, and the map's tiles."""

import re
import secrets
from urllib.parse import urlsplit

from flask import Flask, g, request
from flask import session as cookie
from werkzeug.wrappers import Response

from assetmap.services.networks import Viewer
from assetmap.web.sessions import settings

SIGNED_IN = "_user_id"
"""What the sign-in library writes into the cookie of whoever has signed in."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
PRIVATE = (
    "moderation.",
    "queue.",
    "notes.",
    "answers.",
    "weekly.",
    "security.",
    "entering.",
    "me.",
    "people.",
    "claims.",
    "kept.",
    "submissions.",
    "reports.",
    "reminders.",
    "suggestions.",
    "loads.",
    "keepers.",
    "links.",
    "consents.",
    "papers.",
    # What only some may see, exact places and people among it: nothing of it stays in a browser that others use, too.
    "merging.",
    "versions.asset_version",
    "versions.group_version",
    "versions.restore_",
    "photos.waiting",
    "introductions.",
    "exchange.show",
)


def register(app: Flask) -> None:
    """Send the policy with every answer."""
    app.jinja_env.globals["csp_nonce"] = nonce
    app.after_request(protect)


def nonce() -> str:
    """This request's nonce."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return str(g.nonce)


def protect(response: Response) -> Response:
    """Add the policy's headers to an answer."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["Content-Security-Policy"] = policy(tiles_origin(settings().assetmap_tiles_url))
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint and request.endpoint.startswith(PRIVATE):
        response.headers["Cache-Control"] = "no-store"
    elif SIGNED_IN in cookie and "static" not in (request.endpoint or ""):
        response.headers.setdefault("Cache-Control", "private, no-cache")  # some see on a page what others must not
    return response


def policy(tiles: str) -> str:
    """The content security policy; `tiles` is the one other origin, for pictures."""
    own = f"'self' 'nonce-{nonce()}'"
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {own}",
            f"style-src {own}",
            f"img-src 'self' data: {tiles}".strip(),
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    )


def tiles_origin(url: str) -> str:
    """The origin of the tiles, as a policy says it: `{s}` and its like become `*`."""
    parts = urlsplit(url)
    if not parts.netloc:
        return ""
    host = re.sub(r"\{[^}]*\}", "*", parts.netloc)
    return f"{parts.scheme}://{host}" if re.fullmatch(r"(\*\.)?[\w.-]+(:\d+)?", host) else ""


def cached_by(viewer: Viewer) -> str:
    """Who may keep what this viewer is told, each asking first whether it still holds: everybody, or only their own browser."""
    return "no-cache" if viewer == Viewer.everyone else "private, no-cache"
