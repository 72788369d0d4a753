"""What is refused, what is held until a person says that it is meant, and what each sentence names."""

import pytest

from assetmap.errors import Faulty
from assetmap.models import Area, Geography
from assetmap.services import loads
from assetmap.services.loads import Facts
from assetmap.services.loads.matching import plain
from assetmap.services.sheets.columns import Column, Role
from tests.services.loads.files import SAID, bring, kept, look, ward_table, wards


def messages(preview) -> list[str]:
    return [str(fault) for fault in preview.faults]


def held(preview) -> list[str]:
    return [each.message for each in preview.held]


def described(measure: str) -> dict[str, object]:
    return {"indicators": {"": Facts(key="new", title="New", measure=measure, **SAID)}}


def test_a_clean_table_has_no_fault_and_nothing_held(session):
    preview = look(session, ward_table(session))
    assert (messages(preview), held(preview)) == ([], [])
    assert preview.notes == ["20 of 20 Wards (May 2025) are in the table."]
    assert [(each.periods, each.known) for each in preview.brought] == [(["2021", "2022"], 40)]


def test_everything_wrong_is_said_at_once_with_rows_and_columns(session):
    text = ward_table(session, E05009317="many,2", E05009319="3,about 5", E05009320="?,?")
    assert messages(look(session, text)) == [
        "table, row 2, 2021: 'many' is not a number.",
        "table, row 5, 2021: '?' is not a number.",
        "table, row 4, 2022: 'about 5' is not a number.",
        "table, row 5, 2022: '?' is not a number.",
    ]


def test_suppressed_and_missing_are_kept_as_such_and_a_zero_as_zero(session):
    bring(session, ward_table(session, E05009317="[c],0", E05009318="..,<5", E05009319=",-"), "cold.csv")
    found = kept(session, "cold")
    assert found["E05009317", "2021"] == (None, None, None, "suppressed")
    assert found["E05009317", "2022"] == (0, None, None, "known")
    assert found["E05009318", "2021"] == (None, None, None, "missing")
    assert found["E05009318", "2022"] == (None, None, None, "suppressed")
    assert {found["E05009319", year][3] for year in ("2021", "2022")} == {"missing"}


def test_the_same_area_twice_with_other_figures_is_refused(session):
    preview = look(session, ward_table(session) + "E05009320,99,99\n")
    (message, *_) = messages(preview)
    assert "the same area, period and indicator stand here several times with different figures (E05009320, 2021" in message
    assert "rows 5, 22" in message


def test_the_same_figures_twice_are_held_and_read_once(session):
    text = ward_table(session)
    preview = look(session, text + text.splitlines()[3] + "\n")
    assert messages(preview) == []
    assert held(preview) == ["The same figures stand here several times, and are read once: rows 4, 22."]
    row = bring(session, text + text.splitlines()[3] + "\n")
    assert row.rows == 40


def test_what_is_held_is_not_loaded_until_it_is_meant(session):
    preview = look(session, ward_table(session, cells="7,{n}"))
    assert held(preview) == ["'Table' is 7 for all 20 areas in 2021: is it the figure of a larger place, copied down?"]
    with pytest.raises(Faulty, match="copied down"):
        loads.load(session, preview, b"", "table.csv", None, set())
    assert loads.load(session, preview, b"", "table.csv", None, {preview.held[0].key}).rows == 40


def test_small_areas_and_middle_sized_ones_in_one_column_are_held(session):
    lsoas = list(loads.preview.matching.known(session).codes.values())
    small = next(codes for codes in lsoas if "E01004198" in codes)
    middle = next(codes for codes in lsoas if any(code.startswith("E02") for code in codes))
    rows = [f"{code},{n}" for n, code in enumerate([*small, *list(middle)[:5]])]
    (message,) = held(look(session, "code,2021\n" + "\n".join(rows)))
    assert "Areas of several kinds stand in one column" in message
    assert "5 Middle-sized areas (MSOAs) in rows 171, 172, 173, 174, 175." in message


def test_larger_places_in_the_list_are_read_to_compare_with_and_totals_left_out(session):
    text = ward_table(session) + "E09000030,1,2\nE92000001,3,4\nTotal,5,6\n"
    preview = look(session, text)
    assert messages(preview) == []
    assert preview.notes[1:] == ["To compare with, also read: Tower Hamlets, England.", "Left out as totals or headings: Total in row 24."]
    bring(session, text, "with_totals.csv")
    assert kept(session, "with_totals")["E92000001", "2022"][0] == 4


def test_a_list_of_the_whole_country_leaves_the_rest_out_with_a_count(session):
    others = "".join(f"E0500{n:04d},1,2\n" for n in range(100))
    preview = look(session, ward_table(session) + others)
    assert (messages(preview), held(preview)) == ([], [])
    assert preview.notes[1].startswith("100 areas that are not loaded here are left out: E05000000, ")
    assert preview.figures.value.size == 40


def test_a_list_that_is_half_another_places_is_held(session):
    rows = [f"{ward.code},{n}" for n, ward in enumerate(wards(session)[:10])] + [f"E0500{n:04d},{n}" for n in range(10)]
    (message,) = held(look(session, "code,2021\n" + "\n".join(rows)))
    assert message.startswith("Only 10 of 20 Wards (May 2025) are in this list, and 10 of its 20 areas are of another place: E05000000")
    assert "rows 12, 13" in message


def test_wards_of_another_year_are_refused(session):
    rows = "\n".join(f"E050005{n},{n}" for n in range(73, 90))
    (fault,) = [each for each in look(session, f"WD13CD,2013\n{rows}").faults if each.row]
    assert "17 of 17 codes are not of Wards (May 2025)" in fault.message
    assert "another vintage (the heading 'WD13CD' says 2013)" in fault.message


@pytest.mark.parametrize(
    ("measure", "cell", "words"),
    [
        *(("proportion", "1.2", "a share is from 0 to 1"), ("proportion", "-0.1", "a share is from 0 to 1")),
        *(
            ("rank", "0", "a rank is 1 or"),
            ("rank", "2.5", "a rank is 1 or"),
            ("decile", "11", "from 1 to 10"),
            ("count", "-1", "not below 0"),
        ),
    ],
)
def test_what_cannot_be_is_refused_and_its_rows_named(session, measure, cell, words):
    text = ward_table(session, "Ward code,2021", "1" if measure != "proportion" else "0.5", E05009319=cell)
    (message,) = messages(look(session, text, **described(measure)))
    assert words in message
    assert "row 4" in message


@pytest.mark.parametrize("cell", ["100.5", "-1"])
def test_a_rate_beyond_a_hundred_per_cent_is_held(session, cell):
    preview = look(session, ward_table(session, "Ward code,2021", "{n}", E05009318=cell), **described("percent"))
    assert held(preview) == ["'2021' is more than 100 % or less than 0 in row 3."]


def test_per_cent_signs_become_shares_where_an_indicator_is_kept_as_shares(session):
    bring(session, ward_table(session, "Ward code,2021", "{n}%"), **described("proportion"))
    assert kept(session, "new")["E05009319", "2021"][0] == pytest.approx(0.03)


def test_limits_that_do_not_hold_the_value_are_refused(session):
    text = ward_table(session, "Ward code,2021,lower,upper", "5,4,6", E05009318="5,6,4", E05009320="5,5.5,6")
    assert "the lower limit, the value and the upper limit are not in this order, in rows 3, 5." in messages(look(session, text))[0]


def test_a_table_without_a_period_asks_for_it(session):
    text = ward_table(session, "Ward code,value", "{n}")
    assert messages(look(session, text)) == ["table, period: say of which year or period these figures are."]
    assert bring(session, text, period="2024").rows == 20


def test_new_indicators_need_their_source_and_all_is_asked_at_once(session):
    preview = look(session, ward_table(session), indicators={"": Facts(key="Bad Key", title="New", source_url="ftp://x", decimals=9)})
    assert [fault.field for fault in preview.faults] == ["key", "description", "publisher", "source", "licence", "source_url", "decimals"]


class TestNames:
    """Names instead of codes: matched with care, and every guess shown."""

    def rows(self, session, **instead: str) -> str:
        names = [instead.get(ward.code, ward.name) for ward in wards(session)]
        return "Ward,2021\n" + "".join(f'"{name}",{n}\n' for n, name in enumerate(names))

    def test_names_as_they_are_need_no_confirmation(self, session):
        preview = look(session, self.rows(session))
        assert (messages(preview), held(preview)) == ([], [])
        assert (preview.match.here, preview.match.of) == (20, 20)

    def test_another_way_of_writing_is_shown_and_must_be_meant(self, session):
        text = self.rows(session, E05009318="blackwall AND Cubitt Town", E05009331="Mile End (Tower Hamlets)")
        preview = look(session, text)
        assert messages(preview) == []
        assert "'blackwall AND Cubitt Town' as Blackwall & Cubitt Town (E05009318)" in held(preview)[0]

    def test_an_old_name_is_not_guessed_but_suggestions_are_made(self, session):
        preview = look(session, self.rows(session, E05009317="Bethnal Green"))
        (message,) = messages(preview)
        assert "row 2, Ward: no area here is called 'Bethnal Green'. Is it Bethnal Green East (E05009317)" in message
        assert preview.unmatched == ["Bethnal Green"]

    def test_a_choice_settles_a_name_and_is_kept(self, session):
        text = self.rows(session, E05009317="Bethnal Green")
        assert bring(session, text, names={"Bethnal Green": "E05009317"}).rows == 20
        assert look(session, text).faults == []

    def test_a_name_that_two_areas_have_is_refused(self, session):
        wards(session)[1].name = wards(session)[2].name
        session.flush()
        (message, *_) = messages(look(session, self.rows(session)))
        assert "can be E05009318 or E05009319" in message

    def test_names_of_larger_places_are_read_to_compare_with(self, session):
        preview = look(session, self.rows(session) + "Tower Hamlets,5\nLondon,6\nTotal,7\n")
        assert messages(preview) == []
        assert preview.notes[1] == "To compare with, also read: Tower Hamlets, London."

    @pytest.mark.parametrize("name", ["St. Dunstan's", "St Dunstan's", "Saint Dunstans", "ST DUNSTAN’S (Tower Hamlets)", "st dunstan's "])
    def test_ways_to_write_a_name_are_one(self, name):
        assert plain(name) == plain("St Dunstan's")


def test_figures_that_are_here_are_replaced_only_when_that_is_meant(session):
    bring(session, ward_table(session), "cold.csv")
    preview = look(session, ward_table(session, cells="{n}.75,{n}"), "cold.csv")
    assert held(preview) == ["40 figures that are here would be replaced, of: Cold."]


def test_files_whose_headings_say_nothing_are_told_apart_by_their_names(session):
    bring(session, ward_table(session), "arson.csv")
    bring(session, ward_table(session), "burglary.csv")
    assert [look(session, ward_table(session), f"{name} 2024.csv").facts[0].key for name in ("arson", "burglary", "fraud")] == [
        *("arson", "burglary", "fraud"),
    ]


def test_codes_that_two_geographies_share_are_held_unless_the_heading_says_which(session):
    older = Geography(key="ward22", name="Ward", plural="Wards", vintage="December 2022", level=3, source="ONS", licence="OGL v3.0")
    older.areas = [Area(code=ward.code, name=ward.name) for ward in wards(session)]
    session.add(older)
    session.flush()
    preview = look(session, ward_table(session))
    assert held(preview) == [
        "They fit Wards (May 2025) just as well; they were read as Wards (December 2022). Choose the areas if that is wrong."
    ]
    for heading, key in (("WD25CD", "ward25"), ("WD22CD", "ward22")):
        preview = look(session, ward_table(session, f"{heading},2021,2022"))
        assert (preview.match.geography.key, held(preview)) == (key, [])


def test_a_wrong_column_that_names_hundreds_of_indicators_is_refused_in_one_sentence(session):
    text = "code,indicator,2021\n" + "".join(f"{ward.code},Thing {ward.code} {n},{n}\n" for ward in wards(session) for n in range(12))
    roles = (Role.CODE, Role.INDICATOR, Role.VALUE)
    columns = [Column(name, role) for name, role in zip(("code", "indicator", "2021"), roles, strict=True)]
    (message,) = messages(look(session, text, columns=columns, period="2021"))
    assert "these columns name 240 indicators, and at most 200 are loaded at once" in message
