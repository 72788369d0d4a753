"""The server is killed without warning while two hundred people register: what it has answered with success is kept."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from http.client import HTTPMessage
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from assetmap import db
from assetmap.models import Submission
from tests.conftest import Town
from tests.postgis import free_port
from tests.web.typed import asset, token

PEOPLE, ENOUGH = 200, 40
SERVE = [sys.executable, "-c", "from assetmap.cli import main; main()", "serve", "--port"]


class Server:
    """The real server in a process group of its own."""

    def __init__(self, url: str, log: Path):
        self.url, self.port, self.log = url, free_port(), log
        settings = {"DATABASE_URL": url, "SECRET_KEY": "only for the tests, not secret", "ASSETMAP_RATE_REGISTER": "9999 per minute"}
        with log.open("w") as output:
            self.process = subprocess.Popen(
                [*SERVE, str(self.port)], env=dict(os.environ) | settings, stdout=output, stderr=output, start_new_session=True
            )

    def request(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, HTTPMessage, str]:
        """The status, the headers and the text of an answer."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.request(method, path, body, headers)
            with connection.getresponse() as answer:
                return answer.status, answer.headers, answer.read().decode()

    def visit(self) -> tuple[str, str]:
        """A visitor's cookie, and the token of the form they opened."""
        _, headers, page = self.request("GET", "/assets/new")
        return headers["Set-Cookie"].split(";")[0], token(page)

    def register(self, cookie: str, **typed: str) -> str | None:
        """Send an entry; gives its reference where it was accepted."""
        form = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        status, headers, _ = self.request("POST", "/assets/new", urlencode(asset(**typed)), **form)
        return headers["Location"].rsplit("/", 1)[-1] if status == 303 else None

    def wait(self) -> None:
        for _ in range(900):
            try:
                if self.request("GET", "/readyz")[0] == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise TimeoutError(self.log.read_text())

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def server(town: Town, tmp_path: Path) -> Iterator[Server]:
    server = Server(town.copy(), tmp_path / "log")
    try:
        server.wait()
        yield server
    finally:
        server.kill()


def test_nothing_that_was_answered_with_success_is_lost(server):
    cookie, proof = server.visit()
    accepted: list[str] = []

    def register(number: int) -> None:
        try:
            reference = server.register(cookie, name=f"Ladder of neighbour {number}", not_similar="y", csrf_token=proof)
        except (OSError, http.client.HTTPException):
            return  # the server is gone, and this entry was never said to be accepted
        if reference:
            accepted.append(reference)
        if len(accepted) >= ENOUGH:
            server.kill()

    with ThreadPoolExecutor(PEOPLE) as people:
        list(people.map(register, range(PEOPLE)))
    assert ENOUGH <= len(accepted) < PEOPLE
    engine = db.make_engine(server.url)
    with engine.connect() as connection:
        kept = set(connection.scalars(select(Submission.reference)))
    engine.dispose()
    assert set(accepted) <= kept
    assert len(kept) <= PEOPLE
    again = Server(server.url, server.log.with_name("again"))
    try:
        again.wait()
        cookie, proof = again.visit()
        assert again.register(cookie, csrf_token=proof)
    finally:
        again.kill()
