"""Exports with a row for each sex and age: the main rows of each indicator are read, and what is left out is said."""

from dataclasses import replace

from tests.services.loads.files import look, wards

HEAD = "Indicator ID,Indicator Name,Area Code,Area Name,Sex,Age,Category Type,Category,Time period,Value"
ROWS = {
    "Smoking": ("Persons,18+,,", "Male,18+,,", "Female,18+,,"),
    "Child obesity": ("Persons,10-11 yrs,,", "Persons,10-11 yrs,Ethnic groups,White", "Male,10-11 yrs,,"),
    "Deaths": ("Persons,All ages,,", "Persons,<75 yrs,,", "Male,All ages,,"),
    "Breast screening": ("Female,53-70 yrs,,",),
}


def export(session) -> str:
    """Four indicators in all wards; the value is the number of the row within its indicator."""
    rows = [
        f"{number},{name},{ward.code},{ward.name},{row},2022,{place}.{each}"
        for each, ward in enumerate(wards(session))
        for number, (name, several) in enumerate(ROWS.items())
        for place, row in enumerate(several)
    ]
    return "\n".join([HEAD, *rows]) + "\n"


def test_each_indicator_has_its_own_main_rows(session):
    preview = look(session, export(session))
    assert preview.faults == []
    assert {each.label: each.known for each in preview.brought} == dict.fromkeys(ROWS, 20)
    assert {int(value) for value in preview.figures.value} == {0}


def test_rows_that_are_left_out_are_counted_by_indicator(session):
    assert look(session, export(session)).notes[-1] == (
        "Left out, since only some rows are kept of Sex, Age, Category Type, Category: 120 rows,"
        " of: Smoking (40), Child obesity (40), Deaths (40)."
    )


def test_an_indicator_that_would_lose_all_its_rows_is_held(session):
    text = export(session)
    columns = look(session, text).mapping.columns
    assert look(session, text).held == []
    columns = [replace(column, only="Persons") if column.heading == "Sex" else column for column in columns]
    (waiting,) = look(session, text, columns=columns).held
    assert waiting.message.startswith("No figure would be loaded of: Breast screening. ")


def test_an_indicator_whose_main_rows_are_of_other_places_is_held(session):
    rows = "".join(f"9,Jobs,E0600{number:04},Elsewhere,Persons,16-64 yrs,,,2022,5\n" for number in range(1, 5))
    own = f"9,Jobs,{wards(session)[0].code},Here,Male,16-64 yrs,,,2022,5\n"
    (waiting,) = look(session, export(session) + rows + own).held
    assert "No figure would be loaded of: Jobs." in waiting.message
