"""What somebody says about a link, and everything that can be wrong with it."""

from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy.orm import Session

from assetmap.errors import Fault, Faulty
from assetmap.models import Asset, Frequency, Group, LinkKind, Visibility
from assetmap.models.columns import now
from assetmap.models.groups import SOURCE_LIMIT
from assetmap.models.links import DIRECTED, EARLIEST_YEAR, NOTE_LIMIT, OF_ASSETS
from assetmap.services.words import clean, typed


@dataclass(frozen=True)
class Statement:
    """A link as somebody says it: from a group to a group or to an asset (one of the two). Words are values of models/links;
    `since` is a year; `visibility` is who may see it as far as the speaker is concerned."""

    kind: str
    from_group_id: int
    to_group_id: int | None = None
    to_asset_id: int | None = None
    frequency: str = Frequency.unknown.value
    since: int | None = None
    note: str = ""
    visibility: str = Visibility.public.value
    source: str = ""


def faults(session: Session, statement: Statement, observed: bool = False) -> list[Fault]:
    """Everything that is wrong with a statement; none where nothing is. What is `observed` by somebody else cannot be private."""
    found = [*_end_faults(session, statement), *text_faults(statement.note, statement.source, statement.since)]
    for name, kind, message in (
        ("kind", LinkKind, "Choose what kind of link it is."),
        ("frequency", Frequency, "Choose how often."),
        ("visibility", Visibility, "Choose who may see it."),
    ):
        found += choice_faults(name, kind, getattr(statement, name), message)
    if observed and statement.visibility == Visibility.private:
        found.append(Fault("Only the two ends of a link can keep it to themselves.", field="visibility"))
    return found


def checked(session: Session, statement: Statement, observed: bool = False) -> Statement:
    """The statement with clean texts, from the smaller id to the larger where it holds both ways; Faulty with every fault at once."""
    found = faults(session, statement, observed)
    if found:
        raise Faulty(found)
    turned = statement.to_group_id is not None and statement.kind not in DIRECTED and statement.from_group_id > statement.to_group_id
    ends = {"from_group_id": statement.to_group_id, "to_group_id": statement.from_group_id} if turned else {}
    return replace(statement, note=clean(statement.note), source=clean(statement.source), **ends)  # type: ignore[arg-type]


def choice_faults(name: str, kind: type[StrEnum], value: str, message: str) -> list[Fault]:
    """What is wrong with one of a fixed choice."""
    return [] if value in list(kind) else [Fault(message, field=name)]


def text_faults(note: str, source: str = "", since: int | None = None) -> list[Fault]:
    """What is wrong with a note, a source and a year."""
    found: list[Fault] = []
    for name, text, limit in (("note", note, NOTE_LIMIT), ("source", source, SOURCE_LIMIT)):
        found += typed(text, name, limit)[1]
    if since is not None and not EARLIEST_YEAR <= since <= now().year:
        found.append(Fault(f"Give a year from {EARLIEST_YEAR} to {now().year}, or leave it empty.", field="since"))
    return found


def _end_faults(session: Session, statement: Statement) -> list[Fault]:
    if session.get(Group, statement.from_group_id) is None:
        return [Fault("There is no such group. It may have been removed.", field="from")]
    if (statement.to_group_id is None) == (statement.to_asset_id is None):
        return [Fault("Choose one group, or one asset, for the other end.", field="to")]
    if statement.to_group_id is not None:
        return _group_faults(session, statement, statement.to_group_id)
    return _asset_faults(session, statement, statement.to_asset_id or 0)


def _group_faults(session: Session, statement: Statement, group_id: int) -> list[Fault]:
    if group_id == statement.from_group_id:
        return [Fault("A group cannot be linked to itself. Choose another one.", field="to")]
    return [] if session.get(Group, group_id) else [Fault("There is no such group. It may have been removed.", field="to")]


def _asset_faults(session: Session, statement: Statement, asset_id: int) -> list[Fault]:
    asset = session.get(Asset, asset_id)
    if asset is None:
        return [Fault("There is no such asset. It may have been removed.", field="to")]
    if asset.group_id == statement.from_group_id:
        return [Fault("This group runs that asset itself, so the two belong together already.", field="to")]
    if statement.kind in list(LinkKind) and statement.kind not in OF_ASSETS:
        return [Fault("This can be said of two groups only. Choose the group that runs the asset, or another kind of link.", field="kind")]
    return []
