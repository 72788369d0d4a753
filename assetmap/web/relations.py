"""Relations: do two measures of the same areas go together, and what that does not prove."""

from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from assetmap.models import Geography, Measure
from assetmap.services import areas, figures, indicators, measures, places, relations
from assetmap.services.measures import Measured
from assetmap.services.relations import Relation
from assetmap.web.charts import Args, Chart, Spec, maker
from assetmap.web.measures import axis, choices, shown, text, title
from assetmap.web.provenance import of_measures
from assetmap.web.resemblance import resemblance_words
from assetmap.web.sessions import session
from assetmap.web.texts import number

blueprint = Blueprint("relations", __name__, url_prefix="/relations")
ASKED = ("x", "y", "geography", "x_period", "y_period")


@blueprint.get("")
def index() -> str:
    """Two measures to choose, and how they go together."""
    asked = {name: request.args.get(name, "")[:100] for name in ASKED}
    x, y = asked["x"], asked["y"]
    found = asked_relation(asked) if x and y and x != y else None
    return render_template(
        "relations/index.html",
        x=x or places.current(session()).lead_indicator,
        y=y if y or x == measures.ASSETS else measures.ASSETS,
        same=bool(x) and x == y,
        choices=choices(),
        geographies=shown_geographies(),
        wanted=asked["geography"],
        found=found,
        chart=scatter(found) if found else None,
        words=Words(found) if found else None,
        periods=periods(found) if found else None,
        pairs=pairs() if not found else [],
    )


def pairs() -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """Pairs to begin with, as keys and titles: the leading indicator beside what is registered, and beside others' figures."""
    titles = {key: title for _heading, options in choices() for key, title in options}
    lead = indicators.get(session(), places.current(session()).lead_indicator).indicator
    others = [row.indicator for row in indicators.listed(session()) if row.indicator.key in titles and row.indicator.source != lead.source]
    telling = [each.key for each in others if each.measure not in (Measure.count, Measure.rank, Measure.decile)]
    return [((lead.key, titles[lead.key]), (key, titles[key])) for key in [measures.ASSETS, *telling][:3] if lead.key in titles]


def periods(found: Relation) -> dict[str, list[str]]:
    """The periods to choose from for each of the two."""
    return {
        name: figures.periods_of(session(), indicators.get(session(), each.key), found.geography) if each.indicator else []
        for name, each in (("x", found.x), ("y", found.y))
    }


def asked_relation(asked: Args) -> Relation:
    """The relation that is asked for; over the smallest areas where there is none for those that were asked for."""
    x, y, geography = (asked.get(name, "") for name in ("x", "y", "geography"))
    known = any(each.key == geography for each in shown_geographies())
    possible = {each.key for each in relations.geographies(session(), x, y)}
    kept = geography if geography in possible or not known else ""
    periods = known_period(x, asked.get("x_period", "")), known_period(y, asked.get("y_period", ""))
    return relations.relation(session(), x, y, kept, periods)


def known_period(key: str, period: str) -> str:
    """A period as far as the measure has it: the form may still hold that of the measure chosen before."""
    row = measures.indicator_row(session(), key)
    return period if row is not None and period in row.periods else ""


def shown_geographies() -> list[Geography]:
    """The geographies with boundaries and more than one area."""
    whole = places.current(session()).whole_geography
    return [each for each in areas.geographies(session()) if each.key != whole]


@maker("scatter", *ASKED)
def scatter_asked(args: Args) -> Chart | None:
    """The scatter chart that a query asks for."""
    x, y, geography = (args.get(name, "")[:100] for name in ASKED[:3])
    return scatter(relations.relation(session(), x, y, geography, (args.get("x_period", ""), args.get("y_period", ""))))


def scatter(found: Relation) -> Chart | None:
    """A dot for every area that has both values; none where there are too few areas."""
    if found.correlation is None:
        return None
    points: list[dict[str, Any]] = [
        {
            **{"code": each.area.code, "area": each.area.title, "x": shown(each.x, found.x), "y": shown(each.y, found.y)},
            **{"x_text": text(each.x, found.x), "y_text": text(each.y, found.y)},
        }
        for each in found.rows
    ]
    one, other = axis(found.x), axis(found.y)

    def draw() -> Spec:
        from assetmap import charts  # Reason: it brings Altair, which takes a second.

        hints = {"area": found.geography.name, "x_text": title(found.x), "y_text": title(found.y)}
        return charts.scatter(points, charts.Axis(one), charts.Axis(other), hints)

    periods = {"x_period": found.x.period if found.x.indicator else "", "y_period": found.y.period if found.y.indicator else ""}
    asked = {"x": found.x.key, "y": found.y.key, "geography": found.geography.key, **periods}
    return Chart(
        "scatter",
        _("%(x)s and %(y)s", x=title(found.x), y=title(found.y)),
        _("Each dot is one area, further right with more of “%(x)s”, further up with more of “%(y)s”:", **Words(found).titles)
        + " "
        + Words(found).strength,
        draw,
        [_("Code"), found.geography.name, title(found.x), title(found.y)],
        [[each["code"], each["area"], each["x_text"], each["y_text"]] for each in points],
        asked={name: value for name, value in asked.items() if value},
        numbers=[[each["code"], each["area"], each["x"], each["y"]] for each in points],
        facts=of_measures([(title(each), each) for each in (found.x, found.y)]),
    )


class Words:
    """A relation in plain sentences."""

    def __init__(self, found: Relation):
        self.found = found
        self.titles = {"x": title(found.x), "y": title(found.y)}
        self.sides = [(found.x, title(found.x), found.x_resemblance), (found.y, title(found.y), found.y_resemblance)]

    @property
    def direction(self) -> str:
        """Whether they go together, which way, and how strongly, with the interval and the number of areas."""
        correlation = self.found.correlation
        if correlation is None:
            return _("There are too few areas with both, or one of them is the same everywhere.")
        lower, upper = self.interval
        words = {**self.titles, "areas": self.found.geography.plural}
        if lower is None or upper is None:
            start = _("Areas in order of “%(x)s” and of “%(y)s”:", **words)
        elif lower > 0:
            start = _("Areas with a higher value of “%(x)s” tend to have a higher value of “%(y)s”:", **words)
        elif upper < 0:
            start = _("Areas with a higher value of “%(x)s” tend to have a lower value of “%(y)s”:", **words)
        else:
            start = _("“%(x)s” and “%(y)s” do not clearly go together:", **words)
        return f"{start} {self.strength}"

    @property
    def when(self) -> str:
        """The periods of both."""
        texts = [f"{name}: {each.period}" if each.indicator else _("%(title)s: today", title=name) for each, name, _found in self.sides]
        return "; ".join(texts) + "."

    @property
    def interval(self) -> tuple[float | None, float | None]:
        """The interval that counts: the one that allows for neighbours, where it was worked out."""
        correlation = self.found.correlation
        if correlation is None:
            return None, None
        return (correlation.worth_lower, correlation.worth_upper) if correlation.worth else (correlation.lower, correlation.upper)

    @property
    def strength(self) -> str:
        """The numbers."""
        correlation = self.found.correlation
        lower, upper = self.interval
        if correlation is None:
            return ""
        words = {"value": number(correlation.value, 2), "count": correlation.number, "areas": self.found.geography.plural}
        if lower is None or upper is None:
            return _("rank correlation %(value)s, %(count)s %(areas)s; no interval can be given.", **words)
        limits = {"lower": number(lower, 2), "upper": number(upper, 2)}
        return _("rank correlation %(value)s (95 %% interval %(lower)s to %(upper)s), %(count)s %(areas)s.", **words, **limits)

    @property
    def worth(self) -> str:
        """What neighbours that resemble each other do to the interval."""
        correlation = self.found.correlation
        if correlation is None or correlation.lower is None:
            return ""
        if correlation.worth is None:
            return _(
                "The interval takes each area as if it had nothing to do with its neighbours. Neighbours resemble each other, so "
                "the truth is less certain than the interval says."
            )
        words = {
            **{"count": correlation.number, "worth": number(correlation.worth)},
            **{"lower": number(correlation.lower, 2), "upper": number(correlation.upper, 2)},
        }
        if correlation.worth > correlation.number - 1:
            return _("What neighbours have in common does not make these %(count)s areas tell less than as many would.", **words)
        return _(
            "Neighbours resemble each other, so these %(count)s areas tell about as much as %(worth)s independent ones would. The "
            "interval allows for that; without it, it would be %(lower)s to %(upper)s, which is too sure.",
            **words,
        )

    @property
    def resemblances(self) -> list[str]:
        """Moran's I of each measure in words."""
        return [resemblance_words(name, found) for _measure, name, found in self.sides]

    @property
    def warnings(self) -> list[str]:
        """What must be known before anything is made of it."""
        found = self.found
        texts = [
            (found.few, _("There are only %(count)s areas: chance alone easily makes such a pattern.", count=len(found.rows))),
            (found.same_source, _("Both come from the same source. One may be made from the other, and then they go together by sums.")),
            (found.shares_people, _("The number of people is part of both, so they go together by sums alone.")),
            (
                found.register,
                _("What is on record depends on who has registered: more entries can mean more registering, not more assets."),
            ),
        ]
        return [*(each for wanted, each in texts if wanted), *(self.unmeasured(each) for each in found.unmeasured)]

    def unmeasured(self, measure: Measured) -> str:
        """That a measure is an estimate."""
        words = {"title": title(measure), "count": measure.estimates}
        if measure.indicator is None:
            return _("“%(title)s”: the number of people is an estimate from smaller areas in %(count)s areas.", **words)
        if measure.estimates:
            return _("“%(title)s” is an estimate from smaller areas in %(count)s areas.", **words)
        kinds = {"modelled": _("“%(title)s” was modelled, not measured.", **words), "survey": _("“%(title)s” rests on a survey.", **words)}
        return kinds.get(measure.method.value, "")
