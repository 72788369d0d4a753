"""Every figure on every page leads to its source, period, method and licence in one click."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from assetmap.models import Indicator
from assetmap.services import indicators, remember
from assetmap.web.sessions import session

# Pages with figures; a new page that shows some belongs here.
PAGES = [
    "/",
    "/map",
    "/neighbourhoods",
    "/neighbourhoods/E05009322",
    "/neighbourhoods/E09000030",
    "/neighbourhoods/E01004198",
    "/indicators/iod25_imd_score",
    "/indicators/ons_life_satisfaction?geography=borough",
]


@pytest.fixture
def shown(reading: Flask) -> "Callable[[str], tuple[set[str], str]]":
    """The indicators whose figures a page writes, and the page."""

    def ask(path: str) -> tuple[set[str], str]:
        seen: set[str] = set()
        written = reading.jinja_env.filters["figure_text"]

        def watched(value: float | None, indicator: Indicator) -> str:
            seen.add(indicator.key)
            return str(written(value, indicator))

        reading.jinja_env.filters["figure_text"] = watched
        try:
            remember.forget()
            page = reading.test_client().get(path)
        finally:
            reading.jinja_env.filters["figure_text"] = written
        assert page.status_code == 200
        return seen, page.text

    return ask


@pytest.mark.parametrize("path", PAGES)
def test_a_page_links_every_indicator_whose_figure_it_shows(shown, path):
    seen, page = shown(path)
    links = set(re.findall(r'href="/indicators/([^"?#/]+)', page))
    own = path.removeprefix("/indicators/").split("?")[0]
    assert seen <= links | {own}


def test_the_page_of_an_indicator_says_everything_about_it(reading):
    with reading.test_request_context():
        keys = [row.indicator.key for row in indicators.listed(session())]
        facts = {row.indicator.key: (row.indicator, row.periods) for row in indicators.listed(session())}
    words = {"measured": "Measured", "modelled": "Estimate from a model", "survey": "Estimate from a survey"}
    for key in keys:
        page = reading.test_client().get(f"/indicators/{key}").get_data(as_text=True)
        indicator, periods = facts[key]
        for fact in (indicator.publisher, indicator.source, indicator.licence, periods[0], indicator.source_url):
            assert str(fact).replace("&", "&amp;") in page, (key, fact)
        assert words[indicator.method.value].lower() in page.lower(), (key, indicator.method)
