"""Every sentence of an answer is right for none, one, two and many."""

from dataclasses import replace

import pytest

from assetmap.services.networks.answers import Answer, Introducer, Offer, Place, Way
from assetmap.services.networks.wanted import Wanted
from assetmap.web.networks import find_words as words

PLACE = Place("g1", 1, "One", "", "charity", None, False)
NOTHING = Answer(Wanted(audience="carers"), (), (), 0, 0, 0, 0, 0, (), (), (), (), (), (), (), 0, 0, 0, None, False)


@pytest.fixture(autouse=True)
def asked(reading):
    with reading.test_request_context("/"):
        yield


@pytest.mark.parametrize(
    ("groups", "assets", "said"),
    [
        (0, 0, "Nobody has registered a group or an asset for carers in the whole place. That does not mean there is nothing."),
        (1, 0, "1 group for carers is known in the whole place."),
        (0, 1, "1 asset for carers is known in the whole place."),
        (1, 1, "1 group and 1 asset for carers are known in the whole place."),
        (2, 1, "2 groups and 1 asset for carers are known in the whole place."),
        (4, 6, "4 groups and 6 assets for carers are known in the whole place."),
        (0, 9, "9 assets for carers are known in the whole place."),
    ],
)
def test_how_many_there_are(groups, assets, said):
    assert words.sentences(replace(NOTHING, group_count=groups, asset_count=assets))[0] == said


@pytest.mark.parametrize(
    ("groups", "linked", "hubs", "said"),
    [
        (1, (), (), []),
        (2, (), (), ["No link between the two groups is known."]),
        (2, ("A", "B"), ("A", "B"), ["The two groups are linked with each other."]),
        (3, (), (), ["No link among these 3 groups is known."]),
        (
            *(4, ("A", "B"), ()),
            ["2 of the groups are linked with at least one of the others; for 2 of them no such link is known."],
        ),
        (
            *(3, ("A", "B"), ()),
            ["2 of the groups are linked with at least one of the others; for 1 of them no such link is known."],
        ),
        (
            3,
            ("A", "B", "C"),
            ("A",),
            ["Each of these groups is linked with at least one of the others.", "A is linked with all the others."],
        ),
        (
            *(4, ("A", "B", "C", "D"), ("A", "B")),
            ["Each of these groups is linked with at least one of the others.", "A and B are linked with all the others."],
        ),
        (3, ("A", "B", "C"), ("A", "B", "C"), ["Every one of them is linked with all the others."]),
    ],
)
def test_how_they_are_connected(groups, linked, hubs, said):
    assert words.connections(replace(NOTHING, group_count=groups, linked=linked, hubs=hubs)) == said


def test_a_place_in_common_names_those_who_use_it_and_counts_the_rest():
    answer = replace(NOTHING, group_count=6, venues=(("Hall", tuple("ABCDEF")),))
    assert words.connections(answer)[1] == "Hall is used by 6 of them: A, B, C, D and 2 more."


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (Wanted(), "in the whole place"),
        (Wanted(areas=("E05009317",)), "in Bethnal Green East"),
        (Wanted(areas=("E05009317", "E05009319")), "in Bethnal Green East or Bow East"),
        (Wanted(point=(0.0, 51.0), place="Roman Road Market", minutes=15.0), "within 15 minutes’ walk of Roman Road Market"),
        (Wanted(point=(0.0, 51.0), place="E1 0AA", minutes=1.0), "within 1 minute’s walk of E1 0AA"),
        (Wanted(point=(0.0, 51.0), metres=400.0), "within a walk of 400 m from the point you chose"),
    ],
)
def test_where(wanted, said):
    assert words.where(wanted) == said


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (Wanted(), ""),
        (Wanted(audience="lgbtq"), "for LGBTQ+ people"),
        (Wanted(theme="libraries", audience="older-people", q="tea"), "about libraries for older people with the words “tea”"),
        (Wanted(language="somali"), "where Somali (Soomaali) is spoken"),
    ],
)
def test_about_what(wanted, said):
    assert words.about(wanted) == said


@pytest.mark.parametrize(
    ("known", "others", "found", "said"),
    [
        (1, 1, False, "Knows the group."),
        (1, 1, True, "Knows the other group."),
        (2, 2, False, "Knows both groups."),
        (2, 2, True, "Knows both of the other groups."),
        (3, 3, False, "Knows all 3 groups."),
        (3, 3, True, "Knows all 3 other groups."),
        (1, 4, False, "Knows 1 of the 4 groups."),
        (3, 4, True, "Knows 3 of the 4 other groups."),
    ],
)
def test_how_many_an_introducer_knows(known, others, found, said):
    assert words.known(Introducer(PLACE, known, others, found, ())) == said


def test_why_an_introducer_knows_them():
    ways = (
        *(Way("A", "refers_to", True, "", ""), Way("B", "refers_to", True, "", ""), Way("C", "funds", False, "", "")),
        *(Way("A", "same_place", True, "Hall", ""), Way("D", "same_place", True, "Hall", "")),
    )
    assert words.reasons(Introducer(PLACE, 4, 4, False, ways)) == [
        "refers people to A and B",
        "is funded by C",
        "uses the same place (Hall) as D",
    ]


@pytest.mark.parametrize(
    ("groups", "answered", "said"),
    [
        (1, 0, "The group found has not answered for its own links yet."),
        (1, 1, "The group found has answered for its own links."),
        (4, 0, "None of the 4 groups found has answered for its own links yet."),
        (4, 1, "Of the 4 groups found, 1 has answered for its own links."),
        (4, 3, "Of the 4 groups found, 3 have answered for their own links."),
    ],
)
def test_what_it_rests_on(groups, answered, said):
    assert words.rests_on(replace(NOTHING, group_count=groups, answered=answered))[1] == said
    assert len(words.rests_on(NOTHING)) == 1
    assert words.rests_on(replace(NOTHING, hidden=3))[-1] == "At least 3 more links in the whole place are not shown to everybody."


@pytest.mark.parametrize(("count", "said"), [(0, ""), (1, "1 more entry there may"), (5, "5 more entries there may")])
def test_how_many_do_not_say(count, said):
    assert words.silent(replace(NOTHING, silent=count)).startswith(said)
    assert bool(words.silent(replace(NOTHING, silent=count))) == bool(count)


@pytest.mark.parametrize(
    ("bits", "said"), [(0, "A room"), (127, "A room"), (2, "A room on Tuesdays"), (3, "A room on Mondays and Tuesdays")]
)
def test_the_days_of_an_offer(bits, said):
    assert words.offer_text(Offer(PLACE, "offer", "room", "", bits, True), "A room") == said


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (replace(PLACE, walk_m=79.0), "about 1 minute"),
        (replace(PLACE, walk_m=800.0), "about 10 minutes"),
        (replace(PLACE, rough=True, areas=("Bow East",)), "Somewhere in Bow East: only its surroundings are known"),
        (PLACE, ""),
    ],
)
def test_how_far_it_is(place, said):
    assert words.how_far(place, Wanted()).endswith(said)
