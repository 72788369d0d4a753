"""Charts as Vega-Lite: every row is in them, in words too, and a picture can be made of each without asking anybody."""

import re

import pytest

from assetmap import charts
from assetmap.charts import Axis
from assetmap.charts.look import NAMES, PAPER
from assetmap.charts.spread import stack
from assetmap.paths import STATIC

AREAS = [{"area": f"Area {number}", "value": float(number * 7 % 31), "text": str(number * 7 % 31)} for number in range(40)]
YEARS = [{"series": name, "period": str(year), "value": 7.0 + year / 10, "text": "x"} for name in ("Here", "There") for year in range(5)]
BARS = [{"name": "Here", "value": 12.0, "text": "12 %", "lower": 10.0, "upper": 14.0}, {"name": "There", "value": 9.0, "text": "9 %"}]
PAIRS = [{"area": f"Area {number}", "x": float(number), "y": float(number**2)} for number in range(12)]
MARKS = [{"what": "The one in the middle", "value": 12.0}, {"what": "All of it", "value": 14.0}]
INTERVALS = [each | {"lower": each["value"] - 1, "upper": each["value"] + 1} for each in YEARS]

EVERY = {
    "spread": (charts.spread(AREAS, MARKS, Axis("score"), {"area": "Area", "text": "Score"}), AREAS),
    "spread alone": (charts.spread(AREAS, [], Axis("score"), {"area": "Area"}), AREAS),
    "trend": (charts.trend(YEARS, Axis("out of 10"), {"text": "Value"}), YEARS),
    "trend with intervals": (charts.trend(INTERVALS, Axis("out of 10"), {"text": "Value"}), INTERVALS),
    "scatter": (charts.scatter(PAIRS, Axis("one"), Axis("other"), {"area": "Area"}), PAIRS),
    "bars": (charts.bars(BARS, Axis("per cent"), {"name": "Where"}), BARS),
}


def rows_of(spec: dict) -> list[dict]:
    """The rows of a chart, wherever in it they stand."""
    holders = [spec, *spec.get("layer", [])]
    return next(each["data"]["values"] for each in holders if each.get("data", {}).get("name") == "rows")


@pytest.mark.parametrize("name", EVERY)
def test_every_row_is_in_the_chart_as_it_came(name):
    spec, rows = EVERY[name]
    assert [{key: each[key] for key in row} for each, row in zip(rows_of(spec), rows, strict=True)] == rows


@pytest.mark.parametrize("name", EVERY)
def test_a_picture_is_made_of_every_chart(name):
    picture = charts.svg(EVERY[name][0])
    assert picture.startswith("<svg")
    assert "var(" not in picture
    assert charts.png(EVERY[name][0]).startswith(b"\x89PNG")


@pytest.mark.parametrize("name", EVERY)
def test_on_a_page_every_colour_is_named_by_the_style_sheet(name):
    assert re.findall(r"#[0-9a-f]{6}", str(EVERY[name][0]["usermeta"])) == []


def test_periods_stand_in_the_order_of_time_and_not_of_spelling():
    points = [{"series": "Here", "period": period, "value": 1.0} for period in ("Mar 2023", "Jan 2024")]
    for given, wanted in ((), ["Mar 2023", "Jan 2024"]), (["Dec 2022", "Mar 2023", "Jan 2024"], ["Dec 2022", "Mar 2023", "Jan 2024"]):
        spec = charts.trend(points, Axis("per cent"), {}, given)
        assert spec["layer"][0]["encoding"]["x"]["sort"] == wanted


def test_lines_share_one_legend_that_names_each_once():
    picture = charts.svg(EVERY["trend"][0])
    assert picture.count(">Here<") == picture.count(">There<") == 1


def test_equal_values_stand_on_each_other_and_no_dot_on_another():
    stacked = stack([{"value": 1.0}, {"value": 1.0}, {"value": 3.0}])
    assert [each["level"] for each in stacked] == [0.5, 1.5, 0.5]
    many = stack(AREAS)
    assert len({(each["column"], each["level"]) for each in many}) == len(AREAS)
    assert all(abs(each["column"] - each["value"]) <= 31 / 44 for each in many)


def test_a_text_in_the_data_stays_text():
    spec = charts.scatter([{"area": "</script><b>x", "x": 1.0, "y": 2.0}], Axis("<i>one"), Axis("other"), {"area": "Area"})
    picture = charts.svg(spec)
    assert "<i>" not in picture
    assert "<b>" not in picture


def test_a_picture_asks_no_other_host_for_its_data():
    spec = EVERY["scatter"][0] | {"layer": [{"data": {"url": "http://127.0.0.1:9/x.json"}, "mark": "point"}]}
    with pytest.raises(ValueError, match="not allowed"):
        charts.svg(spec)


def colours(theme: str) -> dict[str, str]:
    """The colours of charts.css, those of the site put in, in a theme."""
    found: dict[str, str] = {}
    for sheet in ("assetmap", "charts"):
        text = (STATIC / "css" / f"{sheet}.css").read_text()
        for block in [":root", *([theme] if theme != ":root" else [])]:
            found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6}|var\(--\w+\));", text.split(f"\n{block} {{", 1)[1].split("}", 1)[0]))
    return {name: found.get(value[6:-1], value) for name, value in found.items()}


def test_the_colours_of_pictures_are_those_of_the_light_page():
    light = colours(":root")
    here = {name: light[f"chart-{name}"] for name in NAMES}
    assert {name: value if len(value) == 7 else "#" + "".join(2 * digit for digit in value[1:]) for name, value in here.items()} == PAPER


@pytest.mark.parametrize("theme", [":root", '[data-bs-theme="dark"]'])
def test_lines_and_dots_can_be_told_from_the_ground(theme):
    from tests.test_look import contrast

    here = colours(theme)
    for name in ("ink", "soft", "edge", "first", "second", "third", "fourth"):
        least = 4.5 if name in ("ink", "soft") else 3
        assert contrast(here[f"chart-{name}"], here["chart-ground"]) >= least, name
