"""What somebody typed is understood as it was meant: slips, places, kinds of assets, other scripts; and ranked by how well it fits."""

from datetime import date

import pytest
from sqlalchemy import select

from assetmap.models import Asset, Category, KnownWord
from assetmap.services import places, ranking
from assetmap.services.columns import asset_columns
from assetmap.services.filters import Filters
from assetmap.services.search import as_typed, understand
from assetmap.services.sinking import Wanted
from assetmap.services.vocabulary import vocabulary
from assetmap.services.words import NAME_MARK

LAST = date(2024, 11, 22)


def add(session, name, summary="", description="", **more) -> Asset:
    words = vocabulary(session)
    content = {"name": name, "summary": summary, "description": description, "category": words.categories[0].slug, "holder": "community"}
    asset = Asset(**asset_columns(words, content | {"source_date": "2026-01-01"} | more))
    session.add(asset)
    session.flush()
    places.changed(session)
    return asset


def found(session, typed) -> list[str]:
    meant = understand(session, typed)
    point = (meant.near.lon, meant.near.lat) if meant.near else None
    page = ranking.listed(session, Wanted(Filters(q=meant.text, terms=meant.terms), near=point), LAST)
    return [item.name for item in page.items]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("quixotoc winmills", "quixotic windmills"),
        ("quixtic windmills", "quixotic windmills"),
        ("quixoticwindmills", "quixotic windmills"),
        ("quixotic wind mills", "quixotic windmills"),
        ("uqixotic", "quixotic"),
    ],
)
def test_words_nobody_uses_are_taken_for_the_nearest_that_somebody_does(session, typed, meant):
    add(session, "Quixotic windmills")
    assert understand(session, typed).text == meant
    assert found(session, typed) == ["Quixotic windmills"]


def test_words_that_somebody_uses_stay_as_they_are(session):
    add(session, "Quixotic windmills")
    meant = understand(session, "quixo wind")
    assert (meant.text, meant.replaced) == ("quixo wind", ())


def test_what_nothing_is_near_to_stays_and_finds_nothing(session):
    meant = understand(session, "xxyyzzxx quixotism")
    assert (meant.text, meant.replaced) == ("xxyyzzxx quixotism", ())
    assert found(session, "xxyyzzxx quixotism") == []


def test_one_of_a_thing_is_found_by_many_and_many_by_one(session):
    add(session, "Brewery of Quixot")
    add(session, "Quixot breweries")
    assert len(found(session, "quixot breweries")) == len(found(session, "quixot brewery")) == 2


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("বাংলা সাহিত্য পাঠাগার", "বাংলা পাঠাগার"),
        ("বাংলা সাহিত্য পাঠাগার", "সাহিত্য"),
        ("বাংলা সাহিত্য পাঠাগার", "সাহিত্ব"),
        ("Xarunta Bulshada Soomaaliyeed", "xarunta bulshada"),
        ("Xarunta Bulshada Soomaaliyeed", "xarnta bulshada"),
        ("Café Français", "cafe francais"),
    ],
)
def test_other_scripts_and_accents_are_found_with_slips_in_them_too(session, name, typed):
    add(session, name)
    assert found(session, typed) == [name]


def test_a_missing_space_that_makes_another_word_is_put_back_where_nothing_has_all_the_words(session):
    for name in ("28West", "28 West Falconry"):
        add(session, name)
    assert found(session, "28west falconry") == ["28 West Falconry"]


def test_two_single_letters_are_found_without_what_stands_between_them(session):
    for name in ("V&A Falconry", "Vallance Hide"):  # so that some word begins with "va"
        add(session, name)
    assert found(session, "va falconry") == ["V&A Falconry"]


def test_a_name_counts_more_than_a_summary_and_that_more_than_the_rest(session):
    add(session, "A third", description="All about falconry")
    add(session, "B second", summary="Come for falconry")
    add(session, "C Falconry")
    assert found(session, "falconry") == ["C Falconry", "B second", "A third"]


def test_of_equals_what_may_be_out_of_date_comes_last(session):
    add(session, "Falconry A", source_date="2019-01-01")
    add(session, "Falconry B")
    assert found(session, "falconry") == ["Falconry B", "Falconry A"]


def test_near_a_place_the_nearest_of_those_that_fit_as_well_comes_first(session):
    add(session, "Falconry far", lon=-0.02, lat=51.50)
    add(session, "Falconry close", lon=-0.0595, lat=51.5172)
    add(session, "Something closer", description="falconry", lon=-0.0595, lat=51.5172)
    meant = understand(session, "falconry near Whitechapel")
    assert meant.near is not None and meant.near.kind == "area" and meant.text == "falconry"
    assert found(session, "falconry near Whitechapel") == ["Falconry close", "Falconry far", "Something closer"]


@pytest.mark.parametrize("typed", ["falconry e1 0aa", "falconry near E1 0AA", "falconry in E10AA", "falconry E1-0AA"])
def test_a_postcode_is_a_place_wherever_it_stands(session, typed):
    add(session, "Falconry")
    meant = understand(session, typed)
    assert meant.near is not None and (meant.near.label, meant.text) == ("E1 0AA", "falconry")


def test_a_street_is_known_from_the_addresses_of_entries(session):
    add(session, "Somewhere", address="12 Quixotic Row", lon=-0.05, lat=51.51)
    add(session, "Falconry")
    meant = understand(session, "falconry near quixotic row")
    assert meant.near is not None and (meant.near.kind, meant.near.label) == ("street", "Quixotic Row")
    assert understand(session, "quixotic row").offered == meant.near


def test_a_street_is_never_learnt_from_an_entry_that_does_not_show_where_it_is(session):
    add(session, "Somewhere", address="12 Quixotic Row", lon=-0.05, lat=51.51, precision="blurred", radius_m=500)
    assert understand(session, "falconry near quixotic row").near is None


def test_a_name_that_sounds_like_a_place_is_a_name(session):
    add(session, "Falconry in Poplar")
    assert understand(session, "falconry in poplar").near is None
    assert understand(session, "kestrels in poplar").near is not None


def test_the_name_of_a_kind_of_asset_is_known(session):
    name = session.scalar(select(Category.name).where(Category.slug == "libraries"))
    assert understand(session, name).category[0] == understand(session, name.removesuffix("ies") + "y").category[0] == "libraries"


def test_words_taken_as_they_are_mean_themselves():
    assert as_typed("Near  E1 0AA").terms == (("near",), ("0aa",), ("e1",))


def test_the_database_counts_the_words_of_its_assets(session):
    def counted() -> dict[str, int]:
        return {row.word: row.entries for row in session.scalars(select(KnownWord).execution_options(populate_existing=True))}

    before = counted()
    asset = add(session, "Quixotic quixotic windmills")
    assert {word: counted()[word] for word in ("quixotic", f"{NAME_MARK}windmills")} == {"quixotic": 1, f"{NAME_MARK}windmills": 1}
    asset.search_text = "library windmills"
    session.flush()
    assert "quixotic" not in counted() and counted()["library"] == before["library"] + 1
    session.delete(asset)
    session.flush()
    assert counted() == before
    words = [set(text.split()) for text in session.scalars(select(Asset.search_text))]
    assert before == {word: sum(word in each for each in words) for word in set().union(*words)}
