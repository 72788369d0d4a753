"""What hangs on an entry that is merged into another: moved there, as far as nothing there says the same; and back again."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func, or_, select, update
from sqlalchemy.orm import Session

from assetmap.db import Base
from assetmap.models import (
    Ask,
    Asset,
    Claim,
    ClaimState,
    Consent,
    Distinction,
    Group,
    Introduction,
    Keeper,
    Link,
    Notice,
    Photo,
    Report,
    Shortlist,
    Subject,
    Ticket,
)
from assetmap.services import links, publish

Rows = dict[str, Any]
# What hangs on an entry by a key of the database, and by which columns; what an entry's content says anyway is not among it.
HANGING: dict[Subject, dict[type[Base], tuple[str, ...]]] = {
    Subject.asset: {Link: ("to_asset_id",)},
    Subject.group: {
        Keeper: ("group_id",),
        Ask: ("group_id",),
        Link: ("from_group_id", "to_group_id"),
        Notice: ("group_id",),
        Introduction: ("first_group_id", "second_group_id"),
        Claim: ("group_id",),
    },
}
# What names an entry by its kind and number only.
NAMING: tuple[type[Photo] | type[Report] | type[Ticket], ...] = (Photo, Report, Ticket)
ENDS = ("from_group_id", "to_group_id", "to_asset_id")


@dataclass(frozen=True)
class Move:
    """From which entry to which; `fields` are those of the content that are taken over."""

    subject: Subject
    gone: int
    kept: int
    fields: Collection[str] = field(default_factory=frozenset)


def move(session: Session, move: Move, rows: Rows) -> Rows:
    """Move everything that hangs on one entry to another; of `rows`, those that hung there before, gives what its departure is to
    keep: those that stay with it, and of those moved only where they were, so that nobody who is forgotten there is kept here."""
    both = _group(session, move) if move.subject == Subject.group else []
    links.merged(session, move.subject, move.gone, move.kept)
    named = {model.__tablename__: _named(session, move, model) for model in NAMING}
    agreed, aside = _consents(session, move)
    listed = _shortlists(session, move)
    _distinctions(session, move)
    session.flush()
    kept: Rows = {**rows, "moved": {}, "named": named, "agreed": agreed, "aside": aside, "shortlists": listed, "both": both}
    for model, columns in HANGING[move.subject].items():
        name, there = model.__tablename__, _there(session, model, columns, move.gone)
        kept["moved"][name] = [_place(row, model, columns) for row in rows[name] if row["id"] not in there]
        kept[name] = [row for row in rows[name] if row["id"] in there]
    if move.subject == Subject.group:
        kept["keepers"] = []  # who answers for both is a keeper of the other
    return kept


def back(session: Session, subject: Subject, gone_id: int, kept_id: int | None, rows: Rows) -> None:
    """Move back what is still where a merger had moved it."""
    if kept_id is None:
        return
    for model, columns in HANGING[subject].items():
        for place in rows.get("moved", {}).get(model.__tablename__, []):
            held = session.get(model, place["id"])
            if isinstance(held, Link):
                links.parted(held, {name: place[name] for name in ENDS}, gone_id, kept_id)
            elif held is not None:
                _put_back(held, {name: place[name] for name in columns}, gone_id, kept_id)
    for model in NAMING:
        _name(session, model, [model.id.in_(rows.get("named", {}).get(model.__tablename__, [])), model.entry_id == kept_id], gone_id)
    _name(session, Consent, [Consent.id.in_(rows.get("agreed", [])), Consent.entry_id == kept_id], gone_id)
    _name(session, Consent, [Consent.id.in_(rows.get("aside", [])), Consent.entry_id == gone_id], kept_id)
    for shortlist in session.scalars(select(Shortlist).where(Shortlist.id.in_(rows.get("shortlists", [])))):
        shortlist.content = [_renumbered(each, subject, kept_id, gone_id) for each in shortlist.content]
    if subject == Subject.group:
        run(session, rows.get("runs", []), (kept_id, None), gone_id)
        _keep_both(session, gone_id, kept_id, rows)
    session.flush()


def run(session: Session, asset_ids: Collection[int], before: Collection[int | None], group_id: int) -> None:
    """Let a group run those of the assets that another of these groups, or none, ran before; they are found by its name."""
    group = session.get_one(Group, group_id)
    for asset in session.scalars(select(Asset).where(Asset.id.in_(asset_ids))):
        if asset.group_id in before:
            asset.group_id = group.id
            session.flush()
            session.expire(asset, ["group"])
            asset.search_text = publish.search_text(asset, group.name)
    session.flush()


def _group(session: Session, move: Move) -> list[int]:
    """What hangs on a group only; gives the keepers of the other who answered for the one as well."""
    mine = session.scalars(select(Asset.id).where(Asset.group_id == move.gone)).all()
    run(session, mine, (move.gone,), move.kept)
    for notice in session.scalars(select(Notice).where(Notice.group_id == move.gone)):
        notice.group_id = move.kept
    both = _keepers(session, move)
    _claims(session, move)
    _introductions(session, move)
    session.flush()
    return both


def _keepers(session: Session, move: Move) -> list[int]:
    """Whoever answers for both does so once; what they were asked was asked of them. Gives their numbers as keepers of the other."""
    both = []
    there = list(session.scalars(select(Keeper).where(Keeper.group_id == move.kept).order_by(Keeper.id)))
    for keeper in session.scalars(select(Keeper).where(Keeper.group_id == move.gone).order_by(Keeper.id)).all():
        same = next((each for each in there if _same_person(each, keeper)), None)
        if same is None:
            keeper.group_id = move.kept
            there.append(keeper)
        else:
            both.append(same.id)
            same.user_id = same.user_id or keeper.user_id
            same.name, same.phone = same.name or keeper.name, same.phone or keeper.phone
            session.execute(update(Ask).where(Ask.keeper_id == keeper.id).values(keeper_id=same.id))
    session.execute(update(Ask).where(Ask.group_id == move.gone).values(group_id=move.kept))
    return both


def _keep_both(session: Session, gone_id: int, kept_id: int, rows: Rows) -> None:
    """Who answered for both groups, and still answers for what they had become, answers for both again."""
    for number in rows.get("both", []):
        keeper = session.get(Keeper, number)
        if keeper is not None and keeper.group_id == kept_id:
            known = {name: getattr(keeper, name) for name in ("name", "email", "phone", "user_id")}
            session.add(Keeper(group_id=gone_id, **known))
    session.flush()


def _same_person(one: Keeper, other: Keeper) -> bool:
    if one.user_id is not None and other.user_id is not None:
        return one.user_id == other.user_id
    return bool(one.email) and one.email.lower() == other.email.lower()


def _claims(session: Session, move: Move) -> None:
    """Nobody claims one group twice; what was decided before stays on record with the group."""
    live = (ClaimState.waiting, ClaimState.approved)
    there = set(session.scalars(select(Claim.user_id).where(Claim.group_id == move.kept, Claim.state.in_(live))))
    for claim in session.scalars(select(Claim).where(Claim.group_id == move.gone)):
        if claim.state not in live or claim.user_id not in there:
            claim.group_id = move.kept


def _introductions(session: Session, move: Move) -> None:
    """Introductions with others; where both were introduced to the same, the first one stands, and what was set aside gives way."""
    mine = or_(Introduction.first_group_id == move.gone, Introduction.second_group_id == move.gone)
    for each in session.scalars(select(Introduction).where(mine).order_by(Introduction.id)).all():
        other = each.second_group_id if each.first_group_id == move.gone else each.first_group_id
        first, second = sorted((other, move.kept))
        if first == second:
            continue
        same = Introduction.first_group_id == first, Introduction.second_group_id == second
        there = session.scalar(select(Introduction).where(*same))
        if there is None:
            each.first_group_id, each.second_group_id = first, second
        elif there.introduced_on is None and each.introduced_on is not None:
            for name in ("reasons", "note", "introduced_on", "outcome", "outcome_note", "outcome_on", "user_id"):
                setattr(there, name, getattr(each, name))
        session.flush()


def _named(session: Session, move: Move, model: Any) -> list[int]:
    """The numbers of the rows of a table that named the one entry and name the other now."""
    mine: list[ColumnElement[bool]] = [model.subject == move.subject, model.entry_id == move.gone]
    values: Rows = {}
    if model is Ticket:
        mine.append(Ticket.used_at.is_(None))
    if model is Photo:
        last = session.scalar(select(func.max(Photo.position)).where(Photo.subject == move.subject, Photo.entry_id == move.kept))
        values["position"] = Photo.position + (0 if last is None else last + 1)
    return _name(session, model, mine, move.kept, values)


def _consents(session: Session, move: Move) -> tuple[list[int], list[int]]:
    """Whoever agreed to what is shown from now on, and whoever agreed to what was shown before in its place: only to that."""
    of_fields = [Consent.subject == move.subject, Consent.field.in_(move.fields)]
    aside = list(session.scalars(select(Consent.id).where(*of_fields, Consent.entry_id == move.kept)))
    agreed = _name(session, Consent, [*of_fields, Consent.entry_id == move.gone], move.kept)
    return agreed, _name(session, Consent, [Consent.id.in_(aside)], move.gone)


def _name(session: Session, model: Any, mine: list[ColumnElement[bool]], entry_id: int, values: Rows | None = None) -> list[int]:
    """Let rows name an entry from now on; gives their numbers."""
    ids = list(session.scalars(select(model.id).where(*mine)))
    changed = update(model).where(model.id.in_(ids)).values(entry_id=entry_id, **(values or {}))
    session.execute(changed.execution_options(synchronize_session="fetch"))
    return ids


def _shortlists(session: Session, move: Move) -> list[int]:
    """The shortlists that held the one entry and not the other: they hold the other now. One that held both holds it once."""
    found = []
    holding = cast(Shortlist.content, Text).contains(f'"id": {move.gone}')
    for shortlist in session.scalars(select(Shortlist).where(holding)):
        both = any((each.get("subject"), each.get("id")) == (move.subject.value, move.kept) for each in shortlist.content)
        if both:
            gone = (move.subject.value, move.gone)
            shortlist.content = [each for each in shortlist.content if (each.get("subject"), each.get("id")) != gone]
        else:
            shortlist.content = [_renumbered(each, move.subject, move.gone, move.kept) for each in shortlist.content]
            found.append(shortlist.id)
    return found


def _renumbered(each: Rows, subject: Subject, before: int, after: int) -> Rows:
    return each | {"id": after} if (each.get("subject"), each.get("id")) == (subject.value, before) else each


def _distinctions(session: Session, move: Move) -> None:
    """What is not the same as the one is not the same as the other."""
    mine = Distinction.subject == move.subject, or_(Distinction.first_id == move.gone, Distinction.second_id == move.gone)
    for each in session.scalars(select(Distinction).where(*mine)).all():
        other = each.second_id if each.first_id == move.gone else each.first_id
        first, second = sorted((other, move.kept))
        if first != second and session.get(Distinction, (move.subject, first, second)) is None:
            session.add(Distinction(subject=move.subject, first_id=first, second_id=second, user_id=each.user_id))
            session.flush()


def _there(session: Session, model: Any, columns: tuple[str, ...], entry_id: int) -> set[int]:
    """The numbers of the rows that still hang on an entry."""
    return set(session.scalars(select(model.id).where(or_(*(getattr(model, name) == entry_id for name in columns)))))


def _place(row: Rows, model: type[Base], columns: tuple[str, ...]) -> Rows:
    """Where a row hung, and nothing else of it."""
    return {name: row[name] for name in ("id", *(ENDS if model is Link else columns))}


def _put_back(held: Any, columns: dict[str, int], gone_id: int, kept_id: int) -> None:
    then = sorted(kept_id if value == gone_id else value for value in columns.values())
    if sorted(getattr(held, name) for name in columns) == then:
        for name, value in columns.items():
            setattr(held, name, value)
