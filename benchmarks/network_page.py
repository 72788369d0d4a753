"""The page of a network in a real browser, from asking for it to its first picture, beside a bare page that draws the same with cytoscape.

Everything but the places is made by the browser in both; the places are worked out once, which `networks` measures.
"""

import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap.models import Link
from assetmap.paths import STATIC
from assetmap.web.context import vendored
from benchmarks import network_town
from benchmarks.measure import Report, Row, timing
from benchmarks.town import Town
from tests.browser.conftest import BROWSERS, QUIET, serving

FIRST_PICTURE_MS = 1500.0
GROUPS, LINKS = 2000, 10_000
RUNS = 5
LOOK_AGAIN_MS = 50
PICTURE = "performance.getEntriesByName('assetmap:graph')[0]?.startTime"
READY = "performance.getEntriesByName('assetmap:graph-ready')[0]?.startTime"
BARE = """<!doctype html><div id="graph" style="width:600px;height:600px"></div><script src="/cytoscape.js"></script><script>
fetch("/network.json").then((answer) => answer.json()).then(({nodes, links}) => {
  const cy = cytoscape({container: document.getElementById("graph"), layout: {name: "preset"}, elements: [
    ...nodes.map(({node, x, y}) => ({data: {id: node}, position: {x: 46 * x, y: 46 * y}})),
    ...links.map(([source, target]) => ({data: {source: nodes[source].node, target: nodes[target].node}}))]});
  cy.one("render", () => performance.mark("bare"));
});</script>"""
BARE_DRAWN = "performance.getEntriesByName('bare')[0]?.startTime"


def measure(report: Report, town: Town) -> None:
    """Measure the first picture, and when one can work with it."""
    with Session(town.engine) as session:
        if not session.scalar(select(func.count()).select_from(Link)):
            network_town.fill(session, GROUPS, LINKS)
            session.commit()
    network = town.client.get("/api/v1/networks").get_data()
    count = len(json.loads(network)["links"])
    with serving(town.engine.url.render_as_string(hide_password=False)) as site, bare(network) as plain, chromium() as browser:
        page = f"{site}/networks"
        seen(browser, page, READY)  # the server's own first time
        turns = [(seen(browser, plain, BARE_DRAWN), seen(browser, page, READY, PICTURE)) for _ in range(RUNS)]
    floor = timing([drawn for (drawn,), _ours in turns])
    ready, picture = (timing([ours[which] for _bare, ours in turns]) for which in (0, 1))
    what = f"/networks in Chromium, {count:,} links"
    report.add(lambda: Row(town.database, town.size, f"{what}: first picture", picture, floor, FIRST_PICTURE_MS, "floor: bare cytoscape"))
    report.add(lambda: Row(town.database, town.size, f"{what}: can be worked with", ready, floor, note="floor: bare cytoscape"))


def seen(browser: Browser, address: str, *marks: str) -> list[float]:
    """Seconds from asking for a page, in a browser that has nothing kept, to the marks it makes, of which the first comes last."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address, wait_until="commit")
    # Not wait_for_function, which the policy of our pages forbids.
    while page.evaluate(marks[0]) is None:
        page.wait_for_timeout(LOOK_AGAIN_MS)
    found = [float(page.evaluate(mark)) / 1000 for mark in marks]
    context.close()
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's own Chromium."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=[*QUIET])
        yield browser
        browser.close()


@contextmanager
def bare(network: bytes) -> Iterator[str]:
    """A server of a page that only draws the same network with cytoscape, and its address."""
    library = (STATIC / "vendor" / vendored()["cytoscape"] / "cytoscape.js").read_bytes()
    answers = {
        "/": (BARE.encode(), "text/html"),
        "/cytoscape.js": (library, "text/javascript"),
        "/network.json": (network, "application/json"),
    }

    class Plain(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content, kind = answers.get(self.path, (b"", "text/plain"))
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Plain)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
