"""Lookups between geographies, on Tower Hamlets and on another vintage of its small areas."""

import geopandas as gpd
import pandas as pd
import pytest
from geoalchemy2 import WKBElement
from sqlalchemy import func, select

from assetmap.geo.boundaries import as_multipolygon
from assetmap.geo.crosswalks import BY_HOMES
from assetmap.models import Area, AreaLookup, Geography, Indicator, Measure, Method, Observation, Polarity, ValueState
from assetmap.services import areas, comparisons, crosswalks, figures, indicators, places


@pytest.fixture
def older(session, shared):
    """The small areas of 2011 as a geography of their own."""
    old = {"name": "Small area", "plural": "Small areas", "vintage": "December 2011", "level": 5, "source": "ONS", "licence": "OGL v3.0"}
    made = Geography(key="lsoa11", **old)
    session.add(made)
    session.flush()
    frame = gpd.read_file(shared / "data/boundaries/th_lsoa11_bgc.geojson")
    for code, shape in zip(frame["LSOA11CD"], frame.geometry, strict=True):
        element = WKBElement(as_multipolygon(shape).wkb, srid=4326)
        session.add(Area(geography_id=made.id, code=code, name=code, shape=element))
    session.flush()
    crosswalks.refresh(session, "lsoa11")
    places.figures_changed(session)
    return made


def new_indicator(session, values, geography, measure="percent", **more):
    """An indicator with these values by code."""
    facts = dict.fromkeys(("title", "description", "cannot_tell", "unit", "source", "publisher", "licence"), "made up for a test")
    facts |= {"measure": Measure(measure), "polarity": Polarity.low, "method": Method.measured, "weight": "pop_mid2022"} | more
    made = Indicator(key=f"test_{measure}", **facts)
    session.add(made)
    session.flush()
    ids = dict(session.execute(select(Area.code, Area.id).join(Area.geography).where(Geography.key == geography)).all())
    for code, value in values.items():
        state = ValueState.known if value is not None else ValueState.suppressed
        session.add(Observation(indicator_id=made.id, period="2020", area_id=ids[code], value=value, state=state))
    session.flush()
    places.figures_changed(session)
    return indicators.get(session, made.key)


def test_the_shares_of_each_small_area_make_one(session):
    parents = select(AreaLookup.child_id, func.sum(AreaLookup.share)).join(Area, Area.id == AreaLookup.parent_id)
    of_wards = parents.join(Area.geography).where(Geography.key == "ward25", AreaLookup.method == BY_HOMES).group_by(AreaLookup.child_id)
    found = dict(session.execute(of_wards).all())
    assert len(found) == 169 + 34  # small and middle-sized areas
    assert all(share == pytest.approx(1, abs=1e-9) for share in found.values())


def test_refreshing_again_changes_nothing(session):
    before = session.scalar(select(func.count()).select_from(AreaLookup))
    crosswalks.refresh_all(session)
    assert session.scalar(select(func.count()).select_from(AreaLookup)) == before


def test_ward_populations_made_from_small_areas_come_close_to_those_published(session, shared):
    folder = shared / "data/indicators"
    small = pd.read_csv(folder / "census21_disability_lsoa21.csv").groupby("lsoa21_code")["total_residents"].first()
    wards = pd.read_csv(folder / "ward_population_census2021_nomis.csv").set_index("GEOGRAPHY_CODE")["OBS_VALUE"]
    assert wards.sum() == 310_313
    row = new_indicator(session, small.to_dict(), "lsoa21", measure="count", weight="")
    found = figures.of_geography(session, row, areas.geography(session, "ward25"), "2020")
    made = pd.Series({area.code: found[area.id].value for area in areas.in_geography(session, "ward25")})
    assert made.sum() == pytest.approx(small.sum(), rel=1e-9)
    away = (made / wards - 1).abs()
    assert away.mean() < 0.02
    assert away.max() < 0.07


def test_people_counted_for_an_older_vintage_are_kept_when_they_move_to_the_newer(session, shared, older):
    people = pd.read_csv(shared / "data/indicators/population_mid2020_lsoa11.csv").set_index("LSOA11CD")["Persons_All-Ages"]
    row = new_indicator(session, people.to_dict(), "lsoa11", measure="count", weight="")
    for key in ("lsoa21", "ward25", "msoa21", "borough"):
        found = figures.of_geography(session, row, areas.geography(session, key), "2020").values()
        assert sum(figure.value for figure in found) == pytest.approx(people.sum(), rel=1e-9), key
        assert {figure.kind for figure in found} == {"estimate"}


def test_a_rate_of_an_older_vintage_is_weighted_by_people_put_together_for_it(session, shared, older):
    fuel = pd.read_csv(shared / "data/indicators/fuel_poverty_2020_lsoa11.csv").set_index("LSOA Code")[
        "Proportion of households fuel poor (%)"
    ]
    row = new_indicator(session, fuel.to_dict(), "lsoa11")
    found = figures.of_geography(session, row, areas.geography(session, "ward25"), "2020").values()
    assert all(fuel.min() <= figure.value <= fuel.max() and figure.covered == pytest.approx(1) for figure in found)
    same = figures.of_geography(session, row, older, "2020")
    assert {figure.kind for figure in same.values()} == {"published"}


def test_what_is_withheld_is_said_to_be_and_is_never_zero(session):
    codes = [area.code for area in areas.in_geography(session, "msoa21")]
    row = new_indicator(session, {code: None if number == 0 else 10.0 for number, code in enumerate(codes)}, "msoa21", measure="count")
    found = figures.of_geography(session, row, areas.geography(session, "msoa21"), "2020")
    held = [figure for figure in found.values() if figure.kind == "none"]
    assert [(figure.value, figure.state) for figure in held] == [(None, "suppressed")]
    whole = figures.of_geography(session, row, areas.geography(session, "borough"), "2020")
    assert {figure.value for figure in whole.values()} == {None}


def test_a_trend_has_every_period_the_oldest_first(session):
    whole = areas.whole(session)
    found = figures.trend(session, indicators.get(session, "ons_life_satisfaction"), whole)
    periods = [figure.period for figure in found]
    assert periods == sorted(periods)
    assert len(periods) == 11
    ward = areas.neighbourhoods(session)[0]
    assert figures.trend(session, indicators.get(session, "ons_life_satisfaction"), ward) == []


def test_a_figure_is_compared_with_its_peers_the_place_and_the_larger_places(session):
    row = indicators.get(session, "ons_life_satisfaction")
    found = comparisons.of_area(session, row, areas.whole(session), row.periods[0])
    assert [each.title for each in found] == ["London", "England", "United Kingdom"]
    deprivation = indicators.get(session, "iod25_imd_score")
    ward = areas.neighbourhoods(session)[0]
    kinds = {each.kind: each for each in comparisons.of_area(session, deprivation, ward, "2025")}
    values = sorted(each.value for each in figures.of_geography(session, deprivation, ward.geography, "2025").values())
    assert kinds["middle"].value == (values[9] + values[10]) / 2
    assert kinds["whole"].figure.area_id == areas.whole(session).id
    assert "larger" not in kinds


def test_a_drawn_area_has_figures_from_smaller_areas_and_none_of_larger_ones(session):
    facts = {"name": "Drawn", "plural": "Drawn", "vintage": "2026", "source": "residents", "licence": "none"}
    drawn = Geography(key="own", level=4, overlapping=True, **facts)
    session.add(drawn)
    session.flush()
    ward = areas.neighbourhoods(session)[0]
    shape = session.scalar(select(func.ST_AsBinary(Area.shape)).where(Area.id == ward.id))
    session.add(Area(geography_id=drawn.id, code="own-1", name="As the ward", shape=WKBElement(bytes(shape), srid=4326)))
    session.flush()
    crosswalks.refresh(session, "own")
    places.figures_changed(session)
    (people,) = figures.of_geography(session, indicators.get(session, "pop_mid2022"), drawn, "2022").values()
    assert people.kind == "estimate"
    assert people.value == pytest.approx(figures.population(session, ward).value, rel=0.05)  # of the homes on its border some lie outside
    (happy,) = figures.of_geography(session, indicators.get(session, "ons_life_satisfaction"), drawn, "2022").values()
    assert (happy.kind, happy.source_geography) == ("none", None)
