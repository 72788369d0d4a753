"""What is held when a file does not fit what is here: facts that it would change, and figures of another size."""

import pytest

from assetmap.errors import Faulty
from assetmap.services import indicators, loads
from assetmap.services.loads import Facts
from tests.services.loads.files import SAID, bring, look, ward_table

COLD = Facts(key="cold", title="Cold homes", measure="percent", decimals=0, **SAID)


def held(preview) -> list[str]:
    return [each.message for each in preview.held]


def described(**more: object) -> dict[str, object]:
    return {"indicators": {"": Facts(**(COLD.__dict__ | more))}}


def table(session, year: int, cells: str, **instead: str) -> str:
    return ward_table(session, f"Ward code,{year}", cells, **instead)


def test_facts_that_would_change_are_named_and_held(session):
    bring(session, table(session, 2021, "{n}"), **described())
    text = table(session, 2022, "{n}")
    preview = look(session, text, **described(polarity="low", decimals=2))
    assert held(preview) == [
        "'Cold homes' (cold) is here already, and what is said of it would change: polarity from 'none' to 'low'; decimals from '0' to '2'."
    ]
    with pytest.raises(Faulty, match="what is said of it would change"):
        loads.load(session, preview, b"", "table.csv", None, set())
    assert indicators.get(session, "cold").indicator.polarity == "none"
    loads.load(session, preview, b"", "table.csv", None, {each.key for each in preview.held})
    assert indicators.get(session, "cold").indicator.polarity == "low"


def test_the_same_facts_again_change_nothing(session):
    bring(session, table(session, 2021, "{n}"), **described())
    assert held(look(session, table(session, 2022, "{n}"), **described())) == []


@pytest.mark.parametrize("cells", ["0.{n:02}", "0", "1.5"])
def test_per_cent_that_look_like_shares_are_held(session, cells):
    found = [each for each in held(look(session, table(session, 2021, cells), **described())) if "are they shares" in each]
    assert found == (
        ["Every figure of 'Cold homes' is from 0 to 1, although it is in per cent: are they shares, such as 0.14 for 14 %?"]
        if cells.startswith("0.")
        else []
    )


def test_small_figures_with_a_per_cent_sign_are_per_cent(session):
    assert held(look(session, table(session, 2021, "0.{n:02}%"), **described())) == []


def test_shares_brought_to_an_indicator_that_is_here_in_per_cent_are_held(session):
    bring(session, table(session, 2021, "{n}"), **described())
    messages = held(look(session, table(session, 2022, "0.{n:02}"), indicators={"": Facts(key="cold")}))
    assert messages == [
        "Every figure of 'Cold homes' is from 0 to 1, although it is in per cent: are they shares, such as 0.14 for 14 %?",
        "Half of the figures of 'Cold homes' are above 0.105 in this file and above 10.5 here: is it the same indicator, in the same unit?",
    ]


@pytest.mark.parametrize(("cells", "is_held"), [("{n}000", True), ("{n}0", False), ("{n}", False), ("0", False)])
def test_figures_of_another_size_than_those_here_are_held(session, cells, is_held):
    bring(session, table(session, 2021, "{n}"), **described(measure="count"))
    preview = look(session, table(session, 2022, cells), indicators={"": Facts(key="cold")})
    assert any("in the same unit?" in each for each in held(preview)) == is_held
