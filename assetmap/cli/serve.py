"""`assetmap serve`: the web server."""

import logging
import re
from collections.abc import Callable, Iterable
from threading import Thread
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from assetmap import create_app, db
from assetmap.cli.opening import open_engine


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes; more than one needs redis:// for limits."
)
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64), help="Requests each process answers at once.")
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Serve the site (gunicorn)."""
    db.migrate(open_engine()[0])
    click.echo(f"Serving at http://{host}:{port}", err=True)
    options = {"bind": f"{host}:{port}", "workers": workers, "threads": threads, "worker_class": "gthread", "control_socket_disable": True}
    options |= {"post_worker_init": warm_up, "logger_class": DiscreetLogger}
    app = create_app()
    app.logger.addFilter(Discreet())
    Server(app, options).run()


def warm_up(worker: Any) -> None:
    """Do what takes long while nobody waits yet."""
    Thread(target=get_ready, args=[worker.app.app.extensions["get_ready"]], daemon=True).start()


def get_ready(steps: Iterable[Callable[[], None]]) -> None:
    """One after the other: libraries that are brought in side by side may meet each other half ready."""
    for step in steps:
        step()


SECRETS = (
    "/answers/",
    "/claims/answer/",
    "/enter/",
    "/gaps/",
    "/indicators/loads/",
    "/invitations/",
    "/keepers/",
    "/networks/import/",
    "/password/forgotten/",
    "/remind/change/",
    "/remind/closed/",
    "/remind/right/",
    "/remind/stop/",
    "/second-step/",
    "/sent/",
    "/shortlists/",
    "/sign-up/",
    "/weekly/",
    "/withdraw/",
)
"""How addresses begin that are secrets: whoever has one can use it. A test compares them with every route, and with the README."""


class Discreet(logging.Filter):
    """Takes what stands in an address that is a secret out of whatever is logged, also where it stands in a question (`?next=%2F...`)."""

    ADDRESS = re.compile(f"({'|'.join(prefix.replace('/', '(?:/|%2F)') for prefix in SECRETS)})[\\w.-]{{12,}}", re.IGNORECASE)

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the words, and let them pass."""
        record.msg, record.args = self.ADDRESS.sub(r"\1...", record.getMessage()), ()
        return True


class DiscreetLogger(Logger):
    """The server's own log, without secrets: it names addresses where a request breaks it."""

    def setup(self, cfg: Any) -> None:
        """Set up as usual, then filter."""
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            log.addFilter(Discreet())


class Server(BaseApplication):
    """Gunicorn with our application, made before the workers are."""

    def __init__(self, app: Flask, options: dict[str, Any]):
        self.app, self.options = app, options
        super().__init__()

    def load_config(self) -> None:
        """Take our options."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application."""
        return self.app
