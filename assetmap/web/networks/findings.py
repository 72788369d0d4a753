"""Findings about a network as sentences a resident would understand, with the figures behind them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup, escape

from assetmap.services import areas
from assetmap.services.networks import Network
from assetmap.services.networks.basis import Basis, Thin
from assetmap.services.networks.findings import Finding, Findings, Part
from assetmap.web.context import Words
from assetmap.web.sessions import session
from assetmap.web.texts import number

NAMED = 8
"""So many names stand in a sentence or behind it; of the others only how many they are."""
MOST_TIED = 3
"""So many that share the first or last place stand in a sentence by name."""
NAME = "%(name)s"
Figure = tuple[str | Markup, str | Markup]
"""What a figure is of, and the figure."""


@dataclass(frozen=True)
class Sentence:
    """One finding in words: a title that several may share, the sentence, the figures behind it, what it rests on, and a caution, which
    is empty where there is no need of one. `nodes` are those it is about."""

    kind: str
    title: str
    text: Markup
    figures: list[Figure]
    rests_on: str
    caution: str
    nodes: tuple[str, ...]


def sentences(found: Findings, network: Network) -> list[Sentence]:
    """What was found about a network, in words and in order."""
    telling = Telling(found, network)
    return [telling.sentence(finding) for finding in found.found]


class Telling:
    """Puts findings into words; it has the names."""

    def __init__(self, found: Findings, network: Network):
        self.names, self.since, self.example = found.names, found.since, network.example
        self.parts = {area.code: area.title for area in areas.neighbourhoods(session())}
        self.parts |= {category.slug: category.name for category in Words().categories}

    def sentence(self, finding: Finding) -> Sentence:
        """One finding in words."""
        title, text, figures, care = getattr(self, finding.kind.value)(finding)
        caution = " ".join([*care, *cautions(finding)])
        return Sentence(finding.kind, title, escape(text), figures, rests_on(finding.rests), caution, finding.nodes)

    def named(self, node: str) -> Markup:
        """A node by name: a way to its own network or page, if it is no invention."""
        name = self.names.get(node, node)
        if node.startswith("x"):
            return Markup('<span data-node="{0}" data-choose="{0}"><bdi>{1}</bdi></span>').format(node, name)
        here = url_for("networks.group", group_id=int(node[1:])) if node.startswith("g") else url_for("assets.show", asset_id=int(node[1:]))
        return Markup('<a href="{}" data-node="{}"><bdi>{}</bdi></a>').format(here, node, name)

    def several(self, nodes: Iterable[str]) -> Markup:
        """Some nodes by name; of many only how many more there are."""
        every = sorted(nodes, key=lambda node: self.names.get(node, node).casefold())
        more = len(every) - NAMED
        told = Markup(", ").join(self.named(node) for node in every[:NAMED])
        return told if more <= 0 else told + " " + ngettext("and %(num)s more", "and %(num)s more", more)

    def together(self, finding: Finding) -> "Told":
        """How many networks there are."""
        figures = finding.figures
        linked, groups = number(figures["linked"]), number(figures["groups"])
        title = _("What hangs together")
        if figures["networks"] == 1:
            text = _("%(linked)s of %(groups)s groups hang together in one network.", linked=linked, groups=groups)
        else:
            text = _(
                "The links make %(networks)s separate networks. The largest holds %(largest)s of the %(groups)s groups.",
                **{"networks": number(figures["networks"]), "largest": number(figures["largest"]), "groups": groups},
            )
        return title, text, [(_("Groups with a link to another group or through a shared place"), linked), (_("All groups"), groups)], []

    def venue(self, finding: Finding) -> "Told":
        """What the closing of a shared venue would do."""
        node, figures = finding.nodes[0], finding.figures
        only, lost = int(figures["only"]), int(figures["cut_off"])
        alone = ngettext("%(num)s group loses its only shared venue", "%(num)s groups lose their only shared venue", only)
        cut = ngettext("%(num)s group is cut off from the rest", "%(num)s groups are cut off from the rest", lost)
        if only and lost:
            start = _("If %(name)s closes, %(alone)s and %(cut)s.", name=NAME, alone=alone, cut=cut)
        else:
            start = _("If %(name)s closes, %(alone)s.", name=NAME, alone=alone if only else cut)
        rows: list[Figure] = [(_("Groups that use it"), number(figures["groups"]))]
        if only:
            rows.append((_("Known to use no other shared venue"), self.several(finding.nodes[1:])))
        return _("Shared venues"), filled(start, name=self.named(node)), rows, []

    def broker(self, finding: Finding) -> "Told":
        """Through whom the ways between others lead."""
        figures = finding.figures
        share = number(100 * figures["share"], 0 if figures["share"] >= 0.1 else 1)
        text = _(
            "%(name)s connects others: for about %(share)s of every 100 pairs of others, the shortest way between them leads through it.",
            **{"name": NAME, "share": share},
        )
        rows: list[Figure] = [
            (_("Pairs of others (groups and places they use) whose shortest way leads through it"), number(figures["pairs"])),
            (_("All pairs of others"), number(figures["every"])),
            (_("Its own links"), number(figures["links"])),
        ]
        return _("Who holds the network together"), filled(text, name=self.named(finding.nodes[0])), rows, []

    def bridge(self, finding: Finding) -> "Told":
        """What the loss of a link would do."""
        sides = [number(finding.figures[side]) for side in ("one", "other")]
        text = _(
            "If the link between %(one)s and %(other)s is lost, the network falls in two: %(ones)s groups are on one side, "
            "%(others)s on the other.",
            **{"one": "%(one)s", "other": "%(other)s", "ones": sides[0], "others": sides[1]},
        )
        one, other = (self.named(node) for node in finding.nodes)
        rows: list[Figure] = [
            (filled(_("Groups left with %(name)s", name=NAME), name=self.named(node)), count)
            for node, count in zip(finding.nodes, sides, strict=True)
        ]
        return _("Links that hold two parts together"), filled(text, one=one, other=other), rows, []

    def hanging(self, finding: Finding) -> "Told":
        """Who hangs on a single link."""
        text = ngettext(
            "%(num)s group hangs together with others by one link only.",
            "%(num)s groups hang together with others by one link only.",
            len(finding.nodes),
        )
        return _("Held by a single link"), text, [(_("Which"), self.several(finding.nodes))], []

    def alone(self, finding: Finding) -> "Told":
        """For whom no link is known, which is not the same as having none."""
        text = ngettext("No link is known for %(num)s group.", "No link is known for %(num)s groups.", len(finding.nodes))
        after = _("They may well work with others: nobody has said so yet, or not for everybody to see.")
        figures: list[Figure] = [(_("Which"), self.several(finding.nodes)), (_("All groups here"), number(finding.figures["groups"]))]
        return _("No link known yet"), f"{text} {after}", figures, []

    def density(self, finding: Finding) -> "Told":
        """How many of the possible pairs are linked."""
        figures = finding.figures
        text = _(
            "Of the %(pairs)s pairs that %(groups)s groups could make, %(linked)s are linked directly: %(share)s in every 100.",
            **{name: number(figures[name]) for name in ("pairs", "groups", "linked")},
            share=per_hundred(figures["linked"], figures["pairs"]),
        )
        return _("How closely groups are linked"), text, [], []

    def by_area(self, finding: Finding) -> "Told":
        """Which neighbourhoods are most and least closely linked within."""

        def many(count: int) -> str:
            return ngettext("%(num)s neighbourhood", "%(num)s neighbourhoods", count)

        return self._compared(finding, _("Groups are most closely linked in %(most)s, and least in %(least)s."), many)

    def by_theme(self, finding: Finding) -> "Told":
        """Which themes are."""

        def many(count: int) -> str:
            return ngettext("%(num)s theme", "%(num)s themes", count)

        text = _("Most closely linked are the groups about %(most)s, and least those about %(least)s.")
        return self._compared(finding, text, many)

    def change(self, finding: Finding) -> "Told":
        """What is new to the map, and what is not known to be new."""
        figures = {name: int(value) for name, value in finding.figures.items()}
        parts = [
            ngettext("%(num)s link is new to the map", "%(num)s links are new to the map", figures["new"]),
            ngettext("%(num)s known before was confirmed", "%(num)s known before were confirmed", figures["confirmed"]),
            ngettext("%(num)s ended", "%(num)s ended", figures["ended"]),
        ]
        text = _("Within a year, %(new)s, %(confirmed)s and %(ended)s.", new=parts[0], confirmed=parts[1], ended=parts[2])
        rows: list[Figure] = [
            (_("New to the map and said to have begun before %(year)s", year=self.since.year), number(figures["older"])),
            (_("New to the map and said to have begun in %(year)s or later", year=self.since.year), number(figures["younger"])),
            (_("New to the map, and nobody says since when"), number(figures["unsaid"])),
            (_("On the map a year ago"), number(figures["before"])),
        ]
        care = [_("New to the map does not mean newly begun.")]
        if figures["young"]:
            care.append(_("No link was on this map a year ago, so this says how the map has grown, not how the groups have."))
        return _("Since a year ago"), text, rows, care

    def _compared(self, finding: Finding, text: str, many: Callable[[int], str]) -> "Told":
        ends = [[part for part in finding.parts if part.share == finding.parts[at].share] for at in (0, -1)]
        most, least = (self._tied(parts, many) for parts in ends)
        told = filled(text, most=most, least=least)
        rows: list[Figure] = [(self._part(part), density_words(part)) for part in finding.parts]
        care = [_("Where there are fewer groups, a larger share of the pairs is easily linked, so small differences mean nothing.")]
        return _("How closely groups are linked"), told, rows, care

    def _tied(self, parts: list[Part], many: Callable[[int], str]) -> Markup:
        """All that share the first or last place by name; of many only how many they are, for the figures name each."""
        if len(parts) > MOST_TIED:
            return escape(many(len(parts)))
        told = [self._part(part) for part in parts]
        first = Markup(", ").join(told[:-1])
        return filled(_("%(some)s and %(last)s"), some=first, last=told[-1]) if first else told[-1]

    def _part(self, part: Part) -> Markup:
        return Markup("<bdi>{}</bdi>").format(self.parts.get(part.key, part.key))


Told = tuple[str, str | Markup, list[Figure], list[str]]


def filled(text: str, **names: Markup) -> Markup:
    """A translated text in which `%(name)s` and the like still stand, with the names in it."""
    return Markup(text) % names  # noqa: S704  our own words; what is put into them is escaped


def per_hundred(some: float, of: float) -> str:
    """A share as so many in every 100."""
    share = 100 * some / of
    return number(share, 0 if share >= 10 else 1)


def density_words(part: Part) -> str:
    """The density of one part."""
    return _(
        "%(share)s in every 100 (%(linked)s of %(pairs)s pairs among %(groups)s groups)",
        share=per_hundred(part.linked, part.pairs),
        **{name: number(getattr(part, name)) for name in ("linked", "pairs", "groups")},
    )


def rests_on(basis: Basis) -> str:
    """How many links, stated by whom, and how many groups have answered."""
    links = ngettext("Rests on %(num)s link", "Rests on %(num)s links", basis.links)
    both = _("%(num)s of them stated by both sides", num=number(basis.confirmed))
    if basis.links == 1:
        both = _("stated by both sides") if basis.confirmed else _("not stated by both sides")
    groups = {"answered": number(basis.answered), "groups": number(basis.groups)}
    asked = _("%(answered)s of %(groups)s groups have answered for their links within a year", **groups)
    return _("%(links)s, %(both)s; %(asked)s.", links=links, both=both, asked=asked)


def cautions(finding: Finding) -> list[str]:
    """Why one should be careful with a finding."""
    words = {
        Thin.few_links: _("Only few links are known."),
        Thin.few_answered: _("Few groups have answered, so links are surely missing."),
        Thin.few_confirmed: _("Most of these links are stated by one side only, or by neither."),
    }
    return [words[reason] for reason in finding.rests.thin]
