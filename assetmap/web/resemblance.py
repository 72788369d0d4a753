"""How areas stand beside their neighbours, in words and colours."""

from flask_babel import gettext as _

from assetmap.geo.patterns import HIGH_HIGH, HIGH_LOW, LIMIT, LOW_HIGH, LOW_LOW, UNCLEAR, Resemblance
from assetmap.services.patterns import Pattern
from assetmap.web.texts import number

# Apart by lightness first (27, 43, 60, 75, 90 of 100), so that they can be told in grey; low ones are dotted besides.
COLOURS = {HIGH_HIGH: "#7f0e28", LOW_LOW: "#2166ac", HIGH_LOW: "#d9744c", LOW_HIGH: "#93bedd", UNCLEAR: "#e8e2d6"}
SIDES = {HIGH_HIGH: 1, HIGH_LOW: 1, LOW_LOW: -1, LOW_HIGH: -1, UNCLEAR: 0}
CHANCE = 0.05


def kinds() -> dict[str, str]:
    """What each class is called."""
    return {
        HIGH_HIGH: _("High, among high neighbours"),
        LOW_LOW: _("Low, among low neighbours"),
        HIGH_LOW: _("High, among low neighbours"),
        LOW_HIGH: _("Low, among high neighbours"),
        UNCLEAR: _("Not clear: chance could make it so"),
    }


def summary(found: Pattern) -> str:
    """The map in one or two sentences."""
    counts = found.counts
    words = {"count": sum(counts.values()), "areas": found.geography.plural, "unclear": counts[UNCLEAR]}
    if not sum(counts.values()):
        return _("There are too few areas with neighbours and figures to tell, or all figures are the same.")
    if not found.clear:
        return _("Of %(count)s %(areas)s none stands out from chance together with its neighbours.", **words)
    named = "; ".join(text for kind, text in counted(counts).items() if counts[kind])
    return _("Of %(count)s %(areas)s: %(named)s. For the other %(unclear)s, chance could make it so.", **words, named=named)


def counted(counts: dict[str, int]) -> dict[str, str]:
    """How many areas there are of each class but the last, inside a sentence."""
    return {
        HIGH_HIGH: _("%(number)s high among high neighbours", number=counts[HIGH_HIGH]),
        LOW_LOW: _("%(number)s low among low neighbours", number=counts[LOW_LOW]),
        HIGH_LOW: _("%(number)s high among low neighbours", number=counts[HIGH_LOW]),
        LOW_HIGH: _("%(number)s low among high neighbours", number=counts[LOW_HIGH]),
    }


def limit_words() -> str:
    """What 'clear' means here."""
    return _("Of the areas named here about %(share)s in 100 may be named by chance.", share=round(LIMIT * 100))


def resemblance_words(name: str, found: Resemblance | None) -> str:
    """Moran's I in words."""
    if found is None:
        return _("“%(title)s”: whether neighbours resemble each other cannot be told here.", title=name)
    words = {"title": name, "value": number(found.value, 2), "expected": number(found.expected, 2), "times": number(found.shuffles)}
    if found.p > CHANCE:
        text = _("“%(title)s”: neighbouring areas are no more alike than by chance (Moran's I %(value)s; chance %(expected)s;", **words)
    elif found.value > found.expected:
        text = _("“%(title)s”: neighbouring areas are alike (Moran's I %(value)s; by chance it would be about %(expected)s;", **words)
    else:
        text = _("“%(title)s”: neighbouring areas are unlike each other (Moran's I %(value)s; chance %(expected)s;", **words)
    return text + " " + _("p %(p)s in %(times)s shuffles).", p=number(found.p, 4), times=words["times"])
