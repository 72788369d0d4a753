"""The example network of Tower Hamlets is invented, says so in every name, and is made of what real networks are made of."""

import csv
import re
from collections import Counter
from pathlib import Path

import geopandas as gpd
import networkx as nx

from tests.reference.test_tower_hamlets import PLACE, place, rows

MARK = " (example)"


def label(name: str) -> str:
    """A name as it is compared: small letters and digits only."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def names_in(file: Path) -> set[str]:
    """Every cell of a published list, since each names its places in another column."""
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as text:
        return {label(cell) for row in csv.reader(text) for cell in row}


def graph() -> "nx.Graph[str]":
    made: nx.Graph[str] = nx.Graph()
    made.add_nodes_from(row["Label"] for row in place("example_elements"))
    made.add_edges_from((row["From"], row["To"]) for row in place("example_connections") if not row["Ended months ago"])
    made.add_edges_from((row["Label"], row["Run by"]) for row in place("example_elements") if row["Run by"])
    return made


def test_every_name_says_example_and_none_is_that_of_a_real_group_or_place():
    names = [row["Label"] for row in place("example_elements")]
    assert all(name.endswith(MARK) for name in names)
    real = {label(row["name"]) for table in ("groups", "assets") for row in place(table)}
    assert not {label(name.removesuffix(MARK)) for name in names} & real


def test_no_name_is_in_the_published_lists(shared):
    real = set().union(*(names_in(file) for file in (shared / "data" / "assets").glob("*.csv")))
    assert len(real) > 1000
    assert not {label(row["Label"].removesuffix(MARK)) for row in place("example_elements")} & real


def test_points_lie_in_the_ward_they_name_and_every_ward_has_somebody():
    wards = gpd.read_file(PLACE / "wards.geojson").set_index("code").geometry
    found = place("example_elements")
    points = gpd.points_from_xy([row["Longitude"] for row in found], [row["Latitude"] for row in found])
    assert all(point.within(wards[row["Areas"]]) for row, point in zip(found, points, strict=True))
    assert {row["Areas"] for row in found if row["Type"] == "Group"} == set(wards.index)


def test_there_is_something_of_everything():
    elements, links = place("example_elements"), place("example_connections")
    assert Counter(row["Type"] for row in elements) == {"Group": 34, "Asset": 13}
    assert len({row["Type"] for row in links}) == 7
    assert len({row["State"] for row in links}) == 3
    assert {row["Frequency"] for row in links} == {"weekly", "monthly", "yearly", "rarely"}
    ended = [row for row in links if row["Ended months ago"]]
    assert sum(int(row["Ended months ago"]) < 12 for row in ended) >= 4
    assert sum(int(row["Made months ago"]) < 12 for row in links) >= 15
    assert all(int(row["Ended months ago"]) < int(row["Made months ago"]) for row in ended)
    assert sum(bool(row["Needs"]) for row in elements) >= 10
    assert sum(bool(row["Offers"]) for row in elements) >= 10


def test_it_has_parts_people_alone_a_bridge_and_a_venue_that_many_need():
    made = graph()
    sizes = sorted((len(part) for part in nx.connected_components(made)), reverse=True)
    assert sizes[:3] == [35, 4, 3]
    assert sizes.count(1) == 5
    assert ("Banyan Advice Desk (example)", "Willowtree Health Champions (example)") in {tuple(sorted(pair)) for pair in nx.bridges(made)}
    meets = [row for row in place("example_connections") if row["Type"] in ("meets at", "shares space") and not row["Ended months ago"]]
    venues = {row["From"]: {other["To"] for other in meets if other["From"] == row["From"]} for row in meets}
    assert sum(own == {"Lantern Lane Hall (example)"} for own in venues.values()) >= 3


def test_the_sheets_are_utf_8_without_a_mark():
    for name in ("example_elements", "example_connections"):
        assert not (PLACE / f"{name}.csv").read_bytes().startswith(b"\xef\xbb\xbf")
        assert rows(PLACE / f"{name}.csv")
