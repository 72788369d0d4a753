"""Introductions: hand-worked rankings, and what holds for any network at all."""

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetmap.graphs import frames
from assetmap.graphs.common import Common
from assetmap.graphs.introductions import NEAR_M, WEIGHTS, Asked, explain, rank

ON = date(2026, 5, 4)
MONDAY, TUESDAY = 1, 2
STEP = 0.001  # degrees of latitude: 111.2 m


def node(name, **more):
    return {"node": name, "kind": "asset" if name.startswith("a") else "group", "name": name.upper(), **more}


def link(source, target, kind="co_runs"):
    return {"link": f"{kind} {source} {target}", "source": source, "target": target, "kind": kind, "state": "claimed"}


def notice(name, side, thing, weekdays=0, until=None):
    return {"node": name, "side": side, "thing": thing, "weekdays": weekdays, "until": until, "words": f"{side} of {name}"}


def no_notices():
    return frames.notices_frame([])


def ranked(nodes, links=(), notices=(), **asked):
    found = rank(frames.nodes_frame(nodes), frames.links_frame(links), frames.notices_frame(notices), Asked(ON, **asked))
    return found.set_index(found["first"] + " " + found["second"])


def kinds(found, pair):
    return [reason["kind"] for reason in found.loc[pair, "reasons"]]


def test_near_groups_for_the_same_people_come_before_those_farther_away():
    people = {"audiences": ("carers",)}
    nodes = [
        node("g1", lon=0.0, lat=51.5, **people),
        node("g2", lon=0.0, lat=51.5 + STEP, **people),
        node("g3", lon=0.0, lat=51.5 + 4 * STEP, **people),
        *(node(f"g{number}", audiences=(f"others {number}",)) for number in range(4, 14)),
    ]
    found = ranked(nodes)
    assert list(found.index) == ["g1 g2", "g2 g3", "g1 g3"]
    near = found.loc["g1 g2", "reasons"][0]
    assert near == {"kind": "near", "metres": 111, "score": pytest.approx(2 * (1 - 111.19 / NEAR_M), abs=1e-3)}
    assert kinds(found, "g1 g2") == ["near", "audiences", "alone"]
    assert found.loc["g1 g2", "score"] == pytest.approx(sum(reason["score"] for reason in found.loc["g1 g2", "reasons"]))


def test_a_rare_language_counts_more_than_one_that_most_have():
    languages = {"g1": ("somali", "english"), "g2": ("somali", "english")} | {f"g{number}": ("english",) for number in range(3, 30)}
    nodes = [node(name, languages=own, themes=("food",) if name in ("g1", "g2", "g3") else ("faith",)) for name, own in languages.items()]
    found = ranked(nodes)
    assert list(found.index) == ["g1 g2"]
    reason = next(each for each in found.loc["g1 g2", "reasons"] if each["kind"] == "languages")
    assert reason["shared"] == ["somali"]


def test_one_reason_is_not_enough_unless_one_needs_what_the_other_offers():
    nodes = [node("g1", lon=0.0, lat=51.5), node("g2", lon=0.0, lat=51.5), node("g3"), node("g4")]
    assert ranked(nodes).empty
    found = ranked(nodes, notices=[notice("g3", "need", "kitchen", TUESDAY), notice("g4", "offer", "kitchen", MONDAY | TUESDAY)])
    assert list(found.index) == ["g3 g4"]
    (fit,) = found.iloc[0]["reasons"][0]["fits"]
    assert fit == {
        **{"thing": "kitchen", "weekdays": TUESDAY, "needs": "g3", "offers": "g4"},
        **{"need": "need of g3", "offer": "offer of g4"},
    }


@pytest.mark.parametrize(
    ("need", "offer"),
    [
        (notice("g1", "need", "kitchen", MONDAY), notice("g2", "offer", "kitchen", TUESDAY)),
        (notice("g1", "need", "kitchen"), notice("g2", "offer", "room")),
        (notice("g1", "need", "other"), notice("g2", "offer", "other")),
        (notice("g1", "need", "kitchen", until=date(2026, 5, 3)), notice("g2", "offer", "kitchen")),
        (notice("g1", "need", "kitchen"), notice("g1", "offer", "kitchen")),
    ],
    ids=["other days", "other things", "anything else", "over", "of itself"],
)
def test_a_need_and_an_offer_fit_only_where_thing_and_days_do_and_both_stand(need, offer):
    assert ranked([node("g1"), node("g2")], notices=[need, offer]).empty


def test_a_need_without_a_day_fits_an_offer_on_any_day():
    found = ranked([node("g1"), node("g2")], notices=[notice("g1", "need", "room"), notice("g2", "offer", "room", MONDAY)])
    assert found.iloc[0]["reasons"][0]["fits"][0]["weekdays"] == MONDAY


def test_a_place_known_roughly_gives_no_metres_but_the_neighbourhood():
    near = {"lon": 0.0, "lat": 51.5, "areas": ("E1",), "themes": ("food",)}
    nodes = [node("g1", **near), node("g2", **near, approximate=True), *(node(f"g{number}", themes=("faith",)) for number in range(3, 9))]
    found = ranked(nodes)
    assert {each["kind"]: each.get("shared") for each in found.loc["g1 g2", "reasons"]} == {
        **{"area": ["E1"], "themes": ["food"], "alone": None},
    }


def test_a_group_that_works_everywhere_is_in_nobody_s_neighbourhood():
    everywhere = tuple(f"E{number}" for number in range(9))
    nodes = [node("g1", areas=everywhere, themes=("food",)), node("g2", areas=("E1",), themes=("food",)), node("g3", themes=("faith",))]
    assert ranked(nodes).empty


def test_those_who_are_linked_or_use_what_the_other_runs_are_not_introduced():
    fit = [notice("g1", "need", "room"), notice("g2", "offer", "room")]
    nodes = [node("g1"), node("g2"), node("a1", runs_by="g2")]
    assert len(ranked(nodes, notices=fit)) == 1
    assert ranked(nodes, [link("g2", "g1")], fit).empty
    assert ranked(nodes, [link("g1", "a1", "meets_at")], fit).empty
    assert ranked(nodes, notices=fit, apart=[("g2", "g1")]).empty


def test_one_of_the_two_must_be_among_those_who_are_looked_at():
    fit = [notice("g1", "need", "room"), notice("g2", "offer", "room"), notice("g3", "offer", "room")]
    nodes = [node("g1"), node("g2"), node("g3"), node("g4")]
    assert list(ranked(nodes, notices=fit).index) == ["g1 g2", "g1 g3"]
    assert list(ranked(nodes, notices=fit, among=["g3", "g4"]).index) == ["g1 g3"]
    assert list(ranked(nodes, notices=fit, among=["g1", "g2"]).index) == ["g1 g2", "g1 g3"]
    assert ranked(nodes, notices=fit, among=["g4"]).empty


def test_contacts_and_a_venue_that_both_use_are_reasons():
    nodes = [node("g1"), node("g2"), node("g3"), node("a1")]
    links = [link("g1", "g3"), link("g3", "g2"), link("g1", "a1", "meets_at"), link("g2", "a1", "meets_at")]
    found = ranked(nodes, links)
    assert found.loc["g1 g2", "reasons"] == [
        {"kind": "venue", "score": 1.0, "shared": ["a1"]},
        {"kind": "contacts", "score": 0.75, "shared": ["g3"]},
    ]


def test_who_funds_the_place_another_meets_at_does_not_use_it_but_who_funds_what_it_runs_knows_it():
    nodes = [node("g1", audiences=("carers",)), node("g2", audiences=("carers",)), node("g3"), node("a1", runs_by="g3")]
    made = Common(
        frames.nodes_frame(nodes), frames.links_frame([link("g1", "a1", "funds"), link("g2", "a1", "meets_at")]), no_notices(), ON, 1.3
    )
    assert made.uses.toarray().tolist() == [[0], [1], [0]]
    assert made.tied.toarray().tolist() == [[0, 0, 1], [0, 0, 1], [1, 1, 0]]
    assert not made.alone.any()


def test_who_is_alone_comes_first_and_then_a_bridge_between_parts():
    same = {"themes": ("food",), "audiences": ("carers",)}
    others = [node(f"g{number}", themes=(f"t{number}",), audiences=(f"a{number}",)) for number in range(10, 30)]
    nodes = [node("g1", **same), node("g2", **same), node("g3", **same), *others]
    links = [link("g1", "g10"), link("g2", "g11")]
    found = ranked(nodes, links)
    assert list(found.index) == ["g1 g3", "g2 g3", "g1 g2"]
    assert found.loc["g1 g3", "reasons"][-1] == {"kind": "alone", "score": WEIGHTS["alone"], "who": ["g3"]}
    assert kinds(found, "g1 g2")[-1] == "bridge"
    joined = ranked(nodes, [*links, link("g10", "g11")])
    assert "bridge" not in kinds(joined, "g1 g2")


def test_an_empty_network_has_nobody_to_introduce():
    assert ranked([]).empty
    assert ranked([node("g1")]).empty
    assert list(ranked([]).columns) == ["first", "second", "score", "reasons"]


def test_reasons_can_be_asked_for_any_pair_and_are_none_for_strangers():
    nodes = frames.nodes_frame([node("g1", lon=0.0, lat=51.5), node("g2", lon=0.0, lat=51.5)])
    found = explain(nodes, frames.links_frame([]), frames.notices_frame([]), [("g2", "g1"), ("g1", "g9")], Asked(ON))
    assert [[each["kind"] for each in reasons] for reasons in found] == [["near", "alone"], []]


NAMES = [f"g{number}" for number in range(7)]
words = st.lists(st.sampled_from(["one", "two", "three"]), max_size=3, unique=True).map(tuple)
place = st.one_of(
    st.just({}),
    st.fixed_dictionaries({"lon": st.sampled_from([0.0, 0.004, 0.02]), "lat": st.just(51.5), "approximate": st.booleans()}),
)
a_node = st.builds(
    lambda where, own, audiences, languages, areas: where | {"themes": own, "audiences": audiences, "languages": languages, "areas": areas},
    place,
    *[words] * 4,
)
a_link = st.tuples(st.sampled_from(NAMES), st.sampled_from([*NAMES, "a1", "a2"])).filter(lambda ends: ends[0] != ends[1])
a_notice = st.builds(
    notice, st.sampled_from(NAMES), st.sampled_from(["need", "offer"]), st.sampled_from(["room", "food"]), st.integers(0, 127)
)


@settings(max_examples=60)
@given(st.lists(a_node, min_size=7, max_size=7), st.lists(a_link, max_size=9, unique=True), st.lists(a_notice, max_size=4), st.randoms())
def test_no_suggested_pair_is_linked_reasons_are_true_and_the_order_of_rows_does_not_matter(made, ends, notices, chance):
    nodes = [*(node(name, **own) for name, own in zip(NAMES, made, strict=True)), node("a1", runs_by="g0"), node("a2")]
    links = [link(*pair) for pair in ends]
    found = ranked(nodes, links, notices)
    tied = {frozenset(pair) for pair in ends}
    own = {each["node"]: each for each in nodes}
    for pair, row in found.iterrows():
        one, other = pair.split()
        assert frozenset((one, other)) not in tied
        assert row["score"] == pytest.approx(sum(reason["score"] for reason in row["reasons"]), abs=1e-4)
        for reason in row["reasons"]:
            assert true(reason, own[one], own[other], tied), reason
    shuffled = [chance.sample(list(each), len(each)) for each in (nodes, links, notices)]
    again = ranked(*shuffled)
    assert list(again.index) == list(found.index)
    assert list(again["reasons"]) == list(found["reasons"])


def true(reason, one, other, tied):
    """Whether a reason for two groups holds, read from the records themselves."""
    names = {one["node"], other["node"]}
    if reason["kind"] == "match":
        return all({fit["needs"], fit["offers"]} == names for fit in reason["fits"])
    if reason["kind"] == "near":
        return reason["metres"] <= NEAR_M and not one["approximate"] and not other["approximate"]
    if reason["kind"] in ("audiences", "languages", "themes", "area"):
        name = {"area": "areas"}.get(reason["kind"], reason["kind"])
        return bool(reason["shared"]) and set(reason["shared"]) <= set(one[name]) & set(other[name])
    if reason["kind"] in ("contacts", "venue"):
        return all(frozenset((name, each)) in tied for each in reason["shared"] for name in names)
    if reason["kind"] == "alone":
        return all(not any(name in ends and all(end.startswith("g") for end in ends) for ends in tied) for name in reason["who"])
    return reason["kind"] == "bridge"


def test_blocks_make_no_difference(monkeypatch):
    chance = random.Random(4)
    nodes = [
        node(f"g{number}", lon=chance.random() / 50, lat=51.5, themes=tuple(chance.sample("abcdefghijklmnop", 2))) for number in range(60)
    ]
    whole = ranked(nodes)
    monkeypatch.setattr("assetmap.graphs.introductions.BLOCK", 7)
    assert ranked(nodes).equals(whole)
    assert len(whole) == 100


def test_metres_are_those_of_the_earth():
    frame = frames.nodes_frame([node("g1", lon=-0.06, lat=51.50), node("g2", lon=-0.02, lat=51.53)])
    common = Common(frame, frames.links_frame([]), frames.notices_frame([]), ON, 1.0)
    assert common.walk([0], [1])[0, 0] == pytest.approx(4341, rel=0.004)  # 4,341 m on the WGS 84 ellipsoid
