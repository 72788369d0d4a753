"""How much a stranger may send."""

from collections.abc import Callable
from typing import Any

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from assetmap.web.access import STEWARDS, roles


def register(app: Flask) -> None:
    """Count requests by the address they come from."""
    app.extensions["counter"] = Limiter(get_remote_address, app=app)


def slow_down(app: Flask) -> None:
    """Limit the pages that write for strangers."""
    settings = app.extensions["settings"]
    limit(app, "assets.new", settings.assetmap_rate_register)
    limit(app, "groups.new", settings.assetmap_rate_register)
    limit(app, "security.login", settings.assetmap_rate_sign_in)


def limit(app: Flask, endpoint: str, rate: str) -> None:
    """Limit what strangers send to one page; looking at it is free, stewards are no strangers."""
    counter: Limiter = app.extensions["counter"]
    view: Callable[..., Any] = app.view_functions[endpoint]
    app.view_functions[endpoint] = counter.limit(rate, methods=["POST"], exempt_when=trusted)(view)


def trusted() -> bool:
    """Whether a steward asks."""
    return request.endpoint != "security.login" and not STEWARDS.isdisjoint(roles())
