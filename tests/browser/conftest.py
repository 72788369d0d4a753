"""A real server and a real browser; any console error or any request to another host fails the test."""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from tests.conftest import PASSWORD, Town, free_of_limits
from tests.postgis import free_port

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PATIENCE_S = 60
expect.set_options(timeout=20_000)  # where two browsers and two servers share two slow cores, five seconds are soon over


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """The system's own Chromium, without the calls home it makes."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    own = {"executable_path": path} if path else {}  # where the system has none, Playwright's own is used
    return {"args": [*QUIET], "headless": True, **own}


@contextmanager
def serving(url: str, **settings: str) -> Iterator[str]:
    """The real server on a database, and its address."""
    port = free_port()
    environment = os.environ | free_of_limits(url) | {"ASSETMAP_TILES_URL": ""} | settings
    command = [sys.executable, "-m", "assetmap.cli", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)
    try:
        wait_for(f"http://127.0.0.1:{port}/readyz", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    """Wait until the server answers."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        assert process.poll() is None, "the server stopped"
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (URLError, ConnectionError):
            time.sleep(0.2)
    raise TimeoutError(address)


@pytest.fixture(scope="session")
def site(town: Town) -> Iterator[str]:
    """A server on a copy of the town of its own, for tests that only read."""
    with serving(town.copy()) as address:
        yield address


@pytest.fixture
def writable(town: Town) -> Iterator[str]:
    """A server on a copy of the town of its own, for one test that writes."""
    with serving(town.copy()) as address:
        yield address


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens watched pages: `open_page(width=375, dark=True, script=False)`."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_one(width: int = 1280, dark: bool = False, script: bool = True, own_host: str = "127.0.0.1", **more: object) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            reduced_motion="reduce",
            **more,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complain(complaints, message))
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("request", lambda request: stray(complaints, request.url, own_host))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not complaints, complaints


def complain(complaints: list[str], message: ConsoleMessage) -> None:
    """Keep a console error or warning, but for the line a browser writes when a form comes back with faults."""
    if message.type in ("error", "warning") and "status of 422" not in message.text:
        complaints.append(f"console {message.type}: {message.text}")


def stray(complaints: list[str], url: str, own_host: str) -> None:
    """Keep a request that goes anywhere else."""
    parts = urlsplit(url)
    if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != own_host:
        complaints.append(f"request to {url}")


@pytest.fixture
def enter() -> Callable[[Page, str, str], None]:
    """Signs a page in with a role."""

    def sign_in(page: Page, site: str, role: str) -> None:
        page.goto(f"{site}/sign-in")
        page.get_by_label("E-mail").fill(f"{role}@example.org")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.locator("main").get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"{site}/")

    return sign_in
