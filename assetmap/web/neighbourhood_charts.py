"""The chart of all neighbourhoods: how many assets each has for every 1,000 people, with the interval chance could explain."""

from typing import Any

from flask_babel import gettext as _

from assetmap.geo.rates import Rate, rate
from assetmap.services import neighbourhoods
from assetmap.services.neighbourhoods import NeighbourhoodRow
from assetmap.web.charts import Args, Chart, Spec, maker
from assetmap.web.provenance import of_register
from assetmap.web.sessions import session
from assetmap.web.texts import number

MOST = 60
"""More bars than this are no picture."""


@maker("assets-by-neighbourhood")
def asked(args: Args) -> Chart | None:
    """The chart, which takes no arguments."""
    return assets_for_people(neighbourhoods.rows(session()))


def assets_for_people(rows: list[NeighbourhoodRow]) -> Chart | None:
    """A bar for every neighbourhood whose people are known, the most first; none where they are too few or too many."""
    found = [(row.area.title, rate(row.assets, row.people), row.area.code) for row in rows]
    known = sorted(((title, each, code) for title, each, code in found if each is not None), key=lambda one: (-one[1].value, one[0]))
    if not 2 <= len(known) <= MOST:
        return None
    bars = [bar(*each) for each in known]

    def draw() -> Spec:
        from assetmap import charts  # Reason: it brings Altair, which takes a second.

        titles = {"name": _("Neighbourhood"), "text": _("Assets for every 1,000 people"), "range": _("Chance could explain")}
        return charts.bars(bars, charts.Axis(_("Assets for every 1,000 people")), titles)

    columns = [_("Code"), _("Neighbourhood"), _("Assets"), _("People"), _("Assets for every 1,000 people"), _("Lowest"), _("Highest")]
    names = ("code", "name", "count", "people", "value", "lower", "upper")
    return Chart(
        "assets-by-neighbourhood",
        _("Assets for every 1,000 people, by neighbourhood"),
        _(
            "From %(most)s (%(first)s) to %(least)s (%(last)s). Lines show what chance alone could make of as many assets: where "
            "they overlap, there may be no difference.",
            most=bars[0]["text"],
            first=bars[0]["name"],
            least=bars[-1]["text"],
            last=bars[-1]["name"],
        ),
        draw,
        columns,
        [[each["code"], each["name"], each["count_text"], each["people_text"], each["text"], each["low"], each["high"]] for each in bars],
        numbers=[[each[name] for name in names] for each in bars],
        facts=of_register(_("Assets for every 1,000 people"), [row.population for row in rows if row.population is not None]),
    )


def bar(title: str, found: Rate, code: str) -> dict[str, Any]:
    """One neighbourhood's bar, in numbers and in words."""
    low, high = number(found.lower, 2), number(found.upper, 2)
    return {
        **{"code": code, "name": title, "count": found.count, "people": round(found.people, 1)},
        **{"value": round(found.value, 4), "lower": round(found.lower, 4), "upper": round(found.upper, 4)},
        **{"count_text": number(found.count), "people_text": number(found.people), "text": number(found.value, 2)},
        **{"low": low, "high": high, "range": _("%(low)s to %(high)s", low=low, high=high)},
    }
