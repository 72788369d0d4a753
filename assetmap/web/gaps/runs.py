"""The answers to a kept question over time, as a chart."""

from typing import Any

from flask_babel import gettext as _

from assetmap.models import Question
from assetmap.services import questions
from assetmap.web.charts import Args, Chart, Spec, maker
from assetmap.web.gaps.sentences import about
from assetmap.web.sessions import session
from assetmap.web.texts import number

FEWEST = 2


@maker("gaps", "reference")
def asked(args: Args) -> Chart | None:
    """The chart of the question that a query names."""
    return over_time(questions.get(session(), args.get("reference", "")[:40]))


def over_time(question: Question) -> Chart | None:
    """People without access where need is high, each time the question was asked; none before there are two answers."""
    if len(question.answers) < FEWEST:
        return None
    names = {"affected": _("Without access"), "affected_at_best": _("Even if all that do not say did fit")}
    points: list[dict[str, Any]] = [
        {
            "series": title,
            "period": run.made_at.strftime("%Y-%m-%d %H:%M"),
            "value": run.content.get(name),
            "text": number(run.content.get(name)),
        }
        for name, title in names.items()
        for run in question.answers
    ]

    def draw() -> Spec:
        from assetmap import charts  # Reason: it brings Altair, which takes a second; a page that only names the chart need not.

        titles = {"series": _("Which"), "period": _("Asked"), "text": _("People")}
        return charts.trend(points, charts.Axis(_("People where need is high"), zero=True), titles)

    first, last = question.answers[0], question.answers[-1]
    words = {"before": about(first.content["affected"]), "now": about(last.content["affected"]), "count": len(question.answers)}
    return Chart(
        "gaps",
        _("People without access where need is high"),
        _("Asked %(count)s times: at first %(before)s without access, at last %(now)s.", **words),
        draw,
        [_("Which"), _("Asked"), _("People")],
        [[each["series"], each["period"], each["text"]] for each in points],
        asked={"reference": question.reference},
        numbers=[[each["series"], each["period"], each["value"]] for each in points],
        facts={
            _("Unit"): _("People"),
            _("Source"): _("Worked out from the register and the figures as they were each time"),
            _("How it came about"): _("Estimate"),
        },
    )
