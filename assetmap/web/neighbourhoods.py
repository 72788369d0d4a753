"""Neighbourhoods: what each has, and how it is doing; one of them as a page and as a sheet of paper."""

from collections.abc import Callable

from flask import Blueprint, g, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assetmap import maps
from assetmap.models import Area
from assetmap.services import areas, indicators, neighbourhoods, places, profiles
from assetmap.services import freshness as shares
from assetmap.services.profiles import Profile
from assetmap.services.remember import remembered_file
from assetmap.web import drawing, freshness, neighbourhood_charts, printing
from assetmap.web import profiles as say
from assetmap.web.downloads import csv_text
from assetmap.web.extracts import Written
from assetmap.web.freshness import today
from assetmap.web.sessions import session
from assetmap.web.sheets import as_workbook

blueprint = Blueprint("neighbourhoods", __name__, url_prefix="/neighbourhoods")
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("")
def index() -> str:
    """All neighbourhoods, on a map and in a table."""
    place = places.current(session())
    lead = next((row.indicator for row in indicators.listed(session()) if row.indicator.key == place.lead_indicator), None)
    rows, whole = neighbourhoods.rows(session()), neighbourhoods.whole_row(session())
    return render_template(
        "neighbourhoods/index.html",
        rows=rows,
        chart=neighbourhood_charts.assets_for_people(rows),
        whole=whole,
        shares={row.area.id: shares.share(session(), row.area, row.assets, today()) for row in [*rows, whole]},
        drawn=neighbourhoods.drawn_rows(session()),
        lead=lead,
        map=maps.page_parts(maps.neighbourhoods_map(drawing.place())),
    )


@blueprint.get("/<code>")
def show(code: str) -> str:
    """One area: its map, its assets and groups, its figures."""
    area = areas.get(session(), code[:61])
    drawn = maps.neighbourhood_map(
        drawing.place(),
        code=area.code,
        geography=area.geography.key,
        bounds=areas.bounds(session(), area),
        address=areas.address(session(), area),
    )
    return render_template(
        "neighbourhoods/show.html",
        area=area,
        geography=area.geography,
        profile=of(area),
        say=say,
        can_print=printing.is_possible(),
        needed=printing.WHAT_IT_NEEDS,
        namesakes=areas.namesakes(session(), area),
        map=maps.page_parts(drawn),
    )


@blueprint.get("/<code>/sheet")
def sheet(code: str) -> str:
    """The same on two pages of paper."""
    area = areas.get(session(), code[:61])
    return render_template("neighbourhoods/sheet.html", area=area, geography=area.geography, profile=of(area), say=say)


@blueprint.get("/<code>/profile.pdf")
def pdf(code: str) -> Response | tuple[str, int]:
    """The sheet as a PDF; where this server cannot make one, a page that says what to do."""
    area = areas.get(session(), code[:61])
    if not printing.is_possible():
        message = _("A PDF needs %(what)s. Open the two pages to print and choose “Save as PDF” there.", what=printing.WHAT_IT_NEEDS)
        return render_template("errors/show.html", status=501, title=_("This server cannot make a PDF"), message=message, faults=[]), 501
    address, static = url_for(".sheet", code=code, _external=True), url_for("static", filename="", _external=True)
    made = kept_file("pdf", area, lambda: printing.as_pdf(sheet(code), static, address))
    return as_file(made, "application/pdf", f"{area.code}.pdf")


@blueprint.get("/<code>/profile.csv")
def table(code: str) -> Response:
    """Every number of the profile as CSV."""
    area = areas.get(session(), code[:61])

    def make() -> bytes:
        sheet = Written(of(area)).everything()
        return csv_text(sheet.header, sheet.rows).encode()

    made = kept_file("csv", area, make)
    return as_file(made, "text/csv; charset=utf-8", f"{area.code}.csv")


@blueprint.get("/<code>/profile.xlsx")
def workbook(code: str) -> Response:
    """The same as a workbook, with the list of assets."""
    area = areas.get(session(), code[:61])
    made = kept_file("xlsx", area, lambda: as_workbook(Written(of(area)).sheets()))
    return as_file(made, WORKBOOK, f"{area.code}.xlsx")


def of(area: Area) -> Profile:
    """The profile of an area as of today."""
    return profiles.profile(session(), area, today(), freshness.limits().stale)


def kept_file(kind: str, area: Area, make: Callable[[], bytes]) -> bytes:
    """A file as it was made last, where nothing has changed since; `g` says that it was made anew, which may be limited."""

    def anew() -> bytes:
        g.made_anew = True
        return make()

    return remembered_file(session(), ("file", kind, area.id, today(), request.root_url, str(get_locale())), anew)


def as_file(content: bytes, kind: str, name: str) -> Response:
    """A file to keep, with a validator, so that it is sent once."""
    response = Response(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    return response.make_conditional(request)
