"""How a network grew: hand-worked, by what was known on each day."""

from datetime import date

import pytest

from assetmap.graphs import frames
from assetmap.graphs.growth import Quarter, Standing, first_day, quarter_of, quarters, standing

NODES = frames.nodes_frame([{"node": name, "kind": "asset" if name == "a1" else "group"} for name in ("g1", "g2", "g3", "a1")])


def links(*rows):
    names = ("source", "target", "made_on", "confirmed_on", "ended_on")
    return frames.links_frame({"link": f"l{at}", "kind": "co_runs", **dict(zip(names, row, strict=True))} for at, row in enumerate(rows))


LINKS = links(
    ("g1", "g2", date(2025, 1, 31), date(2025, 6, 30), None), ("g2", "a1", date(2025, 7, 1), None, None), ("g1", "g3", None, None, None)
)
ENDED = links(("g1", "g3", date(2025, 2, 1), date(2025, 2, 1), date(2025, 7, 1)))


@pytest.mark.parametrize(
    ("day", "links", "confirmed", "groups"),
    [
        (date(2025, 1, 30), 0, 0, 0),
        (date(2025, 1, 31), 1, 0, 2),
        (date(2025, 3, 31), 2, 1, 3),
        (date(2025, 6, 30), 2, 2, 3),
        (date(2025, 7, 1), 2, 1, 2),
    ],
)
def test_a_link_stands_from_the_day_it_was_known_until_the_day_it_ended(day, links, confirmed, groups):
    assert standing(NODES, LINKS, ENDED, day) == Standing(links, confirmed, groups)


def test_in_a_part_count_the_links_that_touch_it_and_its_own_groups():
    assert standing(NODES, LINKS, ENDED, date(2025, 7, 1), {"g2"}) == Standing(2, 1, 1)
    assert standing(NODES, LINKS, ENDED, date(2025, 3, 31), {"g3", "a1"}) == Standing(1, 1, 1)


def test_who_runs_what_others_are_linked_with_has_a_link_wherever_it_is():
    nodes = NODES.assign(runs_by=["", "", "", "g3"])
    day = date(2025, 7, 1)
    assert standing(NODES, LINKS, ENDED, day).groups == 2
    assert standing(nodes, LINKS, ENDED, day) == Standing(2, 1, 3)
    assert standing(nodes, LINKS, ENDED, day, {"g3"}) == Standing(1, 0, 1)


def test_quarters_begin_with_the_first_day_and_are_at_most_so_many():
    assert quarters(date(2025, 12, 31), date(2026, 5, 4), 12) == [Quarter(2025, 4), Quarter(2026, 1), Quarter(2026, 2)]
    assert quarters(date(2020, 1, 1), date(2026, 1, 1), 2) == [Quarter(2025, 4), Quarter(2026, 1)]
    assert [(each.start, each.end) for each in (Quarter(2025, 3), quarter_of(date(2025, 12, 31)))] == [
        (date(2025, 7, 1), date(2025, 9, 30)),
        (date(2025, 10, 1), date(2025, 12, 31)),
    ]
    assert {quarter_of(date(2025, month, 1)).number: quarter_of(date(2025, month, 1)).before.number for month in (2, 5, 8, 11)} == {
        **{1: 4, 2: 1, 3: 2, 4: 3},
    }


def test_the_first_day_is_that_of_the_first_link_known_though_it_has_ended():
    assert first_day(LINKS, ENDED) == date(2025, 1, 31)
    assert first_day(links()) is None
