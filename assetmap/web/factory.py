"""The application put together: settings, database, sign-in, pages, guards."""

from datetime import timedelta

from flask import Flask, request
from flask_babel import Babel
from flask_bootstrap import Bootstrap5
from flask_compress import Compress
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from assetmap import db
from assetmap.config import Settings, UnknownSetting
from assetmap.geo import classes
from assetmap.geo import patterns as patterns_of_geo
from assetmap.paths import STATIC, TEMPLATES
from assetmap.web import (
    access,
    accounts,
    addresses,
    answers,
    assets,
    chart_files,
    charts,
    claims,
    compare,
    confirming,
    consents,
    context,
    departed,
    drawn,
    entering,
    errors,
    freshness,
    geographies,
    groups,
    growth,
    health,
    holding,
    home,
    indicators,
    keeping,
    kept,
    limits,
    links,
    loads,
    maps,
    me,
    merging,
    moderation,
    neighbourhoods,
    notes,
    notices,
    papers,
    patterns,
    people,
    photos,
    policy,
    post,
    printing,
    privacy,
    queue,
    relations,
    reminders,
    reports,
    second_factor,
    sessions,
    shortlists,
    submissions,
    suggestions,
    texts,
    time_words,
    times,
    versions,
    weekly,
)
from assetmap.web.api import blueprint as api
from assetmap.web.exchange import views as exchange
from assetmap.web.gaps import views as gaps
from assetmap.web.introductions import views as introductions
from assetmap.web.keepers import page as keepers_page
from assetmap.web.keepers import views as keepers
from assetmap.web.networks import find as finding
from assetmap.web.networks import views as networks

BIGGEST_REQUEST = 256 * 1024
SHORTEST_SECRET = 16
MONTH_S = 30 * 24 * 3600
ROOMS = (  # in the order of access.MAY
    home,
    maps,
    assets,
    times,
    groups,
    photos,
    confirming,
    reports,
    papers,
    shortlists,
    links,
    finding,
    networks,
    submissions,
    suggestions,
    versions,
    neighbourhoods,
    drawn,
    geographies,
    indicators,
    patterns,
    loads,
    compare,
    relations,
    chart_files,
    gaps,
    moderation,
    queue,
    notes,
    answers,
    weekly,
    merging,
    health,
    privacy,
    keepers,
    notices,
    growth,
    introductions,
    exchange,
    entering,
    claims,
    kept,
    me,
    people,
)


class Site(Flask):
    """Flask, whose static files are kept by browsers only where their address changes when they do."""

    def get_send_file_max_age(self, filename: str | None) -> int | None:
        """A month for a file whose address names its version; the others are asked for again (and mostly unchanged)."""
        versioned = "v" in request.args or (filename or "").startswith("vendor/")
        return MONTH_S if versioned else None


def build(settings: Settings) -> Flask:
    """The application for these settings; UnknownSetting where the secret key is missing."""
    if len(settings.secret_key) < SHORTEST_SECRET:
        raise UnknownSetting(f"SECRET_KEY must be set to at least {SHORTEST_SECRET} random characters.")
    app = Site("assetmap", static_folder=str(STATIC), template_folder=str(TEMPLATES))
    app.config.update(flask_settings(settings))
    app.extensions["settings"] = settings
    # What a server brings in before anybody waits for it.
    app.extensions["get_ready"] = (classes.get_ready, charts.get_ready, patterns_of_geo.get_ready, printing.get_ready)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    if settings.assetmap_proxies:
        count = settings.assetmap_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    sessions.register(app, db.make_engine(settings.database))
    for large in (loads, exchange, photos):
        large.register(app)  # before the guard against forged requests, which reads the whole form
    for extension in (Babel, Bootstrap5, Compress, CSRFProtect):
        extension(app)
    post.register(app)
    limits.register(app)
    addresses.register(app)
    accounts.register(app)
    for part in (second_factor, access, policy, errors, departed, context, texts, time_words, freshness, holding, queue, notes):
        part.register(app)
    for room in ROOMS:
        app.register_blueprint(room.blueprint)
    app.register_blueprint(api)
    for unsigned in (keepers_page, reminders, consents, answers, weekly, entering, claims, shortlists):
        unsigned.register(app)
    limits.slow_down(app)
    keeping.keep_pages(app)
    return app


def flask_settings(settings: Settings) -> dict[str, object]:
    """Our settings in the words of Flask and its extensions."""
    return {
        "SECRET_KEY": settings.secret_key,
        "MAX_CONTENT_LENGTH": BIGGEST_REQUEST,
        "MAX_FORM_MEMORY_SIZE": BIGGEST_REQUEST,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.assetmap_secure_cookies,
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "REMEMBER_COOKIE_SECURE": settings.assetmap_secure_cookies,
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
        "BOOTSTRAP_SERVE_LOCAL": True,
        "BABEL_DEFAULT_LOCALE": "en_GB",
        "COMPRESS_ALGORITHM": ["gzip"],
        "COMPRESS_MIMETYPES": [
            *("text/html", "text/css", "text/javascript", "application/javascript", "image/svg+xml"),
            *("application/json", "application/geo+json", "application/problem+json"),
        ],
        "COMPRESS_STREAMS": True,
        "WTF_CSRF_TIME_LIMIT": None,
        "RATELIMIT_STORAGE_URI": settings.assetmap_rate_storage,
        "RATELIMIT_HEADERS_ENABLED": True,
        **accounts.settings(settings),
    }
