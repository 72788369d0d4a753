"""What a neighbourhood's profile says in words, and the small drawings beside them."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from assetmap.errors import BadQuery
from assetmap.geo.rates import FEWER, MORE
from assetmap.maps.pictures import Mark, Picture, draw_small
from assetmap.models import Indicator, Polarity
from assetmap.services import completeness, outlines
from assetmap.services.figures import ESTIMATE, RANGE, Figure
from assetmap.services.profiles import Profile, Tally
from assetmap.services.readings import Reading
from assetmap.web.sessions import session
from assetmap.web.texts import figure_text, number

HERE, ELSEWHERE = "#2a1a2e", "#f6f2ec"
GAUGE, SPARK_WIDTH, SPARK_HEIGHT, EDGE = 190.0, 110.0, 28.0, 5.0


def sentences(profile: Profile) -> list[str]:
    """The profile in three sentences: how many people, what they have, how they are."""
    return [each for each in (people_sentence(profile), register_sentence(profile), lead_sentence(profile)) if each]


def people_sentence(profile: Profile) -> str:
    """How many people live there, as of when."""
    figure = profile.population
    if figure is None:
        return _("How many people live in %(area)s is not known here.", area=profile.area.title)
    facts = {"people": number(figure.value), "area": profile.area.title, "period": figure.period}
    if figure.kind == ESTIMATE:
        return _("About %(people)s people lived in %(area)s in %(period)s.", **facts)
    return _("%(people)s people lived in %(area)s in %(period)s.", **facts)


def register_sentence(profile: Profile) -> str:
    """What the register has there, beside the whole place."""
    assets = ngettext("%(count)s asset", "%(count)s assets", profile.assets.count, count=number(profile.assets.count))
    groups = ngettext("%(count)s group", "%(count)s groups", profile.groups.count, count=number(profile.groups.count))
    text = _("The register knows %(assets)s and %(groups)s here", assets=assets, groups=groups)
    tally = profile.assets
    if tally.rate is None:
        return f"{text}."
    facts = {"text": text, "rate": rate_text(tally.rate.value), "place": profile.whole.title}
    if profile.is_whole or tally.whole_rate is None:
        return _("%(text)s: %(rate)s assets for every 1,000 people.", **facts)
    facts["whole"] = rate_text(tally.whole_rate.value)
    if tally.verdict == MORE:
        return _("%(text)s: %(rate)s assets for every 1,000 people, clearly more than the %(whole)s in %(place)s.", **facts)
    if tally.verdict == FEWER:
        return _("%(text)s: %(rate)s assets for every 1,000 people, clearly fewer than the %(whole)s in %(place)s.", **facts)
    return _("%(text)s: %(rate)s assets for every 1,000 people, not clearly different from the %(whole)s in %(place)s.", **facts)


def lead_sentence(profile: Profile) -> str:
    """How the area is doing by the figure that leads."""
    reading = profile.lead
    if reading is None or reading.figure.value is None:
        return ""
    figure, indicator = reading.figure, reading.figure.indicator
    facts = {"title": indicator.title, "value": figure_text(figure.value, indicator), "period": figure.period}
    text = _("%(title)s: %(value)s (%(period)s)", **facts)
    if reading.middle is None or figure.rank is None:
        return f"{text}."
    facts = {"text": text, "than": than_middle(reading), "peers": number(figure.peers), "areas": profile.area.geography.plural}
    text = _("%(text)s, %(than)s the middle one of %(peers)s %(areas)s", **facts)
    return _("%(text)s; %(rank)s.", text=text, rank=rank_text(figure))


def than_middle(reading: Reading) -> str:
    """Higher or lower than the middle of the peers, and whether that is better or worse."""
    value, middle, polarity = reading.figure.value, reading.middle, reading.figure.indicator.polarity
    if value is None or middle is None or value == middle:
        return _("the same as")
    higher = value > middle
    if polarity == Polarity.none:
        return _("higher than") if higher else _("lower than")
    if (polarity == Polarity.high) == higher:
        return _("higher (better) than") if higher else _("lower (better) than")
    return _("higher (worse) than") if higher else _("lower (worse) than")


def rank_text(figure: Figure) -> str:
    """An area's place among its peers."""
    if figure.indicator.polarity == Polarity.none:
        return _("rank %(rank)s of %(peers)s, counted from the highest", rank=figure.rank, peers=figure.peers)
    return _("rank %(rank)s of %(peers)s, counted from the worst off", rank=figure.rank, peers=figure.peers)


def standing_out(profile: Profile, where: str) -> list[Reading]:
    """The figures by which the area is in the `worst` or the `best` fifth of its peers."""
    return [each for each in profile.readings if each.stands == where and not each.is_lesser]


def rate_text(value: float | None) -> str:
    """A rate with as many decimals as can matter."""
    return number(value, 2 if value is None or value < 10 else 1 if value < 100 else 0)


def share_text(part: int, all_of_them: int) -> str:
    """A part as per cent."""
    return _("%(share)s %%", share=number(100 * part / all_of_them)) if all_of_them else number(None)


def verdict_text(tally: Tally) -> str:
    """Whether an area has clearly more or fewer than the whole place, in words."""
    return {MORE: _("Clearly more"), FEWER: _("Clearly fewer"), "": ""}.get(tally.verdict, _("No clear difference"))


def trend_text(reading: Reading) -> str:
    """How a figure moved from its first period to its last; where both have intervals that overlap, that is said."""
    if not reading.trend:
        return ""
    first, last = reading.trend[0], reading.trend[-1]
    before, after = (figure_text(each.value, each.indicator) for each in (first, last))
    facts = {"before": before, "after": after, "since": first.period}
    if before == after:
        return _("The same in %(since)s: %(before)s", **facts)
    up = (last.value or 0) > (first.value or 0)
    text = (
        _("Up from %(before)s in %(since)s to %(after)s", **facts) if up else _("Down from %(before)s in %(since)s to %(after)s", **facts)
    )
    return _("%(text)s; the intervals overlap, so it may be chance", text=text) if overlap(first, last) else text


def overlap(one: Figure, other: Figure) -> bool:
    """Whether the intervals of two figures have a value in common."""
    if one.lower is None or one.upper is None or other.lower is None or other.upper is None:
        return False
    return one.lower <= other.upper and other.lower <= one.upper


def sparkline(reading: Reading) -> list[tuple[float, float]]:
    """The trend as points of a drawing 110 units wide and 28 high; each period is one step, however long."""
    values = [each.value or 0.0 for each in reading.trend]
    low, high = min(values), max(values)
    step, height = (SPARK_WIDTH - 2 * EDGE) / (len(values) - 1), SPARK_HEIGHT - 2 * EDGE
    heights = [(value - low) / (high - low) if high > low else 0.5 for value in values]
    return [(round(EDGE + number * step, 1), round(EDGE + (1 - share) * height, 1)) for number, share in enumerate(heights)]


def gauge(tally: Tally, most: float) -> dict[str, float] | None:
    """Where a rate, its interval and the whole place's rate stand on a line 200 units long that ends at `most`."""
    if tally.rate is None or not most:
        return None
    values = {"lower": tally.rate.lower, "upper": tally.rate.upper, "value": tally.rate.value}
    if tally.whole_rate is not None:
        values["whole"] = tally.whole_rate.value
    return {name: round(EDGE + GAUGE * min(1.0, value / most), 1) for name, value in values.items()}


def longest(tallies: Iterable[Tally]) -> float:
    """The end of a line that holds every rate of these and of the whole place, and all but the very long intervals."""
    ends = [end for each in tallies if each.rate for end in (1.5 * each.rate.value, each.whole_rate.value if each.whole_rate else 0.0)]
    return max(ends, default=0.0) * 1.1


def by_publisher(readings: Iterable[Reading]) -> list[tuple[str, list[Reading]]]:
    """The readings by who publishes them, in the order in which the publishers come first."""
    found: dict[str, list[Reading]] = {}
    for each in readings:
        found.setdefault(each.figure.indicator.publisher, []).append(each)
    return list(found.items())


def facts_known(profile: Profile) -> list[tuple[str, int]]:
    """Of how many entries each fact is known, by its name."""
    names = {
        completeness.OPENING: _("When it is open"),
        completeness.ACCESS: _("Getting in and around"),
        completeness.COST: _("What it costs"),
        completeness.LANGUAGES: _("Which languages are spoken"),
        completeness.CONTACT: _("How to get in touch"),
    }
    return [(name, profile.completeness.known[key]) for key, name in names.items()]


def sources(profile: Profile) -> list[Indicator]:
    """One indicator for each source, publisher and licence that the figures come from."""
    everything = [*profile.readings, *profile.only_of_whole]
    found = {(each.figure.indicator.publisher, each.figure.indicator.source): each.figure.indicator for each in everything}
    return list(found.values())


def locator(profile: Profile) -> Markup:
    """Where the area lies among its like, as a small picture (SVG); empty for the whole place and among too many areas."""
    if profile.is_whole:
        return Markup()
    try:
        shapes = outlines.of_geography(session(), profile.area.geography.key, small=True)
    except BadQuery:  # too many areas for one picture
        return Markup()
    marks = {code: Mark(HERE if code == profile.area.code else ELSEWHERE) for code in shapes.paths}
    title = _("%(area)s in %(place)s", area=profile.area.title, place=profile.whole.title)
    return Markup(draw_small(Picture(title, shapes, marks, name="locator")))  # noqa: S704  it escapes what it writes


def value_text(figure: Figure) -> str:
    """A figure in words, as one text: a value, a range, or that it is not known."""
    if figure.kind == RANGE and figure.lowest != figure.highest:
        low, high = figure_text(figure.lowest, figure.indicator), figure_text(figure.highest, figure.indicator)
        return _("%(lowest)s to %(highest)s", lowest=low, highest=high)
    return figure_text(figure.lowest if figure.kind == RANGE else figure.value, figure.indicator)
