"""A network on a map and as GeoJSON: nothing is lost, and nothing is nearer than what is public."""

import json

from sqlalchemy import select

from assetmap.geo.bundles import View
from assetmap.models import Asset, Example, Visibility
from assetmap.services import networks
from assetmap.services.networks import Look, Viewer, lines
from tests.networked import add_groups, add_link

WORLD = (-180.0, -85.0, 180.0, 85.0)
REAL = Look(example="no")


def venue(session, **where):
    query = select(Asset).where(Asset.cell.is_not(None), Asset.group_id.is_(None)).filter_by(**where).order_by(Asset.id)
    return session.scalars(query).first()


def test_links_of_groups_without_a_place_are_in_the_file_without_a_line(session):
    one, two = add_groups(session, "One", "Two")
    place = venue(session, approximate=False)
    add_link(session, "meets_at", one, place, since=2019)
    add_link(session, "co_runs", one, two)
    found = json.loads(lines.geojson(session, networks.look(session, REAL)))
    drawn = {feature["properties"]["kind"]: feature for feature in found["features"]}
    assert (found["numberReturned"], found["example"], drawn["co_runs"]["geometry"]) == (2, False, None)
    line = drawn["meets_at"]
    assert (line["properties"]["source_name"], line["properties"]["target_name"], line["properties"]["since"]) == ("One", place.name, 2019)
    assert line["geometry"]["type"] == "LineString" and len(line["geometry"]["coordinates"]) == 2


def test_of_an_asset_that_is_only_roughly_public_the_file_has_the_public_point(session):
    (one,) = add_groups(session, "One")
    place = venue(session)
    place.approximate = True
    add_link(session, "meets_at", one, place)
    network = networks.look(session, REAL)
    (feature,) = json.loads(lines.geojson(session, network))["features"]
    node = network.nodes.loc[f"a{place.id}"]
    assert feature["properties"]["target_approximate"] and feature["properties"]["source_approximate"]
    assert feature["geometry"]["coordinates"][1] == [round(node["lon"], 6), round(node["lat"], 6)]


def test_the_file_has_what_its_reader_may_see(session):
    one, two = add_groups(session, "One", "Two")
    add_link(session, "funds", one, two, visibility=Visibility.shared, note="Between us")
    add_link(session, "co_runs", one, two, visibility=Visibility.private, note="Ours alone")
    texts = {viewer: lines.geojson(session, networks.look(session, Look(viewer, example="no"))) for viewer in Viewer}
    assert "funds" not in texts[Viewer.everyone] and "Between us" in texts[Viewer.connector]
    assert not any("Ours alone" in text for text in texts.values())


def test_an_example_says_so_in_every_line_of_its_file(session):
    nodes = [{"node": name, "kind": "group", "name": name, "lon": -0.05, "lat": 51.51} for name in ("xg1", "xg2")]
    links = [{"link": "x1", "source": "xg1", "target": "xg2", "kind": "co_runs", "state": "claimed"}]
    session.merge(Example(key="network", content={"nodes": nodes, "links": links, "notices": []}))
    session.flush()
    session.info["unsettled"] = True
    found = json.loads(lines.geojson(session, networks.look(session, Look(example="yes"))))
    assert found["example"] and all(feature["properties"]["example"] for feature in found["features"])


def test_a_view_counts_the_links_of_the_look_and_no_others(session):
    one, two, three = add_groups(session, "One", "Two", "Three")
    place = venue(session)
    add_link(session, "meets_at", one, place)
    add_link(session, "meets_at", two, place)
    add_link(session, "co_runs", two, three)
    seen = lines.in_view(session, REAL, View(WORLD, 16)).bundled
    assert (seen.inside, seen.placeless, len(seen.lines)) == (2, 1, 0)
    assert len(lines.in_view(session, Look(example="no", kinds=("co_runs",)), View(WORLD, 16)).network.links) == 1
    assert len(lines.in_view(session, REAL, View(WORLD, 16, f"g{two.id}")).own) == 2


def test_a_map_begins_with_the_nodes_that_have_a_place(session):
    (one,) = add_groups(session, "One")
    assert lines.bounds(networks.look(session, Look(example="no", around=f"g{one.id}"))) is None
    place = venue(session)
    add_link(session, "meets_at", one, place)
    network = networks.look(session, Look(example="no", around=f"g{one.id}"))
    west, south, east, north = lines.bounds(network)
    at = network.nodes.loc[f"a{place.id}"]
    assert west < at["lon"] < east and south < at["lat"] < north
