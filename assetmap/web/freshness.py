"""How fresh an entry is, in words; and lists in which what is stale comes last."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from flask import Flask
from flask_babel import format_date
from flask_babel import gettext as _

from assetmap.geo.cells import Bounds
from assetmap.services import assets, freshness, ranking, sinking
from assetmap.services.assets import AssetPage
from assetmap.services.freshness import Basis, Dated, Limits, Share, State
from assetmap.services.sinking import Wanted
from assetmap.web.query import Query
from assetmap.web.sessions import session, settings
from assetmap.web.texts import day, number, once

ICONS = {State.fresh: "check2-circle", State.ageing: "hourglass-split", State.stale: "hourglass-bottom"}


@dataclass(frozen=True)
class Told:
    """How fresh an entry is, as a page says it: the state and its word, since when in a few words, and all of it in a sentence."""

    state: State
    word: str
    since: str
    sentence: str
    icon: str

    @property
    def is_fresh(self) -> bool:
        """Whether there is nothing to warn of."""
        return self.state == State.fresh


def register(app: Flask) -> None:
    """Give the templates these words."""
    app.jinja_env.filters.update(freshness=told, share_sentence=share_sentence)


def today() -> date:
    """The day it is, in UTC as all our moments are."""
    return datetime.now(UTC).date()


def limits() -> Limits:
    """From which day back an entry is ageing, and stale, by the settings."""

    def find() -> Limits:
        return freshness.limits(today(), settings().assetmap_ageing_months, settings().assetmap_stale_months)

    found: Limits = once("freshness_limits", find)
    return found


def told(entry: Dated) -> Told:
    """How fresh an entry is, in words."""
    said, basis = freshness.said_on(entry)
    state = freshness.state_of(said, limits())
    return Told(state, word(state), since(said, basis), sentence(said, basis), ICONS[state])


def word(state: State) -> str:
    """A state in words."""
    return {State.fresh: _("Fresh"), State.ageing: _("Getting old"), State.stale: _("May be out of date")}[state]


def since(said: date, basis: Basis) -> str:
    """The day that speaks for an entry, in a few words."""
    when = month(said)
    if basis == Basis.confirmed:
        return _("confirmed in %(month)s", month=when)
    return _("source of %(month)s", month=when) if basis == Basis.source else _("here since %(month)s", month=when)


def sentence(said: date, basis: Basis) -> str:
    """The same in a sentence: nobody is said to have confirmed what nobody has."""
    if basis == Basis.confirmed:
        return _("Somebody who knows it confirmed it on %(day)s.", day=day(said))
    if basis == Basis.source:
        return _("From a source of %(month)s; nobody has confirmed it yet.", month=month(said))
    return _("Last changed here in %(month)s, from a source without a date; nobody has confirmed it yet.", month=month(said))


def month(said: date) -> str:
    """A month and a year."""
    return str(format_date(said, "MMMM yyyy"))


def share_sentence(share: Share) -> str:
    """How many entries were confirmed within a year, of how many."""
    if not share.entries:
        return _("There are no entries yet.")
    counts = {"confirmed": number(share.confirmed), "entries": number(share.entries)}
    return _("%(confirmed)s of %(entries)s", **counts)


def plain(entry: Dated) -> dict[str, str]:
    """The same for the API: the state, the day that speaks, and what that day is."""
    said, basis = freshness.said_on(entry)
    return {"state": freshness.state_of(said, limits()).value, "as_of": said.isoformat(), "basis": basis.value}


def sinks(asked: Query) -> bool:
    """Whether what is stale comes last in the answer to a question: near a point, and in an area, unless words are looked for there."""
    return (asked.point is not None or bool(asked.filters.area)) and not asked.filters.q


def listed(asked: Query, page: int, bounds: Bounds | None = None) -> AssetPage:
    """One page of the assets that are asked for."""
    size = settings().assetmap_page_size
    if asked.filters.q:
        return ranking.listed(session(), Wanted(asked.filters, bounds, asked.point), limits().stale, page, size)
    if not sinks(asked):
        return assets.listed(session(), asked.filters, page, size, bounds)
    return sinking.listed(session(), Wanted(asked.filters, bounds, asked.point), limits().stale, page, size)
