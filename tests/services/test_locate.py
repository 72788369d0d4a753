"""Where words are, from what the place's folder knows; nothing is asked of anybody outside."""

import pytest

from assetmap.errors import OutsideEveryArea, UnknownPostcode
from assetmap.services import locate
from tests.conftest import TOLERANCE_M

CENTRE = (-0.052098, 51.512497)


@pytest.mark.parametrize("text", ["E1 0AA", "e10aa", " E1  0aa ", "E1-0AA", "e1 0AA."])
def test_a_postcode_is_understood_however_it_is_written(session, text):
    found = locate.postcode(session, text)
    assert (found.label, found.lon, found.lat) == ("E1 0AA", *CENTRE)


@pytest.mark.parametrize("text", ["", "ZZ1 1ZZ", "E1", "W1A 1AA", "'; DROP TABLE postcodes"])
def test_a_postcode_of_elsewhere_is_said_not_to_be_known(session, text):
    with pytest.raises(UnknownPostcode, match="Tower Hamlets"):
        locate.postcode(session, text)


def test_a_postcode_in_an_address_is_the_place(session):
    (found,) = locate.words(session, "Flat 3, 12 Somewhere Street, London E1 0AA")
    assert (found.lon, found.lat, found.kind) == (*CENTRE, "postcode")


def test_the_name_of_an_asset_is_a_place_nearby(session):
    found = locate.words(session, "the hall behind the Sundial Centre")
    assert found[0].kind == "asset"
    assert "Sundial" in found[0].label


def test_the_name_of_a_neighbourhood_is_a_place_too(session):
    found = locate.words(session, "somewhere in Shadwell")
    assert any(each.kind == "area" and each.label == "Shadwell" for each in found) or found


@pytest.mark.parametrize("text", ["", "the street", "12", "qqqq zzzz", "!!!"])
def test_words_that_mean_no_place_find_none(session, text):
    assert locate.words(session, text) == []


def test_no_more_candidates_are_offered_than_can_be_read(session):
    assert 1 < len(locate.words(session, "community centre")) <= locate.MOST_CANDIDATES


def test_near_takes_degrees_or_a_postcode(session):
    assert locate.near(session, "-0.05,51.5") == locate.Candidate("", -0.05, 51.5, "point")
    assert locate.near(session, "E1 0AA").label == "E1 0AA"


@pytest.mark.parametrize("text", ["north,south", "200,100", "nan,nan", "inf,51.5", "1,2,3", "-0.05;51.5"])
def test_near_nothing_is_said_not_to_be_known(session, text):
    with pytest.raises(UnknownPostcode):
        locate.near(session, text)


def test_a_point_of_the_place_passes_and_one_beyond_the_tolerance_does_not(session):
    locate.check_inside(session, *CENTRE, TOLERANCE_M)
    with pytest.raises(OutsideEveryArea, match="not in Tower Hamlets"):
        locate.check_inside(session, 2.35, 48.86, TOLERANCE_M)
