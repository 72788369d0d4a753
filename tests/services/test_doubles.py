"""Likely pairs: what is registered twice is found, what only sounds alike is not, and no pair is asked about twice."""

import numpy as np
import pytest
from sqlalchemy import func, select

from assetmap.geo.distance import metres
from assetmap.geo.nearness import apart, near_pairs
from assetmap.models import Act, Asset, Subject, User
from assetmap.services import assets, doubles, merging, publish
from assetmap.services.versions import Made
from tests.conftest import TOLERANCE_M
from tests.networked import add_groups

HOME = (-0.0601, 51.5205)
NEXT_DOOR, A_WALK, FAR = (-0.0603, 51.5206), (-0.0545, 51.5215), (-0.0100, 51.5100)


def add(session, name, point=HOME, **more):
    category = assets.get(session, session.scalar(select(func.min(Asset.id)))).category.slug
    content = {"name": name, "summary": "Here", "category": category, "holder": "community", "address": "", "postcode": ""}
    where = {"lon": point[0], "lat": point[1]} if point else {"lon": None, "lat": None}
    return publish.add(session, Subject.asset, content | where | more, TOLERANCE_M, Made(Act.added))


def pairs(session, *ids, subject=Subject.asset):
    return [(double.first, double.second) for double in doubles.listed(session, subject) if {double.first, double.second} <= set(ids)]


@pytest.mark.parametrize(
    ("one", "other", "where"),
    [
        ("Zebrano Art Centre", "Zebrano Arts Centre", A_WALK),
        ("Centre of the Zebrano", "The Zebrano Centre of", A_WALK),
        ("Quilombo", "Quilombbo", NEXT_DOOR),
        ("Quilombo Yard", "Quilombo Yard", None),
    ],
)
def test_what_is_registered_twice_is_found(session, one, other, where):
    first, second = add(session, one, HOME if where else None), add(session, other, where)
    assert pairs(session, first, second) == [(first, second)]


@pytest.mark.parametrize(
    ("one", "other", "where"),
    [
        ("1st Zebrano Scouts", "2nd Zebrano Scouts", NEXT_DOOR),
        ("Zebrano Garden", "Zebrano Orchestra", NEXT_DOOR),
        ("Zebrano Pharmacy", "Zebrano Pharmacy", FAR),
        ("Quilombo", "Quilombbo", A_WALK),
    ],
)
def test_what_only_sounds_alike_or_is_far_away_is_not(session, one, other, where):
    first, second = add(session, one), add(session, other, where)
    assert pairs(session, first, second) == []


def test_the_same_telephone_lets_less_alike_names_be_a_pair(session):
    first = add(session, "Zebrano Garden", public_phone="020 7946 0123", consents=["public_phone"])
    second = add(session, "Zebrano Gardeners Hut", public_phone="+44 20 7946 0123", consents=["public_phone"])
    (double,) = [each for each in doubles.listed(session, Subject.asset) if {each.first, each.second} == {first, second}]
    assert double.same == ("phone",)


def test_a_place_the_public_sees_roughly_is_not_measured(session):
    first, second = add(session, "Quilombo Yard"), add(session, "Quilombo Yard", precision="area")
    (double,) = [each for each in doubles.listed(session, Subject.asset) if {each.first, each.second} == {first, second}]
    assert double.metres is None


def test_groups_are_compared_too(session):
    one, two, three = add_groups(session, "Quilombo Tenants Association", "Quilombo Tenants' Association", "Quilombo Choir")
    assert pairs(session, one.id, two.id, three.id, subject=Subject.group) == [(one.id, two.id)]


def test_a_pair_that_is_not_the_same_is_not_asked_about_again(session):
    first, second = add(session, "Quilombo Yard"), add(session, "Quilombo Yard")
    merging.distinguish(session, Subject.asset, (second, first), session.scalars(select(User).limit(1)).one())
    assert pairs(session, first, second) == []


def test_the_bound_that_spares_comparisons_loses_no_pair(session, monkeypatch):
    for number, name in enumerate(["Zebrano Art", "Zebrano Arts", "Art Zebrano", "Zebra Art", "Quilombo", "Quilomba", "Brano Zear"]):
        add(session, name, (HOME[0] + number / 100_000, HOME[1]))
    found = doubles._found(doubles._entries(session, Subject.asset), Subject.asset)
    monkeypatch.setattr(doubles, "_could_be", lambda names, pairs, needed: np.ones(len(pairs), dtype=bool))
    assert doubles._found(doubles._entries(session, Subject.asset), Subject.asset) == found != []


def test_near_pairs_are_those_that_are_near():
    generator = np.random.default_rng(4)
    lons, lats = -0.06 + generator.random(60) / 100, 51.5 + generator.random(60) / 100
    lons[7] = np.nan
    found = {tuple(pair) for pair in near_pairs(lons, lats, 100).tolist()}
    wanted = {
        (one, other)
        for one in range(60)
        for other in range(one + 1, 60)
        if metres(lons[one], lats[one], [lons[other]], [lats[other]])[0] <= 100
    }
    assert found == wanted != set()
    assert np.isnan(apart(lons, lats, np.array([[7, 8]]))).all()
