"""What can be done with a link. Every verb says first that something changes: that takes the place's one row, so that of two
people who speak of the same link at once the second sees what the first has said, and the stricter wish always counts."""

from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from assetmap.errors import AlreadyDecided, Fault, Faulty, NotAllowed
from assetmap.models import Frequency, Group, Link, LinkKind, User, Visibility
from assetmap.models.columns import now
from assetmap.models.links import NOTE_LIMIT
from assetmap.services import places
from assetmap.services.links.ends import FROM, TO, side_of
from assetmap.services.links.statements import Statement, checked, choice_faults, text_faults
from assetmap.services.words import clean

IDENTITY = (Link.kind, Link.from_group_id, Link.to_group_id, Link.to_asset_id)
"""What no two standing links have in common."""
STRICTNESS = list(Visibility)
"""From what everybody sees to what only the two ends see."""


def state(session: Session, statement: Statement, speaker_group_id: int) -> Link:
    """One end states a link. Where it stands already, it is one statement more about it. Faulty; NotAllowed for any other group.

    Whoever names a link again need not remember who may see it: of what this end wished before and wishes now, the stricter counts.
    To let more people see it, answer for it.
    """
    said = checked(session, statement)
    places.changed(session)
    link = standing(session, said) or _anew(session, said)
    side = side_of(session, link, speaker_group_id)
    if side is None:
        raise NotAllowed("Only a group at one of its ends can state a link.")
    _say(link, side, True, stricter((getattr(link, f"{side}_visibility"), Visibility(said.visibility))))
    _describe(link, said, over=True)
    return _kept(session, link)


def observe(session: Session, statement: Statement, user: User | None, batch: str | None = None) -> Link:
    """Somebody who is not at its ends notes a link down; what an end has said of it goes before. Faulty.

    `batch` names a file it came from and is kept with a link that is new.
    """
    said = checked(session, statement, observed=True)
    places.changed(session)
    link = standing(session, said)
    if link is None:
        link = _anew(session, said)
        link.batch = batch
    silent = _silent(link)
    if silent:
        link.visibility = stricter((link.visibility, Visibility(said.visibility)))
    if not _wider(link.visibility, Visibility(said.visibility)):  # else more would read the note than was meant
        _describe(link, said, over=silent)
    link.observed_at, link.observed_by_id = now(), user.id if user else None
    return _kept(session, link)


def observe_all(session: Session, statements: Iterable[Statement], user: User | None, batch: str | None = None) -> int:
    """The same for many, such as those of a file; gives how many. All are checked first, and those that are new are written together,
    which takes a tenth of the time. Faulty."""
    given = list(statements)
    ends = {each.from_group_id for each in given} | {each.to_group_id for each in given if each.to_group_id}
    held = session.scalars(select(Group).where(Group.id.in_(ends))).all()  # a session lets go of what nobody holds, and asks anew
    said = [checked(session, statement, observed=True) for statement in given]
    del held
    places.changed(session)
    spoken = or_(Link.ended_at.is_(None), Link.from_says.is_(False), Link.to_says.is_(False))  # those that a new one must heed
    here = {tuple(row) for row in session.execute(select(*IDENTITY).where(spoken))}
    for each in said:
        key = (LinkKind(each.kind), each.from_group_id, each.to_group_id, each.to_asset_id)
        if key in here:
            observe(session, each, user, batch)
            continue
        here.add(key)
        link = _new(each)
        link.visibility, link.batch = Visibility(each.visibility), batch
        link.observed_at, link.observed_by_id = now(), user.id if user else None
        _describe(link, each, over=True)
        session.add(link)
    session.flush()
    return len(said)


def answer(
    session: Session, link: Link, speaker_group_id: int, says: bool, visibility: str | None = None, frequency: str | None = None
) -> Link:
    """One end says that a link is so, or that it is not; who may see it and how often stay as they are where not given.

    Faulty; NotAllowed for a group at neither end; AlreadyDecided where the link has ended.
    """
    wrong = choice_faults("visibility", Visibility, visibility, "Choose who may see it.") if visibility is not None else []
    wrong += choice_faults("frequency", Frequency, frequency, "Choose how often.") if frequency is not None else []
    if wrong:
        raise Faulty(wrong)
    link = _held(session, link)
    side = side_of(session, link, speaker_group_id)
    if side is None:
        raise NotAllowed("Only a group at one of its ends can answer for a link.")
    _say(link, side, says, Visibility(visibility) if visibility is not None else None)
    link.frequency = Frequency(frequency) if frequency is not None else link.frequency
    return _kept(session, link)


def change(session: Session, link: Link, statement: Statement, user: User | None) -> Link:
    """Say anew how often, since when, who may see it, the note and the source of a link that no end has answered for; its ends and
    its kind stay. Faulty; NotAllowed where an end has answered, since then it is theirs; AlreadyDecided where it has ended."""
    said = checked(session, statement, observed=True)
    link = _held(session, link)
    if not _silent(link):
        raise NotAllowed("One of its ends has answered for this link, so only its ends can change it.")
    link.frequency, link.visibility = Frequency(said.frequency), Visibility(said.visibility)
    link.since, link.note, link.source = said.since, said.note, said.source
    link.observed_at, link.observed_by_id = now(), user.id if user else None
    return _kept(session, link)


def end(session: Session, link: Link, speaker_group_id: int | None = None, reason: str = "", visibility: str | None = None) -> Link:
    """Say that a link was so and is no more; it stays in the history. A `reason` is added to its note; `visibility` is who may see
    it from now on as far as the speaker is concerned.

    Faulty; NotAllowed where a speaker is given that is at neither end, or none for a link that both ends state, since then only
    they can end it; AlreadyDecided where it has ended.
    """
    link = _held(session, link)
    side = side_of(session, link, speaker_group_id) if speaker_group_id is not None else None
    if speaker_group_id is not None and side is None:
        raise NotAllowed("Only a group at one of its ends can answer for a link.")
    if speaker_group_id is None and link.from_says and link.to_says:
        raise NotAllowed("Both its ends say that this is so, so only they can say that it has ended.")
    wrong = [Fault(fault.message, field="reason") for fault in text_faults(reason)]
    note = " ".join(part for part in (link.note, clean(reason)) if part)
    if not wrong and len(note) > NOTE_LIMIT:
        left = max(0, NOTE_LIMIT - len(link.note) - 1)
        wrong = [Fault(f"There is room for {left:,} characters beside the note; shorten it.", field="reason")]
    wrong += choice_faults("visibility", Visibility, visibility, "Choose who may see it.") if visibility is not None else []
    if wrong:
        raise Faulty(wrong)
    link.note, link.ended_at = note, now()
    if side is not None and visibility is not None:
        _wish(link, side, Visibility(visibility))
    return _kept(session, link)


def standing(session: Session, said: Statement) -> Link | None:
    """The link that stands already for a checked statement, as it is now."""
    same = (Link.kind == said.kind, Link.from_group_id == said.from_group_id, Link.ended_at.is_(None))
    end_ = Link.to_group_id == said.to_group_id if said.to_group_id is not None else Link.to_asset_id == said.to_asset_id
    return session.scalar(select(Link).where(*same, end_).execution_options(populate_existing=True))


def stricter(wishes: Iterable[Visibility | None]) -> Visibility:
    """The strictest of some wishes; everybody may see it where nobody wishes anything."""
    return max((wish for wish in wishes if wish is not None), key=STRICTNESS.index, default=Visibility.public)


def _new(said: Statement) -> Link:
    ends = {"from_group_id": said.from_group_id, "to_group_id": said.to_group_id, "to_asset_id": said.to_asset_id}
    return Link(kind=LinkKind(said.kind), **ends, frequency=Frequency.unknown, note="", source="", visibility=Visibility.public)


def _anew(session: Session, said: Statement) -> Link:
    """A new link, which an end denies that denied it when it was last there: stating it anew is no way round that."""
    link = _new(said)
    ends = zip(IDENTITY, (link.kind, link.from_group_id, link.to_group_id, link.to_asset_id), strict=True)
    past = session.scalars(select(Link).where(*(column == value for column, value in ends)).order_by(Link.id.desc()).limit(1)).first()
    for side in (FROM, TO):
        if past is not None and getattr(past, f"{side}_says") is False:
            for name in (f"{side}_says", f"{side}_said_at", f"{side}_visibility"):
                setattr(link, name, getattr(past, name))
    link.visibility = stricter((link.from_visibility, link.to_visibility))
    return link


def _held(session: Session, link: Link) -> Link:
    """The link as it is now, which nobody else changes until this is done; AlreadyDecided where it has ended."""
    places.changed(session)
    found = session.scalar(select(Link).where(Link.id == link.id).execution_options(populate_existing=True))
    if found is None or found.ended_at is not None:
        raise AlreadyDecided("This link has ended already.")
    return found


def _silent(link: Link) -> bool:
    """Whether neither end has said anything about it."""
    return link.from_says is None and link.to_says is None


def _say(link: Link, side: str, says: bool, wish: Visibility | None) -> None:
    """Write down what one end says, and when it first said so: saying the same again every year does not make it new."""
    if getattr(link, f"{side}_says") is not says:
        setattr(link, f"{side}_says", says)
        setattr(link, f"{side}_said_at", now())
    _wish(link, side, wish)


def _wish(link: Link, side: str, wish: Visibility | None) -> None:
    """Write down who may see it as far as one end is concerned; the stricter wish of both counts.

    Where more people see it than before, what somebody at neither end may have written for the fewer is taken away.
    """
    before = link.visibility
    setattr(link, f"{side}_visibility", wish or getattr(link, f"{side}_visibility") or before)
    link.visibility = stricter((link.from_visibility, link.to_visibility))
    if link.observed_at is not None and _wider(link.visibility, before):
        link.note, link.source = "", ""


def _wider(visibility: Visibility, other: Visibility) -> bool:
    """Whether more people may see the one than the other."""
    return STRICTNESS.index(visibility) < STRICTNESS.index(other)


def _describe(link: Link, said: Statement, over: bool) -> None:
    """Take over what a statement says more than its ends: all of it, or only what was not known."""
    if said.frequency != Frequency.unknown and (over or link.frequency == Frequency.unknown):
        link.frequency = Frequency(said.frequency)
    for name in ("since", "note", "source"):
        if getattr(said, name) and (over or not getattr(link, name)):
            setattr(link, name, getattr(said, name))


def _kept(session: Session, link: Link) -> Link:
    session.add(link)
    session.flush()
    return link
