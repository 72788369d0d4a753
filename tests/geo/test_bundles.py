"""Links bundled for a map: every link is in one place at every zoom, and what is drawn is what is in view."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetmap.geo import bundles
from assetmap.geo.bundles import View, bundle, place
from assetmap.graphs import frames

WORLD = (-180.0, -85.0, 180.0, 85.0)
HERE = {"a": (-0.0500, 51.5100), "b": (-0.0499, 51.5100), "c": (-0.0200, 51.5300), "d": (-0.0800, 51.4900)}
LINKS = [("a", "b"), ("a", "c"), ("b", "c"), ("c", "a"), ("d", "nobody")]


def network(spots, pairs, **facts):
    """Nodes at places (or none) by name, and links between pairs of names."""
    nodes = frames.nodes_frame(
        {"node": name, "kind": "group", "name": name, "lon": at and at[0], "lat": at and at[1]} for name, at in spots.items()
    )
    links = frames.links_frame(
        {"link": f"l{number}", "source": source, "target": target, "kind": "funds", "state": "claimed", "directed": True} | facts
        for number, (source, target) in enumerate(pairs)
    )
    return place(nodes, links)


def total(found):
    return int(found.lines["count"].sum()) + found.inside + found.elsewhere + found.placeless + found.left_out


places = st.one_of(st.none(), st.tuples(st.floats(-0.09, 0.02), st.floats(51.47, 51.56)))


@given(st.lists(places, min_size=1, max_size=30), st.data(), st.integers(0, 22))
def test_every_link_is_counted_once_at_every_zoom_and_in_every_view(spots, data, zoom):
    names = [f"g{number}" for number in range(len(spots))]
    pairs = data.draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=60))
    west, east = sorted(data.draw(st.tuples(st.floats(-0.1, 0.03), st.floats(-0.1, 0.03))))
    made = network(dict(zip(names, spots, strict=True)), pairs)
    part, whole = bundle(made, View((west, 51.49, east, 51.53), zoom)), bundle(made, View(WORLD, zoom))
    assert total(part) == total(whole) == len(pairs)
    assert whole.elsewhere == 0
    assert whole.placeless == sum(1 for source, target in pairs if spots[names.index(source)] is None or spots[names.index(target)] is None)
    assert sum(len(nodes) for nodes in whole.marks["nodes"]) == sum(spot is not None for spot in spots)


def test_near_nodes_are_one_mark_from_afar_and_apart_close_by():
    made = network(HERE, LINKS)
    afar, near = bundle(made, View(WORLD, 12)), bundle(made, View(WORLD, 21))
    assert sorted(map(set, afar.marks["nodes"]), key=len)[-1] == {"a", "b"}
    assert (afar.inside, afar.placeless, list(afar.lines["count"])) == (1, 1, [3])
    assert (near.inside, sorted(near.lines["count"])) == (0, [1, 1, 2])


def test_links_both_ways_between_two_have_no_arrow_and_one_way_has_one():
    lines = bundle(network(HERE, LINKS), View(WORLD, 21)).lines
    assert [directed for directed, count in zip(lines["directed"], lines["count"], strict=True) if count == 2] == [False]
    assert all(directed for directed, count in zip(lines["directed"], lines["count"], strict=True) if count == 1)
    assert not bundle(network(HERE, LINKS, directed=False), View(WORLD, 21)).lines["directed"].any()


def test_a_line_says_how_many_links_of_which_state_and_kind_it_is():
    nodes = frames.nodes_frame({"node": name, "kind": "group", "name": name, "lon": lon, "lat": lat} for name, (lon, lat) in HERE.items())
    kinds = [("funds", "confirmed"), ("funds", "claimed"), ("co_runs", "observed")]
    links = frames.links_frame({"link": kind + state, "source": "a", "target": "c", "kind": kind, "state": state} for kind, state in kinds)
    line = bundle(place(nodes, links), View(WORLD, 20)).lines.iloc[0]
    assert (line["count"], line["confirmed"], line["claimed"], line["observed"]) == (3, 1, 1, 1)
    assert line["kinds"] == {"funds": 2, "co_runs": 1}


def test_a_line_with_one_end_in_view_is_drawn_and_one_with_none_is_not():
    made = network(HERE, LINKS)
    around_c = bundle(made, View((-0.021, 51.529, -0.019, 51.531), 18))
    assert (int(around_c.lines["count"].sum()), around_c.elsewhere) == (3, 1)
    assert [set(nodes) for nodes in around_c.marks["nodes"]] == [{"c"}]
    assert bundle(made, View((0.5, 52, 0.6, 52.1), 18)).elsewhere == 4


def test_of_one_node_only_its_own_links_are_drawn_on_the_same_marks():
    made = network(HERE, LINKS)
    everything, own = (bundle(made, View(WORLD, 13, chosen)) for chosen in ("", "b"))
    assert total(own) == 2
    at = {
        number: (lon, lat)
        for number, lon, lat in zip(everything.marks.index, everything.marks["lon"], everything.marks["lat"], strict=True)
    }
    assert all(at[number] == (row["lon"], row["lat"]) for number, row in own.marks.iterrows())
    assert {node for nodes in own.marks["nodes"] for node in nodes} == {"a", "b", "c"}
    assert bundle(made, View(WORLD, 13, "nobody at all")).marks.empty


def test_of_very_many_lines_the_strongest_are_drawn_and_the_rest_counted(monkeypatch):
    monkeypatch.setattr(bundles, "MOST_LINES", 1)
    monkeypatch.setattr(bundles, "MOST_MARKS", 2)
    found = bundle(network(HERE, LINKS), View(WORLD, 21))
    assert (list(found.lines["count"]), found.lines_left_out, found.left_out, found.marks_left_out) == ([2], 2, 2, 2)
    assert total(found) == len(LINKS)


def test_lines_from_one_part_to_another_bend_towards_the_same_middles():
    spots = {f"w{n}": (-0.0793 + n * 0.003, 51.52) for n in range(3)} | {f"e{n}": (0.0107 + n * 0.003, 51.51) for n in range(3)}
    lines = bundle(network(spots, [(f"w{n}", f"e{n}") for n in range(3)]), View(WORLD, 16)).lines
    assert all(len(via) == 2 for via in lines["via"])
    ends = np.array([line[0] for line in lines["ends"]])
    bends = np.array([via[0] for via in lines["via"]])
    assert np.ptp(bends[:, 0]) < np.ptp(ends[:, 0])


@pytest.mark.parametrize("zoom", [0, 12, 22])
def test_nothing_is_nothing(zoom):
    found = bundle(network({}, []), View(WORLD, zoom))
    assert found.marks.empty and found.lines.empty and total(found) == 0
    nowhere = bundle(network({"a": None, "b": None}, [("a", "b")]), View(WORLD, zoom))
    assert nowhere.marks.empty and nowhere.placeless == 1


def test_marks_of_a_view_are_a_frame_of_places_in_degrees():
    marks = bundle(network(HERE, LINKS), View(WORLD, 21)).marks
    assert isinstance(marks, pd.DataFrame)
    by_node = {nodes[0]: (row_lon, row_lat) for nodes, row_lon, row_lat in zip(marks["nodes"], marks["lon"], marks["lat"], strict=True)}
    assert by_node["c"] == pytest.approx(HERE["c"], abs=1e-4)
