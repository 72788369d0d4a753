"""`python -m benchmarks`: measure, print a table, and say what is over its limit."""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from benchmarks import (
    choropleths,
    clusters,
    drawn,
    finding,
    gaps,
    introductions,
    lines,
    linking,
    loads,
    network_page,
    networks,
    pages,
    pairs,
    relations,
    search,
    times,
    town,
    weight,
)
from benchmarks.measure import Report
from tests.postgis import postgis_server

SIZES, QUICK_SIZES = "10000,100000,1000000", "10000"
DATABASES = ("spatialite", "postgis")
PARTS = {
    "tiles": clusters.measure,
    "pages": pages.measure,
    "search": search.measure,
    "choropleths": choropleths.measure,
    "gaps": gaps.measure,
    "linking": linking.measure,
    "drawn": drawn.measure,
    "loads": loads.measure,
    "relations": relations.measure,
    "introductions": introductions.measure,
    "network-page": network_page.measure,
    "pairs": pairs.measure,
    "weight": weight.measure,
    "times": times.measure,
    "finding": finding.measure,  # last, since it adds groups and links
    "lines": lines.measure,  # and looks at them
    "networks": networks.measure,
}


def main() -> int:
    """Measure everything that was asked for; gives 1 where something is over its limit."""
    asked = arguments()
    report = Report()
    sizes = [int(size) for size in (asked.sizes or (QUICK_SIZES if asked.quick else SIZES)).split(",")]
    with tempfile.TemporaryDirectory(prefix="assetmap-benchmarks-") as folder:
        for database in asked.databases.split(","):
            with server(database) as address:
                for size in sizes:
                    measure(report, database, town.address(Path(folder), address, size), size, asked.parts.split(","))
    print(f"\n{report.summary()}")
    if asked.json:
        report.write(asked.json)
    return 0 if report.holds else 1


def measure(report: Report, database: str, url: str, size: int, parts: list[str]) -> None:
    """Measure one register on one database."""
    with town.make(report, database, url, size) as made:
        for part in parts:
            PARTS[part](report, made)


@contextmanager
def server(database: str) -> Iterator[str | None]:
    """A PostGIS server of our own, or none for SpatiaLite, which needs none."""
    with postgis_server() if database == "postgis" else nullcontext() as address:
        yield address


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", default="", help=f"how many assets, with commas between (default {SIZES})")
    parser.add_argument("--databases", default=",".join(DATABASES), help="which databases, with commas between (default both)")
    parser.add_argument("--parts", default=",".join(PARTS), help="which parts, with commas between (default all)")
    parser.add_argument("--quick", action="store_true", help=f"only {QUICK_SIZES} assets")
    parser.add_argument("--json", type=Path, help="write every row to this file too")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
