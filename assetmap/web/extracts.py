"""A neighbourhood's profile as tables: every figure with its period, source, method and licence, and whether it is an estimate."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from assetmap.models import Area, Measure, Subject
from assetmap.services import areas, assets, schedules
from assetmap.services.assets import AssetItem
from assetmap.services.comparisons import LARGER, MIDDLE, WHOLE
from assetmap.services.figures import NONE, Figure
from assetmap.services.filters import Filters
from assetmap.services.profiles import Profile, Tally
from assetmap.services.readings import Reading
from assetmap.services.vocabulary import Vocabulary, vocabulary
from assetmap.web import profiles as say
from assetmap.web.downloads import Cell
from assetmap.web.sessions import session
from assetmap.web.sheets import Sheet
from assetmap.web.texts import figure_note
from assetmap.web.words import cost_word, holder_word, kind_word

MOST_ASSETS = 2000
ABOUT = ("part", "key", "title", "area_code", "area", "period", "count", "value", "unit", "lower", "upper", "lowest", "highest", "state")
STANDING = ("rank", "of", "better", "middle_of_peers", "whole_place", "larger_places", "difference", "trend")
ORIGIN = ("how_it_came_about", "method", "publisher", "source", "licence", "cannot_tell", "address")
ASSET_HEADER = (
    *("name", "category", "summary", "held_by", "group", "address", "postcode", "neighbourhood", "only_roughly_here"),
    *("cost", "audiences", "languages", "access", "opening_times", "schedules", "website", "page"),
)
HEADER = (*ABOUT, *STANDING, *ORIGIN)


@dataclass(frozen=True)
class Written:
    """A profile on its way into a file."""

    profile: Profile

    def everything(self) -> Sheet:
        """One table of all there is to say in numbers."""
        return Sheet(_("Profile"), HEADER, [*self.register_rows(), *self.figure_rows()])

    def sheets(self) -> list[Sheet]:
        """The same as a workbook's sheets, with the list of assets and the notes."""
        return [
            Sheet(_("Figures"), HEADER, self.figure_rows()),
            Sheet(_("What is here"), HEADER, self.register_rows()),
            asset_sheet(self.profile.area),
            Sheet(_("Sources and notes"), (_("note"), _("text")), self.notes()),
        ]

    def figure_rows(self) -> list[list[Cell]]:
        """A row for each indicator; those of the whole place alone say so."""
        here, everywhere = self.profile.area, self.profile.whole
        rows = [reading_row(each, here, _("figures")) for each in self.profile.readings]
        wider = [] if self.profile.is_whole else self.profile.only_of_whole
        return rows + [reading_row(each, everywhere, _("only known for the whole place")) for each in wider]

    def register_rows(self) -> list[list[Cell]]:
        """Rows for assets and groups, for how much is known and for what changed."""
        profile, known = self.profile, self.profile.completeness
        rows = [
            self.tally_row("register", "assets", _("Assets"), profile.assets),
            self.tally_row("register", "groups", _("Groups"), profile.groups),
        ]
        rows += [self.tally_row("assets", each.category.slug, each.category.name, each.tally) for each in profile.categories]
        rows += [self.tally_row("groups", each.kind.value, kind_word(each.kind), each.tally) for each in profile.kinds]
        rows += [
            self.count_row("known", key, name, count) for key, (name, count) in zip(known.known, say.facts_known(profile), strict=True)
        ]
        rows.append(self.count_row("known", "fresh", _("Right on some day since %(since)s", since=known.since.isoformat()), known.fresh))
        share = profile.confirmed
        rows.append(self.count_row("known", "confirmed", _("Confirmed after %(since)s", since=share.since.isoformat()), share.confirmed))
        changes = profile.changes
        for key, title in (
            ("assets_added", _("Assets added")),
            ("assets_changed", _("Assets changed")),
            ("groups_added", _("Groups added")),
            ("groups_changed", _("Groups changed")),
        ):
            rows.append(
                self.count_row("changes", key, title, getattr(changes, key), f"{changes.since.isoformat()}/{profile.day.isoformat()}")
            )
        return rows

    def tally_row(self, part: str, key: str, title: str, tally: Tally) -> list[Cell]:
        """A count and its rate with the interval, beside the whole place's."""
        rate, whole = tally.rate, tally.whole_rate
        facts: dict[str, Cell] = {"count": tally.count, "unit": _("for every 1,000 people")}
        if rate is not None:
            facts |= {"value": rate.value, "lower": rate.lower, "upper": rate.upper}
        facts["whole_place"] = whole.value if whole and not self.profile.is_whole else None
        facts["difference"] = say.verdict_text(tally) if not self.profile.is_whole else None
        people = self.profile.population
        made = _("%(count)s entries", count=tally.count)
        if people is not None:
            made += " " + _("divided by %(title)s, %(period)s", title=people.indicator.title, period=people.period)
        return self.own_row({"part": part, "key": key, "title": title, "how_it_came_about": made} | facts)

    def count_row(self, part: str, key: str, title: str, count: int, period: str = "") -> list[Cell]:
        """A number of entries."""
        return self.own_row({"part": part, "key": key, "title": title, "count": count, "unit": _("entries"), "period": period or None})

    def own_row(self, facts: dict[str, Cell]) -> list[Cell]:
        """A row about this area whose source is the register itself."""
        area = self.profile.area
        own: dict[str, Cell] = {
            **{"area_code": area.code, "area": area.title, "period": self.profile.day.isoformat(), "state": "counted"},
            **{
                "method": _("Counted in the register; interval: exact 95 % limits of a count (Garwood 1936)"),
                "publisher": _("This register"),
            },
            **{
                "source": _("Entries of residents and the sources named with each entry"),
                "licence": _("As named with each entry's source"),
            },
            "cannot_tell": _("How much nobody has registered."),
            "address": url_for("neighbourhoods.show", code=areas.address(session(), area), _external=True, _anchor="method"),
        }
        return as_row(own | {name: value for name, value in facts.items() if value is not None})

    def notes(self) -> list[list[Cell]]:
        """What must be read with the numbers, and where they come from."""
        profile = self.profile
        rows: list[list[Cell]] = [[_("In short"), sentence] for sentence in say.sentences(profile)]
        rows.append(
            [_("Area"), f"{profile.area.title} ({profile.area.code}), {profile.area.geography.name}, {profile.area.geography.vintage}"]
        )
        rows.append([_("As of"), profile.day.isoformat()])
        rows.append([_("How much is known"), _("Few entries may only mean that few have been registered.")])
        rows += [[_("Source"), f"{each.publisher}: {each.source}. {each.licence}"] for each in say.sources(profile)]
        rows.append([_("Page"), url_for("neighbourhoods.show", code=areas.address(session(), profile.area), _external=True)])
        return rows


def as_row(facts: dict[str, Cell]) -> list[Cell]:
    """The facts in the order of the header."""
    return [facts.get(name) for name in HEADER]


def reading_row(reading: Reading, area: Area, part: str) -> list[Cell]:
    """One indicator of an area. A proportion is written as per cent, as its unit says."""
    figure, indicator = reading.figure, reading.figure.indicator
    scale = 100.0 if indicator.measure == Measure.proportion else 1.0

    def scaled(value: float | None) -> float | None:
        return value if value is None or scale == 1 else round(value * scale, 10)

    against = {each.kind: each for each in reading.comparisons}
    larger = [f"{each.title}: {scaled(each.value)}" for each in reading.comparisons if each.kind == LARGER]
    return as_row(
        {
            **{"part": part, "key": indicator.key, "title": indicator.title, "area_code": area.code, "area": area.title},
            **{"period": figure.period, "unit": indicator.unit, "state": state(figure)},
            **{name: scaled(getattr(figure, name)) for name in ("value", "lower", "upper", "lowest", "highest")},
            **({"rank": figure.rank, "of": figure.peers} if figure.rank and figure.peers > 1 else {}),
            **{"better": indicator.polarity.value, "larger_places": "; ".join(larger) or None, "trend": say.trend_text(reading) or None},
            "middle_of_peers": scaled(against[MIDDLE].value) if MIDDLE in against else None,
            "whole_place": scaled(against[WHOLE].value) if WHOLE in against else None,
            **{"how_it_came_about": figure_note(figure), "method": indicator.method.value, "cannot_tell": indicator.cannot_tell},
            **{"publisher": indicator.publisher, "source": indicator.source, "licence": indicator.licence},
            "address": url_for("indicators.show", key=indicator.key, _external=True),
        }
    )


def state(figure: Figure) -> str:
    """Whether a figure is published, an estimate, a range, or why there is none."""
    return str(figure.state.value) if figure.kind == NONE else figure.kind


def asset_sheet(area: Area) -> Sheet:
    """The assets of an area by name, as the public sees them, at most `MOST_ASSETS`."""
    found = assets.listed(session(), Filters(area=areas.address(session(), area)), size=MOST_ASSETS)
    words = vocabulary(session())
    times = schedules.as_texts(session(), Subject.asset, [each.id for each in found.items])
    rows = [asset_row(each, words, times.get(each.id, "")) for each in found.items]
    if found.total > len(rows):
        rows.append([_("Only the first %(shown)s of %(total)s by name; all of them: /api/v1/assets", shown=len(rows), total=found.total)])
        rows[-1] += [None] * (len(ASSET_HEADER) - 1)
    return Sheet(_("Assets"), ASSET_HEADER, rows)


def asset_row(asset: AssetItem, words: Vocabulary, times: str) -> list[Cell]:
    """One asset: what its page shows; its times as a package has them."""
    kinds = (("audience", asset.audience_bits), ("language", asset.language_bits), ("access", asset.access_bits))
    known = [asset.name, asset.category.name, asset.summary, holder_word(asset.holder), asset.group_name, asset.address, asset.postcode]
    known += [asset.area_title, _("yes") if asset.approximate else _("no"), cost_word(asset.cost)]
    known += [", ".join(words.names(kind, bits)) for kind, bits in kinds]
    return [*known, asset.opening_times, times, asset.website, url_for("assets.show", asset_id=asset.id, _external=True)]
