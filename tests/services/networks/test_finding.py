"""Finding local networks: one town quarter, worked out by hand round one postcode.

Carers' Café runs a room 400 m (straight) off, Carers' Choir meets at a hall 900 m off, Carers' Walk is 1,000 m off, and Carers by
Post says only that it works in the neighbourhood. A walk is the straight line times 1.3; 15 minutes are 1,200 m: 923 m straight.
"""

from dataclasses import replace

import pytest
from sqlalchemy import select

from assetmap.errors import NotFound, OutsideEveryArea
from assetmap.geo.distance import EARTH
from assetmap.models import Area, Asset, Category, Notice, Side, Thing, Visibility
from assetmap.services import patches, places
from assetmap.services.columns import place_columns
from assetmap.services.networks import Viewer, finding
from assetmap.services.networks.wanted import Wanted, placed
from assetmap.services.vocabulary import vocabulary
from tests.conftest import TOLERANCE_M
from tests.networked import add_groups, add_link

LON, LAT = -0.052098, 51.512497  # E1 0AA


def at(metres: float, bearing: float = 0.0) -> dict:
    lon, lat, _back = EARTH.fwd(LON, LAT, bearing, metres)
    return place_columns(lon, lat)


def add_asset(session, name, metres, bearing=0.0, group=None, **more):
    """An asset of the kind "stories", which Tower Hamlets has none of."""
    category = session.scalar(select(Category.id).where(Category.slug == "stories"))
    found = Asset(name=name, category_id=category, holder="community", search_text=name.lower(), **at(metres, bearing), **more)
    found.group_id = group.id if group else None
    session.add(found)
    session.flush()
    patches.link_one(session, found.id, TOLERANCE_M)
    places.changed(session)
    return found


def bits(session, kind, *slugs):
    return vocabulary(session).bits(kind, slugs)


@pytest.fixture
def asked(session):
    wanted, _others = placed(session, Wanted(audience="carers"), "E1 0AA", TOLERANCE_M)
    return wanted


@pytest.fixture
def quarter(session, asked):
    carers, bengali = bits(session, "audience", "carers"), bits(session, "language", "bengali-sylheti")
    names = ("Carers' Café", "Carers' Choir", "Carers' Walk", "Carers by Post")
    groups = add_groups(session, *names, audience_bits=carers, public_email="hello@example.org")
    cafe, choir, walk, post = groups
    cafe.language_bits = bengali
    post.areas = [session.scalar(select(Area).where(Area.code == asked.home))]
    session.flush()
    hall = add_asset(session, "Hall", 900, 90)
    add_asset(session, "Café room", 400, 200, group=cafe, audience_bits=carers)
    add_asset(session, "Walk room", 1000, 270, group=walk)
    add_link(session, "meets_at", choir, hall)
    return groups


def names(places_found):
    return [place.name for place in places_found]


def test_what_is_within_a_walk_is_found_the_nearest_first_and_what_is_only_roughly_known_says_so(session, asked, quarter):
    answer = finding.ask(session, asked)
    assert names(answer.groups) == ["Carers' Café", "Carers' Choir", "Carers by Post"]
    assert [place.walk_m and round(place.walk_m, -1) for place in answer.groups] == [520, 1170, None]
    assert [place.rough for place in answer.groups] == [False, False, True]
    assert (names(answer.assets), answer.asset_count, answer.rough) == (["Café room"], 1, 1)
    assert answer.groups[0].runs == ("Café room",)


@pytest.mark.parametrize(("metres", "found"), [(1165, 1), (1175, 2), (1290, 2), (1305, 3)])
def test_the_walk_is_the_straight_line_times_the_detour(session, asked, quarter, metres, found):
    answer = finding.ask(session, replace(asked, metres=float(metres)))
    assert len([place for place in answer.groups if not place.rough]) == found


def test_who_walks_slower_reaches_less(session, asked, quarter):
    assert "Carers' Choir" not in names(finding.ask(session, replace(asked, pace="slower")).groups)
    assert replace(asked, pace="slower").limit_m == 900


def test_language_words_and_theme_all_must_fit(session, asked, quarter):
    assert names(finding.ask(session, replace(asked, language="bengali-sylheti")).groups) == ["Carers' Café"]
    assert names(finding.ask(session, replace(asked, q="choir")).groups) == ["Carers' Choir"]
    assert names(finding.ask(session, replace(asked, theme="stories")).groups) == ["Carers' Café"]
    assert finding.ask(session, replace(asked, audience="men")).groups == ()


def test_those_that_do_not_say_for_whom_they_are_are_counted(session, asked, quarter):
    answer = finding.ask(session, replace(asked, theme="stories"))
    assert (answer.asset_count, answer.silent) == (1, 1)  # the hall says nothing; the walk's room is too far


def test_an_asset_without_an_exact_place_counts_in_its_neighbourhood_only(session, asked):
    carers = bits(session, "audience", "carers")
    add_asset(session, "Somebody's kitchen", 0, approximate=True, audience_bits=carers)
    add_asset(session, "Far kitchen", 2500, 20, approximate=True, audience_bits=carers)
    answer = finding.ask(session, asked)
    assert [(place.name, place.walk_m, place.rough) for place in answer.assets] == [("Somebody's kitchen", None, True)]


def test_an_asset_with_no_fixed_place_is_counted_apart(session, asked):
    category = session.scalar(select(Category.id).where(Category.slug == "stories"))
    session.add(Asset(name="Online circle", category_id=category, holder="community", audience_bits=bits(session, "audience", "carers")))
    session.flush()
    places.changed(session)
    answer = finding.ask(session, asked)
    assert (answer.asset_count, answer.placeless) == (0, 1)
    assert finding.ask(session, Wanted(audience="carers")).asset_count == 1


def test_an_empty_answer_has_the_nearest_beyond(session, asked, quarter):
    answer = finding.ask(session, replace(asked, metres=100.0, audience="carers", language="bengali-sylheti"))
    assert (answer.group_count, answer.asset_count) == (0, 0)
    assert names(answer.beyond) == ["Carers' Café"]
    assert round(answer.beyond[0].walk_m, -1) == 520


def test_in_a_neighbourhood_count_those_that_work_or_run_something_there(session, asked, quarter):
    answer = finding.ask(session, Wanted(audience="carers", areas=(asked.home,)))
    assert "Carers by Post" in names(answer.groups)
    assert all(place.walk_m is None and not place.rough for place in answer.groups)
    with pytest.raises(NotFound):
        finding.ask(session, Wanted(areas=("E99",)))


def test_how_they_are_connected_and_who_could_introduce(session, asked, quarter):
    cafe, choir, _walk, post = quarter
    friend, silent, neighbour = add_groups(session, "Friend", "Silent", "Neighbour")
    friend.public_phone = neighbour.website = "020 7946 0000"
    add_link(session, "co_runs", cafe, choir)
    for group in (cafe, choir, post):
        add_link(session, "refers_to", silent, group)
    add_link(session, "refers_to", friend, cafe)
    add_link(session, "funds", choir, friend)
    add_link(session, "meets_at", neighbour, session.scalars(select(Asset).where(Asset.name == "Hall")).one())
    answer = finding.ask(session, asked)
    assert (answer.linked, answer.hubs) == (("Carers' Café", "Carers' Choir"), ())
    assert [(tie.source.name, tie.kind, tie.target.name) for tie in answer.ties] == [("Carers' Café", "co_runs", "Carers' Choir")]
    found = [(each.place.name, each.known, each.others, each.found) for each in answer.introducers]
    assert found == [("Friend", 2, 3, False), ("Carers' Café", 1, 2, True), ("Carers' Choir", 1, 2, True), ("Neighbour", 1, 3, False)]
    assert {(way.kind, way.outward, way.target) for way in answer.introducers[0].ways} == {
        ("refers_to", True, "Carers' Café"),
        ("funds", False, "Carers' Choir"),
    }
    assert [(way.kind, way.venue) for way in answer.introducers[-1].ways] == [("same_place", "Hall")]


def test_shared_links_help_connectors_only_and_private_ones_nobody(session, asked, quarter):
    cafe, choir, _walk, post = quarter
    friend, secret = add_groups(session, "Friend", "Secret", public_email="hello@example.org")
    add_link(session, "refers_to", friend, cafe, visibility=Visibility.shared)
    add_link(session, "co_runs", cafe, choir, visibility=Visibility.shared)
    add_link(session, "trusted_contact", secret, post, visibility=Visibility.private)
    public, connector = finding.ask(session, asked), finding.ask(session, replace(asked, viewer=Viewer.connector))
    assert (public.ties, public.introducers, public.linked) == ((), (), ())
    assert public.all_links + 2 == connector.all_links
    assert {each.place.name for each in connector.introducers} == {"Friend", "Carers' Café", "Carers' Choir"}
    assert "Secret" not in repr(connector)


def test_a_hidden_meeting_place_does_not_say_where_a_group_is(session, asked, quarter):
    (quiet,) = add_groups(session, "Quiet", audience_bits=bits(session, "audience", "carers"))
    add_link(session, "meets_at", quiet, session.scalars(select(Asset).where(Asset.name == "Hall")).one(), visibility=Visibility.shared)
    assert "Quiet" not in names(finding.ask(session, asked).groups)
    assert "Quiet" in names(finding.ask(session, replace(asked, viewer=Viewer.connector)).groups)


def test_offers_of_those_found_come_first_and_of_others_there_too(session, asked, quarter):
    cafe, *_others, post = quarter
    (host,) = add_groups(session, "Host")
    add_asset(session, "Host's room", 100, group=host)
    for group, side in ((host, Side.offer), (post, Side.need), (cafe, Side.offer)):
        session.add(Notice(group_id=group.id, side=side, thing=Thing.room, weekdays=2))
    session.add(Notice(group_id=cafe.id, side=Side.offer, thing=Thing.money, visibility=Visibility.shared))
    session.flush()
    places.changed(session)
    found = [(offer.place.name, offer.side, offer.found) for offer in finding.ask(session, asked).offers]
    assert found == [("Carers' Café", "offer", True), ("Carers by Post", "need", True), ("Host", "offer", False)]


def test_words_for_a_place_mean_a_point_a_postcode_neighbourhoods_or_something_registered(session):
    def meaning(text):
        return placed(session, Wanted(), text, TOLERANCE_M)[0]

    assert meaning("e1 0aa").point == pytest.approx((LON, LAT))
    assert meaning(f"{LON},{LAT}").home == meaning("E1 0AA").home != ""
    assert len(meaning("Bow").areas) == 2
    assert len(meaning("bow EAST").areas) == 1
    assert meaning("Sundial Centre").place.startswith("The Sundial Centre")
    with pytest.raises(NotFound):
        meaning("Atlantis")
    with pytest.raises(OutsideEveryArea):
        meaning("1.0,45.0")


def test_the_example_is_asked_only_where_that_is_asked_for(session):
    real, invented = (
        finding.ask(session, Wanted(theme="advice-support")),
        finding.ask(session, Wanted(theme="advice-support", example=True)),
    )
    assert all(place.number is not None for place in real.groups)
    assert invented.groups
    assert all(place.number is None for place in (*invented.groups, *invented.assets))
    assert not {place.name for place in real.groups} & {place.name for place in invented.groups}
