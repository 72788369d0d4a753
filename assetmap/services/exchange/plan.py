"""What a file would do, before it does anything: what each row becomes, what is here already, and what is left out and why."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.errors import Fault
from assetmap.models import Link, LinkKind, Visibility
from assetmap.models.columns import now
from assetmap.models.groups import NAME_LIMIT
from assetmap.models.links import DIRECTED, EARLIEST_YEAR, OF_ASSETS
from assetmap.services.exchange import guesses, matching
from assetmap.services.exchange.kumu import File, Row
from assetmap.services.exchange.matching import Known, Match
from assetmap.services.links.statements import text_faults
from assetmap.services.networks.known import MAY_SEE, Viewer, standing
from assetmap.services.words import clean, unsafe

TURNED = frozenset({LinkKind.shares_space, LinkKind.meets_at, LinkKind.co_runs})
"""What may be said of a group and an asset, whichever of them a file names first."""
Key = tuple[str, str, str]
"""A link's kind and its two ends."""


@dataclass(frozen=True)
class Choices:
    """What a person says: the kind of each type (nothing: leave it out), the node of each label (nothing: none of those near), who
    may see the links, and whether groups that nobody knows here are added."""

    kinds: dict[str, str] = field(default_factory=dict)
    nodes: dict[str, str] = field(default_factory=dict)
    visibility: str = Visibility.shared.value
    add_groups: bool = False


@dataclass(frozen=True)
class Planned:
    """One link that would be noted down. Its ends are nodes, or labels of groups that would be added."""

    key: Key
    row: Row
    frequency: str
    since: int | None
    note: str


@dataclass
class Plan:
    """Everything there is to see before it is done. `new_groups` are labels with their element, if the file has one; `unknown` are
    labels of assets that nobody knows here."""

    choices: Choices
    names: dict[str, str]
    matches: dict[str, Match]
    types: Counter[str]
    kinds: dict[str, str]
    new_groups: dict[str, Row | None] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    links: list[Planned] = field(default_factory=list)
    already: int = 0
    twice: int = 0
    strengths: int = 0
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def questions(self) -> list[Match]:
        """The labels for which several names here could be meant."""
        return [each for each in self.matches.values() if each.near]

    @property
    def seal(self) -> str:
        """A short text that is another when something else would be done: it says what a person has seen."""
        said = [each.key for each in self.links], list(self.new_groups) if self.choices.add_groups else [], self.choices.visibility
        return hashlib.sha256(repr(said).encode()).hexdigest()[:16]

    @property
    def found(self) -> int:
        """How many labels are known here."""
        return sum(bool(each.node) for each in self.matches.values())


def plan(session: Session, file: File, choices: Choices) -> Plan:
    """What a file would do with these choices."""
    here = matching.known(session)
    made = _understood(here, file, choices)
    elements = {clean(row.text("label")): row for row in reversed(file.elements)}
    for label, each in made.matches.items():
        if not each.node:
            _unknown(made, label, elements.get(label))
    standing_now, seen = _standing(session), set[Key]()
    for row in file.connections:
        for planned in _links(made, here, row):
            if planned.key in seen:
                made.twice += 1
            elif planned.key in standing_now:
                made.already += 1
            else:
                made.links.append(planned)
            seen.add(planned.key)
    return made


def _understood(here: Known, file: File, choices: Choices) -> Plan:
    """The labels and the types of a file, matched and guessed."""
    types: dict[str, str] = {}
    faults = []
    for row in file.elements:
        label = clean(row.text("label"))
        if not label or unsafe(label) or len(label) > NAME_LIMIT:
            faults.append(row.fault(f"give a label of at most {NAME_LIMIT} characters that can be shown.", "Label"))
        elif label in types:
            faults.append(row.fault(f"'{label}' stands here a second time; the first counts.", "Label"))
        else:
            types[label] = row.text("type")
    labels = dict.fromkeys([*types, *(clean(row.text(end)) for row in file.connections for end in ("from", "to"))])
    fit = [label for label in labels if label and not unsafe(label) and len(label) <= NAME_LIMIT]
    kinds = Counter(each for row in file.connections for each in kinds_of(row))
    guessed = {each: choices.kinds.get(each, guesses.kind(each)) for each in kinds}
    matches = matching.match(here, fit, types, choices.nodes)
    return Plan(choices, here.names, matches, kinds, guessed, faults=faults, notes=list(file.notes))


def kinds_of(row: Row) -> list[str]:
    """The types of a connection: mostly one; several with '|' between them are as many links."""
    said = row.text("type", "relationship", "label")
    return list(dict.fromkeys(clean(part) for part in said.split("|") if part.strip())) or [""]


def _unknown(made: Plan, label: str, element: Row | None) -> None:
    """Sort a label that nobody knows: a group that could be added, an asset that could not, or one with near names to choose from."""
    each = made.matches[label]
    if each.near and not each.said:
        return
    if element is not None and guesses.is_asset(element.text("type")):
        made.unknown.append(label)
    else:
        made.new_groups[label] = element


def _links(made: Plan, here: Known, row: Row) -> list[Planned]:
    """The links of one connection; none, and a fault that says why, where there can be none."""
    ends = [_end(made, row, end) for end in ("from", "to")]
    found = []
    for said in kinds_of(row):
        kind = made.kinds[said]
        if kind not in list(LinkKind):
            made.faults.append(row.fault(f"left out, since nobody has said what '{said}' means." if said else "left out: no type.", "Type"))
        elif ends[0] and ends[1]:
            found += _of_kind(made, here, row, LinkKind(kind), ends[0], ends[1])
    return found


def _end(made: Plan, row: Row, end: str) -> str:
    """The node of one end, or the label of a group that would be added; nothing, and a fault, where it is left out."""
    label = clean(row.text(end))
    known = made.matches.get(label)
    if known is None:
        made.faults.append(row.fault("this end is empty or cannot be shown.", end.title()))
    elif known.node:
        return known.node
    elif label in made.new_groups and made.choices.add_groups:
        return label
    else:
        near = label not in made.new_groups and label not in made.unknown
        words = "has names near to it here: choose one" if near else "is not known here"
        made.faults.append(row.fault(f"left out, since '{label}' {words}.", end.title()))
    return ""


def _of_kind(made: Plan, here: Known, row: Row, kind: LinkKind, source: str, target: str) -> list[Planned]:
    """The links that a connection of one kind states."""
    if is_asset(made, source) and not is_asset(made, target) and kind in TURNED:
        source, target = target, source
    wrong = _impossible(made, here, kind, source, target)
    note, since = clean(row.text("note", "notes", "description")), row.text("since", "start", "start date")
    when = guesses.year(since)
    if since and (when is None or not EARLIEST_YEAR <= when <= now().year):
        wrong = f"'{since[:40]}' is not a year up to {now().year}."
    wrong = wrong or next((fault.message for fault in text_faults(note)), "")
    if wrong:
        made.faults.append(row.fault(wrong))
        return []
    often = row.text("frequency", "how often", "strength")
    frequency = guesses.frequency(often)
    made.strengths += bool(often) and frequency == "unknown" and not row.text("frequency", "how often")
    ways = [(source, target)]
    if kind in DIRECTED and row.text("direction").lower() == "mutual" and not is_asset(made, target):
        ways.append((target, source))
    return [Planned(_key(made, kind, *way), row, frequency, when, note) for way in ways]


def _impossible(made: Plan, here: Known, kind: LinkKind, source: str, target: str) -> str:
    """Why there can be no such link, or nothing."""
    if source == target:
        return "left out, since both ends are the same."
    if is_asset(made, source):
        return f"left out, since '{made.names[source]}' is an asset: a link begins with a group. Name the group that runs it."
    if is_asset(made, target):
        if kind not in OF_ASSETS:
            return f"left out, since this cannot be said of an asset such as '{made.names[target]}'. Name the group that runs it."
        if source in made.names and here.runs_by[int(target[1:])] == int(source[1:]):
            return f"left out, since '{made.names[source]}' runs '{made.names[target]}' itself: the two belong together already."
    return ""


def is_asset(made: Plan, end: str) -> bool:
    """Whether an end is an asset here."""
    return end in made.names and end.startswith("a")


def _key(made: Plan, kind: LinkKind, source: str, target: str) -> Key:
    """A link's identity: of a kind that holds both ways, the ends in one order."""
    if kind not in DIRECTED and not is_asset(made, target) and source > target:
        source, target = target, source
    return kind.value, source, target


def _standing(session: Session) -> set[Key]:
    """The links that stand as one who looks after networks may see them. A hidden one counts as not there, so that nobody learns of it."""
    columns = (Link.kind, Link.from_group_id, Link.to_group_id, Link.to_asset_id)
    found = session.execute(select(*columns).where(Link.visibility.in_(MAY_SEE[Viewer.connector]), standing()))
    keys = set()
    for kind, source, group_id, asset_id in found:
        ends = [f"g{source}", f"a{asset_id}" if asset_id else f"g{group_id}"]
        both = kind not in DIRECTED and not asset_id
        first, second = sorted(ends) if both else ends
        keys.add((str(kind), first, second))
    return keys
