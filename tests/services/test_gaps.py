"""Need against access on the real place: everything adds up, nothing is dropped, and what the register does not say is said."""

import numpy as np
import pytest
import shapely
from geoalchemy2 import WKBElement
from scipy.spatial.distance import cdist
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from assetmap.errors import BadQuery, NotFound
from assetmap.geo.reach import DETOUR, in_metres
from assetmap.models import Area, Asset, Cost, Geography, Indicator, Observation, Polarity, Postcode, Subject
from assetmap.services import areas, assets, crosswalks, gaps, patches, places, remember, schedules
from assetmap.services.filters import Filters
from assetmap.services.gaps import Asked
from assetmap.services.gaps.asked import from_kept, kept
from assetmap.services.gaps.residents import residents
from assetmap.services.times import clock
from assetmap.services.times.asked import when
from assetmap.services.times.check import check
from tests import crowd

NEED = "loneliness_pct"
LIBRARIES = Filters(category=("libraries",))


def changed(session: Session) -> None:
    places.figures_changed(session)
    remember.forget()


@pytest.mark.parametrize("geography", ["ward25", "msoa21", "lsoa21"])
def test_every_area_is_in_the_answer_and_all_people_are_counted_once(session, geography):
    answer = gaps.ask(session, Asked(NEED, geography=geography, filters=LIBRARIES))
    assert {row.code for row in (*answer.rows, *answer.unknown)} == {area.code for area in areas.in_geography(session, geography)}
    assert sum(row.people for row in answer.rows) == pytest.approx(323_854, rel=1e-9) == answer.people
    assert sum(row.without for row in answer.rows) == pytest.approx(answer.without, rel=1e-9)
    assert sum(row.without for row in answer.high) == pytest.approx(answer.affected, rel=1e-9)
    assert 0 < answer.affected < answer.without < answer.people


def beyond(session: Session, people: float | None) -> None:
    """A small area just outside the place, with a postcode a hundred metres from the border and its people, where they are known."""
    whole = areas.whole(session)
    west, south, _east, north = areas.bounds(session, whole)
    outline = shapely.from_wkb(bytes(session.scalar(select(func.ST_AsBinary(Area.shape)).where(Area.id == whole.id))))
    lat = (south + north) / 2
    edge = outline.intersection(shapely.LineString([(west - 1, lat), (west + 1, lat)])).bounds[0]
    ground = shapely.MultiPolygon([shapely.box(edge - 0.05, lat - 0.001, edge + 0.0005, lat + 0.001).difference(outline)])
    small = areas.geography(session, "lsoa21")
    area = Area(code="E01999999", name="Beyond", geography_id=small.id, shape=WKBElement(bytes(shapely.to_wkb(ground)), srid=4326))
    session.add(area)
    session.flush()
    session.add(Postcode(code="ZZ11ZZ", shown="ZZ1 1ZZ", lon=edge - 0.0014, lat=lat))
    number = session.scalar(select(Indicator.id).where(Indicator.key == "pop_mid2022"))
    if people is not None:
        session.add(Observation(indicator_id=number, area_id=area.id, period="2022", value=people))
    session.flush()
    changed(session)


@pytest.mark.parametrize("people", [56_000_000.0, None])
def test_people_beyond_the_place_are_not_its_people(session, people):
    before = gaps.ask(session, Asked(NEED, filters=LIBRARIES))
    beyond(session, people)
    answer = gaps.ask(session, Asked(NEED, filters=LIBRARIES))
    assert answer.people == pytest.approx(323_854, rel=1e-9)
    assert answer.residents.unknown_areas == 0
    assert [row.register.kind for row in answer.rows] == [row.register.kind for row in before.rows]


def test_people_of_small_areas_are_those_that_are_published(session):
    answer = gaps.ask(session, Asked("pop_mid2022", geography="lsoa21", worse="high"))
    for row in answer.rows:
        assert row.people == pytest.approx(row.figure.value, rel=1e-9)


def test_walks_to_libraries_are_those_worked_out_one_by_one(session):
    answer = gaps.ask(session, Asked(NEED, filters=LIBRARIES, geography="lsoa21"))
    epsg = places.current(session).metric_epsg
    where = select(func.ST_X(Asset.point), func.ST_Y(Asset.point)).join(Asset.category).where(Asset.category.has(slug="libraries"))
    lon, lat = np.array(session.execute(where).all(), float).T
    people = residents(session).people
    walk = cdist(people.places, in_metres(lon, lat, epsg)).min(axis=1) * DETOUR
    clear = np.abs(walk - 1200) > 5  # a cell is up to two and a half metres wide
    assert answer.without == pytest.approx(people.number[walk > 1200].sum(), abs=people.number[~clear].sum())
    assert session.scalar(select(func.count()).where(Postcode.large_user.is_(False))) == (~people.stand_in).sum()


def test_high_need_is_the_worst_part_and_comes_first_by_people_without_access(session):
    answer = gaps.ask(session, Asked(NEED, filters=LIBRARIES, part="fifth"))
    assert len(answer.high) == 4 == len(answer.rows) // 5
    assert min(row.figure.value for row in answer.high) >= max(row.figure.value for row in answer.others)
    for part in (answer.high, answer.others):
        assert [row.without for row in part] == sorted((row.without for row in part), reverse=True)


def test_low_figures_are_need_where_high_ones_are_better(session):
    session.execute(update(Indicator).where(Indicator.key == NEED).values(polarity=Polarity.high))
    changed(session)
    answer = gaps.ask(session, Asked(NEED, filters=LIBRARIES))
    assert max(row.figure.value for row in answer.high) <= min(row.figure.value for row in answer.others)


def test_an_indicator_that_does_not_say_which_way_is_better_asks(session):
    with pytest.raises(BadQuery, match="high or low figures mean need"):
        gaps.ask(session, Asked("pop_mid2022"))
    most = gaps.ask(session, Asked("pop_mid2022", worse="high", filters=LIBRARIES))
    least = gaps.ask(session, Asked("pop_mid2022", worse="low", filters=LIBRARIES))
    assert {row.code for row in most.high}.isdisjoint(row.code for row in least.high)


def test_tenths_rank_small_areas_and_never_wards(session):
    assert gaps.ask(session, Asked("loneliness_decile")).geography.key == "lsoa21"
    with pytest.raises(NotFound):
        gaps.ask(session, Asked("loneliness_decile", geography="ward25"))
    with pytest.raises(NotFound):
        gaps.ask(session, Asked("ons_anxiety"))


def test_people_in_two_neighbourhoods_that_overlap_count_in_both_and_once_in_the_whole(session):
    ward = areas.neighbourhoods(session)[0]
    shape = session.scalar(select(func.ST_AsBinary(Area.shape)).where(Area.id == ward.id))
    facts = {"name": "Drawn", "plural": "Drawn", "vintage": "now", "level": 4, "source": "Residents", "licence": "None"}
    drawn = Geography(key="drawn-for-this", overlapping=True, **facts)
    wkb = WKBElement(bytes(shape), srid=4326)
    drawn.areas = [Area(code=f"drawn-{each}", name=f"Drawn {each}", shape=wkb) for each in (1, 2)]
    session.add(drawn)
    session.flush()
    changed(session)
    crosswalks.refresh(session, drawn.key)
    answer = gaps.ask(session, Asked(NEED, geography=drawn.key, filters=LIBRARIES, part="half"))
    one, other = answer.rows
    assert one.people == other.people > 5000
    assert (one.rank, other.rank, one.high, other.high) == (1, 1, True, True)
    assert answer.affected == pytest.approx(one.without) == pytest.approx(other.without)
    assert answer.people == pytest.approx(323_854, rel=1e-9)


def test_an_area_without_a_figure_stands_apart_and_its_people_still_count(session):
    area = areas.in_geography(session, "lsoa21")[0]
    number = session.scalar(select(Indicator.id).where(Indicator.key == NEED))
    session.execute(
        update(Observation).where(Observation.indicator_id == number, Observation.area_id == area.id).values(value=None, state="suppressed")
    )
    changed(session)
    answer = gaps.ask(session, Asked(NEED, geography="lsoa21", filters=LIBRARIES))
    assert [row.code for row in answer.unknown] == [area.code]
    assert sum(row.people for row in (*answer.rows, *answer.unknown)) == pytest.approx(323_854, rel=1e-9)


def test_a_register_that_says_nothing_about_steps_cannot_answer(session):
    answer = gaps.ask(session, Asked(NEED, filters=Filters(access=("step-free",))))
    assert answer.cannot_say
    assert [(each.facet, each.entries, each.silent) for each in answer.found.unsaid] == [("access", 75, 75)]
    assert (answer.found.matches, answer.found.silent) == (0, 75)
    assert answer.at_best < 1 < answer.without == pytest.approx(answer.people, rel=1e-9)


def test_entries_that_do_not_say_are_the_other_end_of_what_can_be_true(session):
    ids = list(session.scalars(select(Asset.id).order_by(Asset.id).limit(40)))
    session.execute(update(Asset).values(cost=Cost.unknown))
    session.execute(update(Asset).where(Asset.id.in_(ids[:3])).values(cost=Cost.free))
    session.execute(update(Asset).where(Asset.id.in_(ids[3:])).values(cost=Cost.paid))
    changed(session)
    answer = gaps.ask(session, Asked(NEED, filters=Filters(cost=("free",)), minutes=8))
    assert (answer.found.matches, answer.found.silent, answer.found.others) == (3, 35, 37)
    assert answer.at_best < answer.without
    for row in answer.rows:
        assert row.at_best <= row.without + 1e-9 <= row.people + 1e-6


def test_more_minutes_never_leave_more_people_without(session):
    found = [gaps.ask(session, Asked(NEED, filters=LIBRARIES, minutes=minutes)).without for minutes in (5, 10, 15, 30)]
    assert found == sorted(found, reverse=True)
    slow = gaps.ask(session, Asked(NEED, filters=LIBRARIES, pace="slower")).without
    assert slow > gaps.ask(session, Asked(NEED, filters=LIBRARIES)).without
    assert slow == gaps.ask(session, Asked(NEED, filters=LIBRARIES, metres=900)).without


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        LIBRARIES,
        Filters(cost=("free", "donation")),
        Filters(access=("step-free", "lift")),
        Filters(audience=("everyone",), language=("english", "somali")),
        Filters(cost=("unknown",), q="garden"),
        Filters(q="caf", holder=("personal",)),
    ],
)
def test_as_many_entries_fit_as_the_list_has(session, filters):
    crowd_of(session)
    answer = gaps.ask(session, Asked(NEED, filters=filters))
    total, placed = assets.counted(session, filters)
    assert answer.found.matches == total
    assert answer.found.placeless == total - placed


def hours(opens: str, closes: str, rule: str = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR") -> dict:
    """Opening times that come every week."""
    row = {"kind": "hours", "rule": rule, "starts_on": "2026-01-01", "until": "", "title": "", "term_time": False}
    checked, faults = check([row | {"starts_at": opens, "ends_at": closes}], clock.now().date())
    assert faults == []
    return checked


def test_a_question_can_ask_for_a_time_and_knows_who_does_not_say(session):
    ids = list(session.scalars(select(Asset.id).order_by(Asset.id)))
    day, evening, late, weekend = ("09:00", "17:00"), ("17:30", "19:00"), ("23:00", "18:30"), ("18:00", "21:00")
    for number, each in zip(ids, (day, evening, late), strict=False):
        schedules.write(session, Subject.asset, number, hours(*each))
    schedules.write(session, Subject.asset, ids[3], hours(*weekend, rule="FREQ=WEEKLY;BYDAY=SA,SU"))
    changed(session)
    matches = {word: gaps.ask(session, Asked(NEED, when=word)).found for word in ("", "evenings", "weekdays", "saturday")}
    assert [found.matches for found in matches.values()] == [len(ids), 2, 3, 1]  # what closes at 18:30 opened at 23:00 the day before
    assert [(matches[word].silent, matches[word].others) for word in ("evenings", "saturday")] == [(len(ids) - 4, 2), (len(ids) - 4, 3)]
    assert [(each.facet, each.silent) for each in matches["evenings"].unsaid] == [("when", len(ids) - 4)]
    for word, found in matches.items():
        asked = when(word, clock.now(), clock.zone(session)) if word else None
        assert assets.counted(session, Filters(when=asked))[0] == found.matches


def test_a_time_that_does_not_come_again_is_refused(session):
    with pytest.raises(BadQuery):
        gaps.ask(session, Asked(NEED, when="now"))


def crowd_of(session: Session) -> None:
    """Some entries that say all kinds of things, some of them shown only roughly."""
    crowd.fill(session)
    session.execute(update(Asset).where(Asset.name.like("%7")).values(approximate=True))
    changed(session)


def test_an_entry_shown_only_by_its_neighbourhood_is_counted_and_takes_no_part_in_walks(session):
    first = session.scalar(select(Asset.id).join(Asset.category).where(Asset.category.has(slug="libraries")).order_by(Asset.id))
    before = gaps.ask(session, Asked(NEED, filters=LIBRARIES))
    session.execute(update(Asset).where(Asset.id == first).values(approximate=True))
    changed(session)
    after = gaps.ask(session, Asked(NEED, filters=LIBRARIES))
    assert (before.found.rough, after.found.rough) == (0, 1)
    assert after.found.matches == before.found.matches
    assert after.without > before.without


def test_an_area_is_called_thin_where_all_of_its_interval_is_below_the_rate_of_the_place(session):
    crowd_of(session)
    answer = gaps.ask(session, Asked(NEED))
    kinds = {row.code: row.register.kind for row in answer.rows}
    assert {"thin", "usual"} <= set(kinds.values()) <= {"thin", "usual", "full", "unsure"}
    for row in answer.rows:
        whole = answer.entries / answer.people * row.people
        low, high = row.register.lower * row.people / 1000, row.register.upper * row.people / 1000
        assert (row.register.kind == "thin") == (high < whole)
        assert (row.register.kind == "full") == (low > whole)


@pytest.mark.parametrize(("geography", "only_exact"), [("ward25", False), ("msoa21", True)])
def test_areas_that_can_hold_no_rough_entries_are_compared_with_the_place_without_them(session, geography, only_exact):
    crowd.fill(session)
    session.execute(update(Asset).where(Asset.id % 4 > 0).values(approximate=True))
    patches.link_everything(session, 150.0)
    changed(session)
    answer = gaps.ask(session, Asked(NEED, geography=geography))
    exact = session.scalar(select(func.count()).where(Asset.patch_id.is_not(None), Asset.approximate.is_(False)))
    counted = exact if only_exact else answer.entries
    assert exact < answer.entries / 3
    assert (answer.only_exact, sum(row.register.entries for row in answer.rows)) == (only_exact, counted)
    for row in answer.rows:
        low, high = row.register.lower * row.people / 1000, row.register.upper * row.people / 1000
        whole = counted / answer.people * row.people
        assert ((row.register.kind == "thin"), (row.register.kind == "full")) == (high < whole, low > whole)


def test_a_question_is_the_same_after_it_was_kept():
    asked = Asked(NEED, filters=Filters(cost=("free",), q="tea"), when="evenings", minutes=10, pace="slower", part="fifth")
    assert from_kept(kept(asked)) == asked
    assert kept(Asked(NEED)) == {"indicator": NEED}
    assert from_kept(kept(asked) | {"something new": 1}) == asked
