"""Loading is repeatable, and whatever was there before returns when it is taken back, in order."""

from datetime import date
from threading import Thread

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap import db
from assetmap.errors import AlreadyDecided, NotFound
from assetmap.models import Indicator, Mapping, Place
from assetmap.services import figures, indicators, loads
from assetmap.services.loads import Facts
from assetmap.services.loads.mapping import as_json, from_json
from tests.services.loads.files import SAID, bring, everything, kept, look, ward_table, wards


def state(session) -> list[tuple[str, bool]]:
    return [(past.load.file_name, past.load.undone_at is not None) for past in loads.history(session)]


def test_what_is_loaded_is_there_like_any_other_indicator(session):
    bring(session, ward_table(session), "cold_homes.csv")
    row = indicators.get(session, "cold_homes")
    assert (row.periods, [each.key for each in row.geographies], row.areas) == (["2022", "2021"], ["ward25"], 20)
    found = figures.of_geography(session, row, row.geographies[0], "2021")
    assert found[wards(session)[0].id].value == 1.5


def test_the_same_file_twice_is_the_same_and_undone_twice_is_nothing(session):
    before = everything(session)
    bring(session, ward_table(session), "cold.csv")
    once = everything(session)
    preview = look(session, ward_table(session), "cold.csv")
    assert preview.replaced == 40
    bring(session, ward_table(session), "cold.csv")
    assert everything(session) == once
    second, first = (past.load for past in loads.history(session))
    loads.undo(session, second)
    assert everything(session) == once
    loads.undo(session, first)
    assert everything(session) == before


def test_what_a_load_replaced_returns_exactly(session):
    bring(session, ward_table(session, "Ward code,2021,lower,upper", "5,4,6", E05009317="[c],,"), "cold.csv")
    before = everything(session)
    first = kept(session, "cold")
    bring(session, ward_table(session, "Ward code,2021", "8"), "cold.csv")
    assert kept(session, "cold")["E05009318", "2021"] == (8, None, None, "known")
    loads.undo(session, loads.history(session)[0].load)
    assert kept(session, "cold") == first
    assert first["E05009317", "2021"][3] == "suppressed"
    assert everything(session) == before


def test_a_load_under_another_cannot_be_undone_first(session):
    bring(session, ward_table(session), "cold.csv")
    bring(session, ward_table(session, cells="9.5,{n}"), "cold.csv")
    newer, older = loads.history(session)
    assert older.reason == f"Load {newer.load.id} (cold.csv) replaced some of its figures: undo that one first."
    with pytest.raises(AlreadyDecided, match="undo that one first"):
        loads.undo(session, older.load)
    loads.undo(session, newer.load)
    loads.undo(session, older.load)
    with pytest.raises(AlreadyDecided, match="undone already"):
        loads.undo(session, older.load)


def test_a_new_indicator_stays_as_long_as_another_load_has_figures_of_it(session):
    bring(session, ward_table(session, "Ward code,2021", "{n}"), "cold.csv")
    bring(session, ward_table(session, "Ward code,2022", "{n}"), "cold.csv")
    newer, older = (past.load for past in loads.history(session))
    loads.undo(session, older)
    assert {period for _, period in kept(session, "cold")} == {"2022"}
    loads.undo(session, newer)
    assert session.scalar(select(Indicator).where(Indicator.key == "cold")) is None


def test_facts_of_an_indicator_that_was_here_return(session):
    before = everything(session)
    place_facts = Facts(key="iod25_imd_score", source_url="https://example.org/imd", updated_on="2025-10-30")
    bring(session, ward_table(session, "Ward code,2030", "{n}"), indicators={"": place_facts})
    imd = session.scalars(select(Indicator).where(Indicator.key == "iod25_imd_score")).one()
    assert (imd.source_url, imd.updated_on) == ("https://example.org/imd", date(2025, 10, 30))
    loads.undo(session, loads.history(session)[0].load)
    assert everything(session) == before


def test_figures_of_the_place_itself_return_without_a_load(session):
    before = everything(session)
    codes = list(kept(session, "pop_mid2022"))
    text = "code,2022\n" + "".join(f"{code},{n}\n" for n, (code, _) in enumerate(codes))
    bring(session, text, indicators={"": Facts(key="pop_mid2022")})
    assert everything(session) != before
    loads.undo(session, loads.history(session)[0].load)
    assert everything(session) == before


def test_kept_answers_are_made_anew(session):
    place = session.get(Place, 1)
    versions = place.place_version, place.register_version
    bring(session, ward_table(session))
    session.refresh(place)
    assert place.place_version != versions[0]
    assert place.register_version != versions[1]


def test_next_years_file_is_read_as_this_years_was(session):
    bring(
        session,
        ward_table(session, "WD22CD,Cold homes 2021/22", "{n}"),
        indicators={"Cold homes": Facts(key="cold", title="Cold homes", measure="percent", **SAID)},
    )
    preview = look(session, ward_table(session, "WD23CD,Cold homes 2022/23", "{n}"), "another name.csv")
    assert preview.facts == [Facts(key="cold")]
    assert [each.periods for each in preview.brought] == [["2022-23"]]
    assert session.scalar(select(Mapping.title)) == "table.csv"


def test_a_mapping_is_the_same_after_json(session):
    mapping = look(session, ward_table(session, "Ward code,2021,lower,upper", "5,4,6")).mapping
    assert from_json(as_json(mapping)) == mapping


def test_there_is_no_load_of_another_number(session):
    with pytest.raises(NotFound):
        loads.get(session, 999)


def test_two_loads_at_once_wait_for_each_other(app):
    engine = db.writer(app.extensions["engine"])
    with Session(engine) as session, session.begin():
        bring(session, ward_table(session, "Ward code,2021", "5"), "cold.csv")

    def another() -> None:
        with Session(engine) as session, session.begin():
            bring(session, ward_table(session, "Ward code,2021", "9"), "cold.csv")

    thread = Thread(target=another)
    with Session(engine) as session, session.begin():
        bring(session, ward_table(session, "Ward code,2021", "8"), "cold.csv")
        thread.start()
        thread.join(3)
        assert thread.is_alive()
    thread.join(60)
    values = []
    for _ in range(3):
        with Session(engine) as session, session.begin():
            values.append({cell[0] for cell in kept(session, "cold").values()})
            loads.undo(session, next(past.load for past in loads.history(session) if past.load.undone_at is None))
    assert values == [{9}, {8}, {5}]
