"""Figures of neighbourhoods against those worked out from the published tables alone, without the database."""

import csv
from collections import Counter, defaultdict

import geopandas as gpd
import pytest
import shapely
from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.models import Area
from assetmap.paths import PLACES
from assetmap.services import areas, figures, indicators, neighbourhoods, tables
from assetmap.services.figures import Figure

PLACE = PLACES / "tower-hamlets"


def rows(name: str) -> list[dict[str, str]]:
    with (PLACE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


INDICATORS = {row["key"]: row for row in rows("indicators")}
SMALL = [key for key, row in INDICATORS.items() if row["geographies"] == "lsoa21"]
AVERAGED = [key for key in SMALL if INDICATORS[key]["measure"] in ("score", "proportion", "percent", "mean")]
COUNTED = [key for key in SMALL if INDICATORS[key]["measure"] == "count"]
RANKED = [key for key in SMALL if INDICATORS[key]["measure"] in ("rank", "decile")]
ABOVE = [key for key, row in INDICATORS.items() if row["geographies"] == "borough;region;country"]


@pytest.fixture(scope="module")
def published() -> dict[str, dict[str, float]]:
    """The value of each small area by indicator."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for row in rows("observations"):
        if row["value"] and row["area_code"].startswith("E01"):
            found[row["indicator"]][row["area_code"]] = float(row["value"])
    return found


@pytest.fixture(scope="module")
def members() -> dict[str, dict[str, float]]:
    """How much of each small area each larger one holds: as the package says, and of wards counted postcode by postcode."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for row in rows("lookups"):
        if row["child_geography"] == "lsoa21":
            found[row["parent_code"]][row["child_code"]] = float(row["share"])
    homes = Counter(postcodes_by_area("lsoas", "wards"))
    of_small = Counter(small for small, _ in homes.elements())
    for (small, ward), count in homes.items():
        found[ward][small] = count / of_small[small]
    return found


def postcodes_by_area(*layers: str) -> list[tuple[str, ...]]:
    """The area of each layer that every postcode where people live is in, or the nearest to it: the plain way, one by one."""
    points = [shapely.Point(float(row["lon"]), float(row["lat"])) for row in rows("postcodes") if row["large_user"] == "no"]
    metres = gpd.GeoSeries(points, crs=4326).to_crs(27700)
    found = []
    for layer in layers:
        areas = gpd.read_file(PLACE / f"{layer}.geojson").to_crs(27700).sort_values("code")
        away = [areas.geometry.distance(point) for point in metres]
        found.append([str(areas["code"].loc[distance.idxmin()]) for distance in away])
    return list(zip(*found, strict=True))


def of(session: Session, key: str, geography: str = "ward25") -> dict[str, Figure]:
    row = indicators.get(session, key)
    found = figures.of_geography(session, row, areas.geography(session, geography), row.periods[0])
    codes = dict(session.execute(select(Area.id, Area.code)).all())
    return {codes[number]: figure for number, figure in found.items()}


def test_the_people_of_all_neighbourhoods_are_the_people_of_the_place(session):
    people = [figures.population(session, area).value for area in areas.neighbourhoods(session)]
    assert sum(people) == pytest.approx(323_854, rel=1e-12)
    assert figures.population(session, areas.whole(session)).value == neighbourhoods.whole_row(session).people == 323_854


@pytest.mark.parametrize("key", AVERAGED)
def test_an_estimate_is_the_average_weighted_by_the_people_it_is_about(session, published, members, key):
    people = published[INDICATORS[key]["weight"]]
    for geography in ("ward25", "msoa21", "borough"):
        for code, figure in of(session, key, geography).items():
            inside = {each: people[each] * share for each, share in members[code].items() if each in published[key]}
            expected = sum(published[key][each] * count for each, count in inside.items()) / sum(inside.values())
            assert figure.value == pytest.approx(expected, rel=1e-9), (key, code)
            assert figure.partly == sum(share < 1 for share in members[code].values())
            assert (figure.kind, figure.parts, figure.known) == ("estimate", len(members[code]), len(inside))
            assert figure.source_geography.key == "lsoa21"


@pytest.mark.parametrize("key", COUNTED)
def test_a_count_is_the_sum_of_its_small_areas(session, published, members, key):
    for code, figure in of(session, key).items():
        assert figure.value == pytest.approx(sum(published[key][each] * share for each, share in members[code].items()), rel=1e-9)
        assert figure.kind == "estimate"


@pytest.mark.parametrize("key", RANKED)
def test_ranks_and_deciles_are_a_range_and_never_an_average(session, published, members, key):
    for geography in ("ward25", "msoa21", "borough"):
        for code, figure in of(session, key, geography).items():
            inside = [published[key][each] for each in members[code]]
            assert (figure.kind, figure.value, figure.rank) == ("range", None, None)
            assert (figure.lowest, figure.highest) == (min(inside), max(inside))


@pytest.mark.parametrize("key", ABOVE)
def test_what_is_published_for_larger_areas_only_is_never_spread_over_smaller_ones(session, key):
    for geography in ("ward25", "msoa21", "lsoa21"):
        for figure in of(session, key, geography).values():
            assert (figure.kind, figure.value, figure.lowest, figure.source_geography) == ("none", None, None, None)
    (borough,) = of(session, key, "borough").values()
    newest = max(row["period"] for row in rows("observations") if row["indicator"] == key)
    expected = next(r for r in rows("observations") if (r["indicator"], r["area_code"], r["period"]) == (key, "E09000030", newest))
    assert (borough.kind, borough.value, borough.period) == ("published", float(expected["value"]), newest)


@pytest.mark.parametrize("key", SMALL)
def test_small_areas_have_their_figure_as_published(session, published, key):
    for code, figure in of(session, key, "lsoa21").items():
        assert figure.value == published[key].get(code)
        assert figure.kind == ("published" if code in published[key] else "none")


@pytest.mark.parametrize("key", AVERAGED)
def test_ranks_among_peers_put_the_worst_off_first(session, key):
    found = of(session, key)
    better_is_high = INDICATORS[key]["polarity"] == "high"
    in_order = sorted(found.values(), key=lambda figure: figure.value, reverse=not better_is_high)
    assert [figure.rank for figure in in_order] == sorted(figure.rank for figure in in_order)
    assert in_order[0].rank == 1
    assert {figure.peers for figure in found.values()} == {20}


def test_a_period_that_is_missing_leaves_no_figure_behind(session):
    row = indicators.get(session, "ons_anxiety")
    found = figures.of_geography(session, row, areas.geography(session, "borough"), "1066")
    assert {(figure.kind, figure.value) for figure in found.values()} == {("none", None)}


def test_a_table_has_a_row_for_every_area_and_every_value_in_one_class(session):
    for key in (*AVERAGED[:3], "loneliness_decile", "iod25_imd_decile"):
        table = tables.table(session, indicators.get(session, key), "lsoa21")
        assert len(table.rows) == 169
        assert sum(each.count for each in table.classes) == table.known
        for each in table.rows:
            if each.figure.value is not None:
                assert each.class_colour == table.classes[each.number].colour
                assert each.figure.value <= table.classes[each.number].upper


def test_a_table_of_ranks_for_neighbourhoods_has_no_colours(session):
    table = tables.table(session, indicators.get(session, "iod25_imd_rank"), "ward25")
    assert (table.known, table.missing, table.classes) == (0, 20, [])
    assert {row.class_colour for row in table.rows} == {None}


def test_assets_for_each_thousand_people_are_those_of_the_list(session):
    for row in neighbourhoods.rows(session):
        expected = row.assets / row.people * 1000
        assert row.per_1000 == pytest.approx(expected)
    whole = neighbourhoods.whole_row(session)
    assert sum(row.assets for row in neighbourhoods.rows(session)) == whole.assets == 75
