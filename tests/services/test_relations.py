"""Two measures over the areas of Tower Hamlets: published figures, the register, what is left out and what is warned of."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap.errors import BadQuery, NotFound
from assetmap.geo.relations import spearman
from assetmap.models import Area, Asset, GroupArea, Indicator, Observation, PatchArea
from assetmap.services import adjacency, areas, indicators, measures, patterns, places, relations


def test_rank_and_score_of_2025_are_the_same_order_backwards(session):
    found = relations.relation(session, "iod25_imd_rank", "iod25_imd_score")
    assert (found.geography.key, len(found.rows)) == ("lsoa21", 169)
    # Two of the 169 have equal scores to the last digit that is published, 7.068, and follow each other in rank (28,566 and 28,567).
    tied = {"E01032775", "E01035703"}
    assert {each.area.code for each in found.rows if each.y == 7.068} == tied
    assert sorted(each.x for each in found.rows if each.area.code in tied) == [28566, 28567]
    told = [each for each in found.rows if each.area.code != "E01035703"]
    assert spearman([each.x for each in told], [each.y for each in told]) == -1.0
    assert found.correlation.value == pytest.approx(-1, abs=1e-6)


def test_every_area_with_both_values_counts_and_no_other(session):
    gone = session.scalar(select(Observation).join(Indicator).where(Indicator.key == "loneliness_pct").limit(1))
    gone.value, gone.state = None, "missing"
    places.changed(session)
    found = relations.relation(session, "loneliness_pct", "iod25_imd_score")
    assert [each.id for each in found.left_out] == [gone.area_id]
    assert len(found.rows) == found.correlation.number == 168


def test_assets_for_every_1000_people_are_counted_by_area(session):
    ward = areas.get(session, "E05009317")
    found = measures.measured(session, measures.ASSETS, ward.geography)
    counted = session.scalar(
        select(func.count()).select_from(Asset).join(PatchArea, PatchArea.patch_id == Asset.patch_id).where(PatchArea.area_id == ward.id)
    )
    people = relations.relation(session, "pop_mid2022", measures.ASSETS, "ward25").x.values[ward.id]
    assert counted > 0
    assert found.values[ward.id] == pytest.approx(counted / people * 1000)


def test_categories_add_up_to_all_assets(session):
    owner = areas.geography(session, "ward25")
    whole = measures.measured(session, measures.ASSETS, owner).values
    slugs = [each.slug for each in measures.vocabulary(session).categories]
    parts = [measures.measured(session, measures.OF + slug, owner).values for slug in slugs]
    assert {number: sum(part[number] for part in parts) for number in whole} == pytest.approx(whole)


def test_groups_are_those_that_work_in_an_area(session):
    found = measures.measured(session, measures.GROUPS, areas.geography(session, "ward25")).values
    working = set(session.scalars(select(GroupArea.area_id).join(Area, Area.id == GroupArea.area_id)))
    assert {number for number, value in found.items() if value > 0} >= working & set(found)


@pytest.mark.parametrize("pair", [("iod25_imd_rank", "assets"), ("iod25_imd_decile", "assets")])
def test_ranks_and_tenths_are_compared_only_where_they_are_published(session, pair):
    assert [each.key for each in relations.geographies(session, *pair)] == ["lsoa21"]
    with pytest.raises(NotFound):
        relations.relation(session, *pair, "ward25")


def test_a_figure_of_the_whole_place_alone_goes_together_with_nothing(session):
    with pytest.raises(NotFound):
        relations.relation(session, "ons_anxiety", "assets")


def test_a_measure_is_not_held_against_itself(session):
    with pytest.raises(BadQuery):
        relations.relation(session, "assets", "assets")


@pytest.mark.parametrize("strange", ["assets:", "assets:nothing", "nope", "assets:'; drop table"])
def test_a_measure_that_is_not_there_is_not_found(session, strange):
    with pytest.raises(NotFound):
        relations.relation(session, strange, "assets")


def test_what_must_be_warned_of(session):
    same = relations.relation(session, "iod25_imd_score", "iod25_income_rate")
    assert same.same_source
    assert not same.register
    estimated = relations.relation(session, "iod25_imd_score", "assets", "ward25")
    assert estimated.register
    assert estimated.x.estimates == 20
    assert {each.key for each in estimated.unmeasured} == {"iod25_imd_score", "assets"}
    assert relations.relation(session, "pop_mid2022", "assets").shares_people


def test_neighbours_of_real_areas_are_mutual_and_none_is_alone(session):
    for key in ("lsoa21", "msoa21", "ward25"):
        lie = adjacency.of_geography(session, areas.geography(session, key))
        assert all(lie.touching.values()), key
        assert all(one in lie.touching[other] for one, others in lie.touching.items() for other in others)


def test_deprivation_lies_beside_deprivation(session):
    found = patterns.pattern(session, indicators.get(session, "iod25_imd_score"))
    assert found.resemblance.value == pytest.approx(0.399, abs=0.001)
    assert found.resemblance.p == pytest.approx(0.0002)
    assert sum(found.counts.values()) == 169


def test_a_quiet_and_a_dirty_end_of_the_place_are_found(session):
    found = patterns.pattern(session, indicators.get(session, "iod25_environment_score"))
    values = {kind: [each.figure.value for each in found.rows if each.cluster.kind == kind] for kind in ("high-high", "low-low")}
    assert all(values.values())
    assert min(values["high-high"]) > max(values["low-low"])
    assert all(each.cluster.corrected <= 0.05 for each in found.rows if each.cluster.kind != "unclear")
    assert found.uncorrected > found.clear > 5


def test_the_answer_is_kept_until_figures_change(session: Session):
    row = indicators.get(session, "loneliness_pct")
    assert patterns.pattern(session, row) is patterns.pattern(session, row)
