"""From an address to a question about local networks, and back; and questions that are ready to be asked."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from assetmap.errors import BadQuery, NotFound, OutsideEveryArea, UnknownPostcode
from assetmap.geo.reach import METRES_A_MINUTE
from assetmap.services import areas, facets, neighbourhoods
from assetmap.services.filters import Filters
from assetmap.services.gaps.asked import LONGEST_M, LONGEST_MINUTES
from assetmap.services.locate import Candidate
from assetmap.services.networks import example, wanted
from assetmap.services.networks.wanted import USUAL_MINUTES, Wanted
from assetmap.services.vocabulary import vocabulary
from assetmap.web.networks.asking import viewer
from assetmap.web.query import TEXT_LIMIT
from assetmap.web.sessions import session, settings

Args = MultiDict[str, str]
PARAMETERS = ("theme", "audience", "language", "q", "near", "area", "minutes", "metres", "pace", "example")
CONDITIONS = ("theme", "audience", "language", "q", "near", "area")
PLACE_LIMIT = 100
WIDEST = {"audience": 1, "language": 1}
"""Of these the most used word is left out of ready questions: it is mostly everybody, and the language everybody speaks."""


@dataclass(frozen=True)
class Read:
    """What an address asks: the question, none where nothing is asked; what else the words for the place may mean; what was wrong."""

    wanted: Wanted | None
    others: list[Candidate]
    faults: list[str]


@dataclass(frozen=True)
class Ready:
    """A question ready to be asked: in words, and as the parameters of an address."""

    words: str
    asked: dict[str, str]


def read(args: Args) -> Read:
    """The question of an address."""
    faults: list[str] = []
    words = vocabulary(session())
    known = {"theme": [each.slug for each in words.categories]}
    known |= {kind: [term.slug for term in words.terms(kind)] for kind in ("audience", "language")}
    chosen = {name: _choice(args, name, values, faults) for name, values in known.items()}
    q = args.get("q", "").strip()
    if len(q) > TEXT_LIMIT:
        faults.append(_("Search with fewer words."))
    found = Wanted(
        viewer=viewer(),
        example=args.get("example") == "yes" and example(session()) is not None,
        theme=chosen["theme"],
        audience=chosen["audience"],
        language=chosen["language"],
        q=q[:TEXT_LIMIT],
        areas=_areas(args, faults),
        minutes=_number(args, "minutes", LONGEST_MINUTES, faults) or USUAL_MINUTES,
        metres=_number(args, "metres", LONGEST_M, faults),
        pace=_choice(args, "pace", list(METRES_A_MINUTE), faults) or "usual",
    )
    others: list[Candidate] = []
    near = args.get("near", "").strip()[:PLACE_LIMIT]
    if near:
        try:
            found, others = wanted.placed(session(), found, near, settings().assetmap_link_tolerance_m)
        except (NotFound, UnknownPostcode, OutsideEveryArea) as error:
            faults.append(str(error))
    asks = any(args.get(name, "").strip() for name in CONDITIONS)
    return Read(found if asks and not faults else None, others, faults)


def must_read(args: Args) -> Wanted:
    """The question of an address; BadQuery with every fault where there is none, or one that cannot be understood."""
    strange = [_("There is no parameter called '%(name)s'.", name=name[:40]) for name in sorted(set(args) - set(PARAMETERS))]
    asked = read(args)
    if strange or asked.faults or asked.wanted is None:
        raise BadQuery([*asked.faults, *strange] or [_("Say what, for whom or where: theme, audience, language, q, near or area.")])
    return asked.wanted


def _choice(args: Args, name: str, known: list[str], faults: list[str]) -> str:
    text = args.get(name, "").strip()
    if text and text not in known:
        faults.append(_("There is no %(facet)s called '%(value)s'.", facet=name, value=text[:40]))
    return text if text in known else ""


def _areas(args: Args, faults: list[str]) -> tuple[str, ...]:
    given = [code for code in args.getlist("area") if code]
    strange = [code for code in given if not areas.exists(session(), code)]
    faults += [_("There is no area with the code '%(code)s'.", code=code[:20]) for code in strange]
    return tuple(dict.fromkeys(code for code in given if code not in strange))


def _number(args: Args, name: str, most: float, faults: list[str]) -> float | None:
    text = args.get(name, "").strip()
    try:
        number = float(text) if text else None
    except ValueError:
        number = 0.0
    if number is None or 1 <= number <= most:
        return number
    faults.append(_("%(name)s must be a number from 1 to %(most)s.", name=name, most=f"{most:,.0f}"))
    return None


def address(args: Args, **changes: str | None) -> dict[str, Any]:
    """The question of an address as parameters again, with some changed (none: left out)."""
    kept = {name: args.getlist(name) for name in PARAMETERS if any(args.getlist(name))}
    merged = {name: value for name, value in {**kept, **changes}.items() if value}
    return {
        name: value if isinstance(value, list) and len(value) > 1 else value[0] if isinstance(value, list) else value
        for name, value in merged.items()
    }


def ready(of_example: bool) -> list[Ready]:
    """Four to six questions from the words of this place: what there is most of, where there is most of it."""
    tallies = _of_example() if of_example else _of_register()
    kinds = {name: _leading(tally, widest=WIDEST.get(name, 0)) for name, tally in tallies.items()}
    names = _names()
    where = [code for code in kinds["area"] if code in names["area"]]
    if not where:
        return []
    pairs = [("theme", 0, 0), ("theme", 1, -1), ("audience", 0, -1), ("language", 0, 0), ("audience", 1, 0)]
    found = [
        _question(name, kinds[name][number], where[place], names)
        for name, number, place in pairs
        if number < len(kinds[name]) and kinds[name][number] in names[name]
    ]
    more = {"example": "yes"} if of_example else {}
    return [replace(each, asked=each.asked | more) for each in found]


def _leading(tally: Counter[str], widest: int) -> list[str]:
    """The two words that are used most, without the `widest` most used; where none is used, the second and the third."""
    return [slug for slug, _count in tally.most_common()[widest : widest + 2]] if any(tally.values()) else list(tally)[1:3]


def _question(name: str, slug: str, area: str, names: dict[str, dict[str, str]]) -> Ready:
    what, where = names[name][slug], names["area"][area]
    words = {
        "theme": _("Who does something about “%(what)s” in %(where)s?", what=what, where=where),
        "audience": _("Who is there for “%(what)s” in %(where)s?", what=what, where=where),
        "language": _("Who speaks %(what)s in %(where)s?", what=what, where=where),
    }
    return Ready(words[name], {name: slug, "area": area})


def _names() -> dict[str, dict[str, str]]:
    words = vocabulary(session())
    found = {kind: {term.slug: term.name for term in words.terms(kind)} for kind in ("audience", "language")}
    found["theme"] = {category.slug: category.name for category in words.categories}
    return found | {"area": {code: title for _number, code, title in areas.names(session())}}


def _of_register() -> dict[str, Counter[str]]:
    """How often each word is used."""
    counts = facets.count(session(), Filters()).counts
    tallies = {name: Counter(counts[facet]) for name, facet in (("theme", "category"), ("audience", "audience"), ("language", "language"))}
    tallies["area"] = Counter({row.area.code: row.assets + row.groups for row in neighbourhoods.rows(session())})
    return tallies


def _of_example() -> dict[str, Counter[str]]:
    network = example(session())
    columns = {"theme": "themes", "audience": "audiences", "language": "languages", "area": "areas"}
    nodes = network.nodes if network else None
    return {
        name: Counter(slug for own in nodes[column] for slug in own) if nodes is not None else Counter() for name, column in columns.items()
    }
