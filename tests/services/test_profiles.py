"""A profile against what was counted by hand in the place's own files, and against entries made for the test."""

import csv
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from assetmap.models import Asset, Category, Group, GroupArea, Indicator
from assetmap.paths import PLACES
from assetmap.services import activity, areas, completeness, patches, places, profiles, readings, remember

DAY = date(2026, 11, 21)
WARD = "E05009317"


def rows(name: str) -> list[dict[str, str]]:
    with (PLACES / "tower-hamlets" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def of(session, code: str = WARD):
    return profiles.profile(session, areas.get(session, code), DAY)


def test_the_whole_place_has_every_asset_and_the_rate_is_that_of_its_people(session):
    found = of(session, "E09000030")
    assert (found.assets.count, found.is_whole) == (len(rows("assets")), True)
    assert found.assets.rate.value == pytest.approx(75 / 323_854 * 1000)
    assert (round(found.assets.rate.lower, 4), round(found.assets.rate.upper, 4)) == (
        0.1822,
        0.2903,
    )  # 58.99 and 94.01 by the printed table


def test_the_categories_of_all_neighbourhoods_add_up_to_those_of_the_whole(session):
    whole = {row.category.slug: row.tally.count for row in of(session, "E09000030").categories}
    added: dict[str, int] = {}
    for area in areas.neighbourhoods(session):
        for row in profiles.profile(session, area, DAY).categories:
            added[row.category.slug] = added.get(row.category.slug, 0) + row.tally.count
            assert row.tally.whole_count == whole[row.category.slug]
    assert added == whole


def test_an_area_that_can_hold_no_rough_assets_stands_beside_the_place_without_them(session):
    one = session.scalar(select(Asset).where(Asset.patch_id.is_not(None)).order_by(Asset.id).limit(1))
    session.execute(update(Asset).where(Asset.category_id == one.category_id).values(approximate=True))
    patches.link_everything(session, 150.0)
    settle(session)
    ward, small = of(session), of(session, areas.in_geography(session, "lsoa21")[0].code)
    rough = next(row.tally.whole_count for row in ward.categories if row.category.id == one.category_id)
    assert (ward.only_exact, ward.assets.whole_count) == (False, 75)
    assert (small.only_exact, small.assets.whole_count) == (True, 75 - rough)
    assert small.assets.whole_rate.value == pytest.approx((75 - rough) / 323_854 * 1000)
    assert one.category_id not in {row.category.id for row in small.categories}


def test_the_kinds_of_groups_add_up_to_the_groups(session):
    found = of(session)
    assert sum(row.tally.count for row in found.kinds) == found.groups.count == found.network.groups


def test_figures_of_the_whole_place_only_are_kept_apart(session):
    found = of(session)
    assert {each.figure.indicator.key for each in found.only_of_whole} == {"ons_life_satisfaction", "ons_worthwhile", "ons_anxiety"}
    assert not {each.figure.indicator.key for each in found.readings} & {each.figure.indicator.key for each in found.only_of_whole}
    assert {each.figure.area_id for each in found.only_of_whole} == {found.whole.id}
    assert of(session, "E09000030").only_of_whole == []


def test_how_much_is_known_is_what_the_file_has(session):
    known = completeness.of_area(session, areas.whole(session), DAY)
    table = rows("assets")
    assert known.entries == len(table)
    assert known.known == {
        "opening_times": sum(bool(row["opening_times"]) for row in table),
        "access": sum(bool(row["access"]) for row in table),
        "cost": sum(row["cost"] != "unknown" for row in table),
        "languages": sum(bool(row["languages"]) for row in table),
        "contact": sum(bool(row["website"] or row["public_email"] or row["public_phone"]) for row in table),
    }
    assert known.fresh == sum(row["source_date"] >= known.since.isoformat() for row in table)


def test_what_was_loaded_today_from_an_old_source_is_not_new(session):
    found = of(session, "E09000030")
    assert (found.changes.assets_added, found.changes.assets_changed, found.changes.groups_added) == (0, 0, 0)


def settle(session) -> None:
    """Let answers be kept again, as they are once a change is done."""
    session.info.pop(places.UNSETTLED)
    remember.forget()


def an_asset(session, **more) -> Asset:
    category = session.scalar(select(Category.id).limit(1))
    area = areas.get(session, WARD)
    patch = session.scalar(select(Asset.patch_id).where(Asset.areas.any(id=area.id)).limit(1))
    asset = Asset(name="A new bench", category_id=category, holder="community", patch_id=patch, **more)
    session.add(asset)
    session.flush()
    places.changed(session)
    settle(session)
    return asset


def test_an_entry_of_this_year_is_new_and_an_older_one_that_was_changed_is_changed(session):
    moment = datetime(2026, 6, 1, tzinfo=UTC)
    an_asset(session, created_at=moment, updated_at=moment)
    an_asset(session, created_at=moment - timedelta(days=700), updated_at=moment)
    an_asset(session, created_at=moment - timedelta(days=700), updated_at=moment - timedelta(days=700))
    an_asset(session, created_at=moment, updated_at=moment, source_date=date(2019, 1, 1))
    found = of(session)
    assert (found.changes.assets_added, found.changes.assets_changed) == (1, 1)
    assert found.completeness.fresh == 2
    assert found.changes.since == date(2025, 11, 21)


def test_figures_that_their_publisher_renewed_this_year_are_news(session):
    session.execute(update(Indicator).values(updated_on=None))
    session.execute(update(Indicator).where(Indicator.key == "loneliness_pct").values(updated_on=date(2026, 3, 1)))
    session.execute(update(Indicator).where(Indicator.key == "iod25_crime_score").values(updated_on=date(2024, 3, 1)))
    places.figures_changed(session)
    settle(session)
    assert [each.key for each in of(session).changes.figures] == ["loneliness_pct"]


def test_a_group_that_works_in_two_neighbourhoods_is_named_with_both(session):
    one, other = areas.get(session, WARD), areas.get(session, "E05009332")
    group = Group(name="Walkers of two wards")
    session.add(group)
    session.flush()
    session.add_all([GroupArea(group_id=group.id, area_id=one.id), GroupArea(group_id=group.id, area_id=other.id)])
    session.flush()
    places.changed(session)
    settle(session)
    found = activity.of_area(session, one)
    assert ("Walkers of two wards", [one.title, other.title]) in [(each.name, each.neighbourhoods) for each in found.widest]
    assert found.groups == of(session).groups.count


def test_the_network_counts_the_assets_with_a_known_group(session):
    table = rows("assets")
    found = activity.of_area(session, areas.whole(session))
    assert found.assets == sum(bool(row["group"]) for row in table)
    assert found.running == len({row["group"] for row in table if row["group"]})


def test_the_middle_and_the_fifths_are_those_of_the_peers(session):
    for area in areas.neighbourhoods(session):
        for each in readings.of_area(session, area):
            if each.stands == "worst":
                assert each.figure.rank <= 4
            if each.stands == "best":
                assert each.figure.rank >= 17


def test_every_area_with_a_boundary_has_a_profile(session):
    for geography in areas.geographies(session):
        area = areas.in_geography(session, geography.key)[0]
        found = profiles.profile(session, area, DAY)
        assert found.area.id == area.id
        assert found.assets.count <= found.assets.whole_count
