"""Doing what was planned: one transaction, everything or nothing."""

import secrets
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from assetmap.errors import Fault, Faulty, NotAllowed
from assetmap.models import Act, Group, GroupKind, Subject, Submission, Visibility
from assetmap.models.groups import PURPOSE_LIMIT, SOURCE_LIMIT, WEB_LIMIT
from assetmap.services import entries, holding, links, publish, remits, submissions
from assetmap.services.exchange.kumu import Row
from assetmap.services.exchange.plan import Plan, Planned
from assetmap.services.links import Statement
from assetmap.services.submissions import Sent
from assetmap.services.versions import Made
from assetmap.services.vocabulary import Vocabulary, vocabulary
from assetmap.services.words import clean, fold, unsafe


@dataclass(frozen=True)
class Done:
    """What was done: the reference under which it can be undone, and how much."""

    batch: str
    links: int
    groups: int
    waiting: int


def do(session: Session, made: Plan, file_name: str, sent: Sent, tolerance_m: float, may_publish: bool) -> Done:
    """Note down the planned links. Groups nobody knew are added first where `may_publish`; else they go to the stewards and wait, and
    links to them are not made. So do
    those outside the limits of whoever `sent` the file, and those that holding rules notice. Faulty, and nothing done that
    may stay, where anything is wrong."""
    if made.choices.visibility not in (Visibility.public, Visibility.shared):
        raise Faulty([Fault("Choose who may see the links.", field="visibility")])
    if sent.user is None:
        raise NotAllowed("Sign in first.")
    user = sent.user
    batch = f"{user.id}-{secrets.token_urlsafe(12)}"
    source = clean(file_name)[-SOURCE_LIMIT:]
    added = _add(session, made, source, tolerance_m, (sent, batch if may_publish else None)) if made.choices.add_groups else {}
    here = set(made.names) | set(added.values())
    ends = [(planned, [added.get(end, end) for end in planned.key[1:]]) for planned in made.links]
    said = [_statement(planned, both, made.choices.visibility, source) for planned, both in ends if here.issuperset(both)]
    count = links.observe_all(session, said, user, batch)
    return Done(batch, count, len(added), len(made.new_groups) - len(added) if made.choices.add_groups else 0)


def group_key(batch: str, number: int) -> str:
    """The key of a group that an import has added, by which undoing finds it."""
    return f"import {batch} {number}"


def _statement(planned: Planned, ends: list[str], visibility: str, source: str) -> Statement:
    to_group, to_asset = (int(ends[1][1:]), None) if ends[1].startswith("g") else (None, int(ends[1][1:]))
    said = {"frequency": planned.frequency, "since": planned.since, "note": planned.note, "visibility": visibility, "source": source}
    return Statement(planned.key[0], int(ends[0][1:]), to_group, to_asset, **said)  # type: ignore[arg-type]


def _add(session: Session, made: Plan, source: str, tolerance_m: float, by: tuple[Sent, str | None]) -> dict[str, str]:
    """Add the groups nobody knew; gives their nodes by label, or none where they wait for a steward. Faulty with every fault."""
    words, nodes, (sent, batch) = vocabulary(session), {}, by
    found: list[Fault] = []
    for number, (label, row) in enumerate(made.new_groups.items(), 1):
        try:
            content = entries.check_group(session, _content(words, label, row, source), tolerance_m)
        except Faulty as faulty:
            sheet, place = (row.sheet, row.number) if row else ("", None)
            found += [Fault(f"'{label}': {fault.message}", sheet, place, fault.field) for fault in faulty.faults]
            continue
        if batch is None or waits(session, content, sent):
            submissions.send(session, Subject.group, content, tolerance_m, replace(sent, source=""))
        else:
            group_id = publish.add(session, Subject.group, content, tolerance_m, Made(Act.added, sent.user, "Brought in with a file"))
            session.get_one(Group, group_id).key = group_key(batch, number)
            nodes[label] = f"g{group_id}"
    if found:
        raise Faulty(found)
    session.flush()
    return nodes


def waits(session: Session, content: dict[str, Any], sent: Sent) -> bool:
    """Whether a group waits for a steward: it is not among what whoever sent it looks after, or holding rules notice something."""
    entry = Submission(subject=Subject.group, content=content)
    outside = sent.user is None or not remits.covers(session, sent.user, entry)
    return outside or bool(holding.reasons(session, content, {}, "", sent.rules))


def _content(words: Vocabulary, label: str, row: Row | None, source: str) -> dict[str, Any]:
    """A group's content as far as its element tells: what does not fit a column is left out rather than guessed."""
    given: dict[str, Any] = {"name": label, "purpose": f"Named in {source}.", "kind": GroupKind.other.value, "source": source}
    if row is None:
        return given
    purpose, website = row.text("description"), row.text("website", "url", "web")
    kind = fold(row.text("kind", "type"))
    tags = {fold(part) for part in row.text("tags").split("|")}
    themes = [each.slug for each in words.categories if {fold(each.name), fold(each.slug)} & tags]
    given |= {"purpose": purpose} if purpose and len(purpose) <= PURPOSE_LIMIT and not unsafe(purpose) else {}
    given |= {"kind": kind} if kind in list(GroupKind) else {}
    fits = website.startswith(("https://", "http://")) and len(website) <= WEB_LIMIT
    if fits and not entries.contact_faults({"website": website, "public_email": "", "public_phone": ""}):
        given["website"] = website
    return given | {"themes": themes}
