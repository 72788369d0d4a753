"""One database session for each request; a request that may change something takes the writer's lock at once."""

from typing import cast

from flask import Flask, current_app, g, request

from assetmap import db
from assetmap.config import Settings
from assetmap.db import Engine, Session, Sessions
from assetmap.services.outcomes import SECRET, SITE
from assetmap.web import sites

READING = {"GET", "HEAD", "OPTIONS"}
# Files of many megabytes arrive and are read in these; nobody else should wait for that. They ask for `writing` where they write.
READING_FIRST = {"loads.send", "loads.look", "exchange.send", "exchange.look", "photos.send"}


def register(app: Flask, engine: Engine) -> None:
    """Open sessions on this engine for the app's requests and commands."""
    app.extensions["engine"] = engine
    app.extensions["sessions"] = db.make_sessions(engine, scope=lambda: id(g._get_current_object()))
    app.before_request(begin)
    app.teardown_appcontext(end)


def begin() -> None:
    """Choose a reading or a writing session, by what the request may do."""
    if request.method not in READING and request.endpoint not in READING_FIRST:
        opened = sessions()(bind=db.writer(current_app.extensions["engine"]))
        opened.info[SECRET] = settings().secret_key
        opened.info[SITE] = sites.mailed()


def writing() -> Session:
    """This request's session, from now on a writing one; what it has read until now is let go."""
    sessions().remove()
    return sessions()(bind=db.writer(current_app.extensions["engine"]))


def end(error: BaseException | None) -> None:
    """Close the request's session; what was not committed never happened."""
    sessions().remove()


def sessions() -> Sessions:
    """The application's sessions, one for each request."""
    return cast(Sessions, current_app.extensions["sessions"])


def session() -> Session:
    """This request's session."""
    return sessions()()


def settings() -> Settings:
    """The application's settings."""
    return cast(Settings, current_app.extensions["settings"])
