"""What somebody has typed on a keeper's page: read once, shown again with nothing lost, and turned into what was told."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from assetmap.errors import Fault
from assetmap.models import Ask, Frequency, Notice, Side, Visibility
from assetmap.services import ends, links, notices
from assetmap.services.ends import End
from assetmap.services.links import Own, Statement
from assetmap.services.telling import Said, Says, Told
from assetmap.services.words import CONTROL, fold
from assetmap.web.keepers.words import IN
from assetmap.web.query import TEXT_LIMIT
from assetmap.web.sessions import session

Args = Mapping[str, str]
MOST_ROWS = 12
NOTICE_PARTS = ("side", "thing", "words", "until", "visibility")


@dataclass(frozen=True)
class Row:
    """A link that stands, and what is said of it."""

    own: Own
    said: Said


@dataclass(frozen=True)
class More:
    """Somebody else a group works with: the words typed, whom they find, and who was chosen."""

    name: str
    q: str = ""
    node: str = ""
    what: str = ""
    how: str = Frequency.unknown.value
    who: str = Visibility.public.value
    found: tuple[End, ...] = ()
    chosen: End | None = None
    looked: bool = False

    @property
    def empty(self) -> bool:
        """Whether nobody was named."""
        return not (self.q or self.node)


@dataclass
class Typed:
    """The page as it was typed; nothing typed is everything as it is."""

    group_id: int
    rows: list[Row] = field(default_factory=list)
    more: list[More] = field(default_factory=list)
    open_notices: list[tuple[Notice, bool]] = field(default_factory=list)
    notices: dict[str, dict[str, Any]] = field(default_factory=dict)
    missing: str = ""
    forget: bool = False

    def faults(self) -> list[Fault]:
        """What is missing before anything can be said: who is meant, and what the link is."""
        found = []
        for more in self.more:
            if not more.empty and more.chosen is None:
                nobody = _("We found nobody of that name. Try one word of it, or write it under “Somebody who is not on the map yet”.")
                found.append(Fault(_("Choose below who you mean.") if more.found else nobody, field=f"{more.name}-q"))
            if not more.empty and not more.what:
                found.append(Fault(_("Choose how you work together."), field=f"{more.name}-kind"))
        return found

    def told(self) -> Told:
        """What is told by what was typed."""
        stated = {more.name: statement(self.group_id, more, more.chosen) for more in self.more if more.chosen and more.what}
        noticed = {name: content for name, content in self.notices.items() if not blank(content)}
        closed = frozenset(notice.id for notice, close in self.open_notices if close)
        return Told([row.said for row in self.rows], stated, noticed, closed, self.missing, self.forget)


def statement(group_id: int, more: More, other: End) -> Statement:
    """A link as it was said: an asset is always its other end."""
    kind, _dash, direction = more.what.partition("-")
    about: dict[str, Any] = {"frequency": more.how, "visibility": more.who}
    if other.is_asset:
        return Statement(kind=kind if direction != IN else "", from_group_id=group_id, to_asset_id=other.number, **about)
    first, second = (other.number, group_id) if direction == IN else (group_id, other.number)
    return Statement(kind=kind, from_group_id=first, to_group_id=second, **about)


def blank(content: Mapping[str, Any]) -> bool:
    """Whether nothing was said in a row for a need or an offer."""
    return not (content["thing"] or content["words"] or content["until"] or content["weekdays"])


def read(asked: Ask, args: MultiDict[str, str] | None = None) -> Typed:
    """What was typed; with nothing sent yet, the page as it begins."""
    given: MultiDict[str, str] = args if args is not None else MultiDict()
    own = links.own(session(), asked.group_id)
    standing = notices.open_of(session(), asked.group_id, tuple(Visibility))
    first = args is None
    typed = Typed(asked.group_id)
    typed.rows = [Row(each, said(each, given)) for each in own if first or f"link-{each.link.id}-says" in given]
    typed.more = [read_more(f"more-{number}", given, asked.group_id) for number in range(count(given, "more"))]
    typed.open_notices = [(notice, given.get(f"keep-{notice.id}") == "close") for notice in standing]
    sides = [Side.need.value, Side.offer.value]
    rows = max(2, count(given, "notice"))
    for number in range(rows):
        typed.notices[f"notice-{number}"] = read_notice(f"notice-{number}", given, sides[number % 2])
    typed.missing, typed.forget = given.get("missing", ""), given.get("forget") == "yes"
    return typed


def count(args: Args, name: str) -> int:
    """How many rows of a name were sent: at least one, at most a dozen."""
    numbers = [int(part) for key in args if key.startswith(f"{name}-") and (part := key.split("-")[1]).isdecimal() and len(part) < 3]
    return min(MOST_ROWS, max(numbers, default=0) + 1)


def said(own: Own, args: Args) -> Said:
    """What is said of a link: as it is, where nothing else was chosen."""
    name = f"link-{own.link.id}"
    return Said(
        link_id=own.link.id,
        says=args.get(f"{name}-says", Says.never.value if own.says is False else Says.yes.value),
        frequency=args.get(f"{name}-how", own.link.frequency.value),
        visibility=args.get(f"{name}-who", (own.visibility or own.link.visibility).value),
        field=name,
    )


def read_more(name: str, args: Args, group_id: int) -> More:
    """One more link. A choice counts only for the words it was made for; words that are somebody's name choose them."""
    more = More(
        name=name,
        q=CONTROL.sub("", args.get(f"{name}-q", "")).strip()[:TEXT_LIMIT],
        node=args.get(f"{name}-node", ""),
        what=args.get(f"{name}-what", ""),
        how=args.get(f"{name}-how", Frequency.unknown.value),
        who=args.get(f"{name}-who", Visibility.public.value),
    )
    if more.empty:
        return more
    chosen = ends.at(session(), more.node) if fold(args.get(f"{name}-asked", "")) == fold(more.q) else None
    found = ends.found(session(), more.q, without=group_id)
    alike = [end for end in found if fold(end.name) == fold(more.q)]
    chosen = chosen or (alike[0] if len(alike) == 1 else None)
    listed = [*([chosen] if chosen else []), *(end for end in found if end != chosen)]
    return replace(more, found=tuple(listed), chosen=chosen, looked=True)


def read_notice(name: str, args: MultiDict[str, str], side: str) -> dict[str, Any]:
    """One need or offer."""
    content: dict[str, Any] = {part: args.get(f"{name}-{part}", "").strip() for part in NOTICE_PARTS}
    content["side"] = content["side"] or side
    content["visibility"] = content["visibility"] or Visibility.public.value
    content["weekdays"] = args.getlist(f"{name}-weekdays")
    return content
