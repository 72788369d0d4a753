"""How the network grows: a page, a chart and a table for everybody."""

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from assetmap.models import Outcome
from assetmap.services import growth, introductions, networks
from assetmap.services.growth import Growth, QuarterRow
from assetmap.services.networks import Look, Viewer
from assetmap.web import link_words
from assetmap.web.charts import Args, Chart, Spec, maker
from assetmap.web.downloads import Cell, csv_text, file_name
from assetmap.web.networks import asking
from assetmap.web.policy import cached_by
from assetmap.web.sessions import session
from assetmap.web.texts import number

blueprint = Blueprint("growth", __name__)
FEWEST_QUARTERS = 2


@blueprint.get("/networks/growth")
def show() -> str:
    """Links, answers and introductions by quarter and by neighbourhood."""
    look = asked()
    found = growth.growth(session(), look)
    connector = look.viewer == Viewer.connector
    return render_template(
        "growth/show.html",
        growth=found,
        columns=columns(found),
        rows=[words(row, found) for row in found.quarters],
        links=len(networks.whole(session(), look).links),
        chart=chart(found.example),
        suggestions=introductions.worth_making(session(), networks.whole(session(), look)) if connector else [],
    )


@blueprint.get("/networks/growth.csv")
def table() -> Response:
    """The same by quarter as a table for a spreadsheet."""
    look = asked()
    found = growth.growth(session(), look)
    text = csv_text([*columns(found), _("What this is")], [[*cells(row, found), about(found)] for row in found.quarters])
    name = file_name([_("Example"), _("growth of the network")] if found.example else [_("growth of the network")], "csv")
    headers = {"Content-Disposition": f"attachment; filename={name}", "Cache-Control": cached_by(look.viewer)}
    return Response(text, mimetype="text/csv", headers=headers)


def asked() -> Look:
    """Who looks, and whether at the example."""
    look = asking.read(request.args)
    return Look(look.viewer, example=look.example)


def columns(found: Growth) -> list[str]:
    """The heads of the table by quarter."""
    heads = [_("Quarter"), _("Links known"), _("Both say so"), _("Groups with a link"), _("Groups that answered")]
    if found.example:
        return heads
    return [*heads, _("Introductions made"), *([str(link_words.OUTCOMES[each]) for each in Outcome] if found.exact else [])]


def cells(row: QuarterRow, found: Growth) -> list[Cell]:
    """One quarter for a spreadsheet: numbers, or why there is none."""
    known: list[Cell] = [name(row), row.stood.links, row.stood.confirmed, row.stood.groups, row.answered]
    if found.example:
        return known
    return [*known, introduced(row), *([row.came.get(each, 0) for each in Outcome] if found.exact else [])]


def words(row: QuarterRow, found: Growth) -> list[str]:
    """One quarter for the page."""
    return [number(cell) if isinstance(cell, int | float) else str(cell) for cell in cells(row, found)]


def introduced(row: QuarterRow) -> Cell:
    """How many introductions were made, as far as it may be told."""
    if row.introduced is not None:
        return row.introduced
    return _("fewer than 3") if row.over else _("told when the quarter is over")


def name(row: QuarterRow) -> str:
    """A quarter by its months."""
    months = [_("January to March"), _("April to June"), _("July to September"), _("October to December")]
    text = f"{row.quarter.year}, {months[row.quarter.number - 1]}"
    return text if row.over else _("%(quarter)s (so far)", quarter=text)


def about(found: Growth) -> str:
    """What a table that is taken away must say."""
    text = _("At the end of each quarter, as this register knows it. More links can mean more answers, not more ties.")
    return _("Example: none of these groups exist.") + " " + text if found.example else text


@maker("network-growth", "example", today=True)
def asked_chart(args: Args) -> Chart | None:
    """The chart that a query asks for."""
    return chart(example=args.get("example") == "yes")


def chart(example: bool) -> Chart | None:
    """Links and groups at the end of each quarter, of what everybody may see: a chart is kept for all; none before two quarters."""
    found = growth.growth(session(), Look(Viewer.everyone, example="yes" if example else "no"))
    if len(found.quarters) < FEWEST_QUARTERS or not found.known:
        return None
    heads = columns(found)[1:5]
    values = {row.quarter: (row.stood.links, row.stood.confirmed, row.stood.groups, row.answered) for row in found.quarters}
    points = [
        {"series": head, "period": short(row), "value": values[row.quarter][at], "text": number(values[row.quarter][at])}
        for at, head in enumerate(heads)
        for row in found.quarters
    ]

    def draw() -> Spec:
        from assetmap import charts  # Reason: it brings Altair, which takes a second.

        titles = {"series": _("Which"), "period": _("Quarter"), "text": _("Number")}
        return charts.trend(points, charts.Axis(_("Number"), zero=True), titles)

    first, last = found.quarters[0], found.quarters[-1]
    title = _("How the network grows: links and groups by quarter")
    facts = {"first": name(first), "before": number(first.stood.links), "last": name(last), "now": number(last.stood.links)}
    return Chart(
        "network-growth",
        _("Example: %(title)s", title=title) if found.example else title,
        _("%(first)s: %(before)s links known. %(last)s: %(now)s. Public links only.", **facts),
        draw,
        columns(found)[:5],
        [words(row, found)[:5] for row in found.quarters],
        asked={"example": "yes"} if found.example else {},
        numbers=[cells(row, found)[:5] for row in found.quarters],
        facts={
            _("Period"): f"{short(first)} – {short(last)}",
            _("Unit"): _("links and groups"),
            _("Source"): _("An invented example") if found.example else _("Links stated in this register, public ones only"),
            _("How it came about"): about(found),
        },
    )


def short(row: QuarterRow) -> str:
    """A quarter in a few signs."""
    text = _("%(year)s Q%(number)s", year=row.quarter.year, number=row.quarter.number)
    return text if row.over else _("%(quarter)s (so far)", quarter=text)
