"""Two entries that are one: merged with both histories kept, told apart for good, and taken apart again."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.errors import AlreadyDecided, Fault, Faulty, NotFound
from assetmap.models import Act, Asset, Departure, Distinction, Place, Step, Subject, Submission, User
from assetmap.models.submissions import REASON_LIMIT, Status, Wish
from assetmap.services import contents, departures, links, moving, places, publish, versions, whereabouts
from assetmap.services.moving import Move
from assetmap.services.precision import WHERE, openness
from assetmap.services.versions import Made
from assetmap.services.whereabouts import MODELS
from assetmap.services.words import checked

Content = dict[str, Any]
KEPT, GONE, BOTH = "kept", "gone", "both"
PICKS = (KEPT, GONE, BOTH)
PARTS = {"place": WHERE, "source": ("source", "source_date")}  # what only makes sense together is chosen together
WHY = "The same was registered twice"


@dataclass(frozen=True)
class Merger:
    """Which of two entries stays, and what it says from now on: for each part of `parts` whether as the one that is kept, as the
    one that goes, or (lists only) both together. Where nothing is picked, what is kept says. `seen` is the `seal` of both as they
    were looked at; `why` is public."""

    subject: Subject
    kept: int
    gone: int
    picks: Mapping[str, str] = field(default_factory=dict)
    seen: str = ""
    why: str = ""


def parts(content: Content) -> dict[str, tuple[str, ...]]:
    """What can be chosen from either of two entries, in the order of a form: the keys of their content, by part."""
    together = {key: part for part, keys in PARTS.items() for key in keys if key in content}
    found: dict[str, tuple[str, ...]] = {}
    for key in content:
        part = together.get(key, key)
        found[part] = (*found.get(part, ()), key)
    return found


def seal(session: Session, subject: Subject, *ids: int) -> str:
    """A short text that is another when one of the entries says something else than it did."""
    said = [contents.of_entry(session, subject, number).everything for number in sorted(ids)]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def usual(kept: Content, gone: Content) -> dict[str, str]:
    """What to pick where nobody has picked yet: what is kept, where it says anything; lists together; of two places the one of
    which the public sees less, so that no merger shows more than somebody wanted."""
    picks = {}
    for part, keys in parts(kept | gone).items():
        mine, theirs = ([content.get(key) for key in keys] for content in (kept, gone))
        if part == "place":
            picks[part] = GONE if _hides_more(gone, kept) else KEPT
        elif is_list(kept, gone, part):
            picks[part] = BOTH
        else:
            picks[part] = GONE if any(theirs) and not any(mine) else KEPT
    return picks


def is_list(kept: Content, gone: Content, part: str) -> bool:
    """Whether both entries' words for a part can stand together: lists of words can, times cannot."""
    values = [*(kept.get(part) or ()), *(gone.get(part) or ())] if isinstance(kept.get(part), list) else [None]
    return all(isinstance(value, str) for value in values)


def chosen(kept: Content, gone: Content, picks: Mapping[str, str]) -> Content:
    """What the entry that is kept says from now on; Faulty where something is picked that is not there."""
    result, faults = dict(kept), []
    for part, keys in parts(kept | gone).items():
        pick = picks.get(part, KEPT)
        if pick not in PICKS or (pick == BOTH and not is_list(kept, gone, part)):
            faults.append(Fault("Choose one of the two.", field=part))
        elif pick == BOTH:
            result[part] = [*kept[part], *(value for value in gone.get(part) or () if value not in kept[part])]
        elif pick == GONE:
            result |= {key: gone.get(key) for key in keys}
    if faults:
        raise Faulty(faults)
    return result


def merge(session: Session, merger: Merger, by: User, tolerance_m: float) -> int:
    """Let one entry be part of another; gives the number of the one that stays. Doing it twice changes nothing.

    Everything that hung on the one hangs on the other from now on, its address leads there, and both histories stay. Faulty;
    AlreadyDecided where one of the two is public no more, or is not what was `seen`.
    """
    places.changed(session)  # first, so that of two who merge at once the second sees what the first has done
    subject, kept, gone = merger.subject, merger.kept, merger.gone
    why = checked(merger.why, "why", REASON_LIMIT) or WHY
    if _done(session, merger):
        return kept
    mine, theirs = (contents.of_entry(session, subject, number).everything for number in (kept, gone))
    content = chosen(mine, theirs, merger.picks)
    _check_still(session, merger)
    rows = departures.hanging(session, subject, gone)
    rows["kept_confirmed_on"] = _day(versions.entry_of(session, subject, kept).confirmed_on)
    confirmed = _last_confirmed(session, subject, kept, gone)
    runners = _runner(session, subject, gone), _runner(session, subject, gone if merger.picks.get("group_name") == GONE else kept)
    _rebase(session, merger, content)
    publish.change(session, subject, kept, content, tolerance_m, Made(Act.merged, by, why))
    if subject == Subject.asset:
        _run_by(session, kept, runners[1])
        links.runner_changed(session, gone, *runners)
    rows = moving.move(session, Move(subject, gone, kept, _taken(merger)), rows)
    entry = versions.entry_of(session, subject, kept)
    entry.confirmed_on, rows["kept_version"] = confirmed, entry.version
    _rebased(session, merger, entry.version)
    session.add(Step(user_id=by.id, act="merged", subject=subject, entry_id=kept, words=f"{gone} into {kept}"))
    departures.depart(session, subject, gone, Made(Act.merged, by, why), into=kept, rows=rows)
    return kept


def undo(session: Session, subject: Subject, gone_id: int, by: User, tolerance_m: float) -> None:
    """Take two entries apart again: the one that went is public as it was, with what still hangs where the merger had moved it; the
    other says what it did before, unless it was changed since. NotFound where it was not merged (any more)."""
    places.changed(session)  # first, as above
    session.expire_all()
    gone = whereabouts.departure_of(session, subject, gone_id)
    if gone is None or gone.into_id is None:
        raise NotFound("These two are not merged any more.")
    kept, number = whereabouts.goal(session, subject, gone_id), gone.rows.get("kept_version")
    made = Made(Act.restored, by, "They were not the same after all")
    last, rows = versions.history(session, subject, gone_id)[0], gone.rows
    departures.bring_back(session, subject, gone_id, last, tolerance_m, made)
    if kept is not None and number and versions.entry_of(session, subject, kept).version == number:
        now = contents.of_entry(session, subject, kept).everything
        before = versions.whole(session, versions.get(session, subject, kept, number - 1), now)
        publish.change(session, subject, kept, before, tolerance_m, made)
        _unconfirm(session, subject, kept, rows)
    if kept is not None:
        distinguish(session, subject, (kept, gone_id), by)
    session.add(Step(user_id=by.id, act="unmerged", subject=subject, entry_id=gone_id, words=f"{gone_id} from {kept}"))
    session.flush()


def distinguish(session: Session, subject: Subject, pair: tuple[int, int], by: User) -> None:
    """Say that two entries are not the same, so that nobody is asked again. Saying it twice changes nothing."""
    first, second = sorted(pair)
    if first == second or any(session.get(MODELS[subject], number) is None for number in pair):
        raise NotFound("One of these two is not in the register any more.")
    session.execute(select(Place.id).with_for_update())  # one at a time, so that the second finds that it was said
    if session.get(Distinction, (subject, first, second)) is None:
        session.add(Distinction(subject=subject, first_id=first, second_id=second, user_id=by.id))
        session.flush()


def mergers(session: Session, subject: Subject, most: int = 50) -> list[Departure]:
    """What was merged last."""
    query = select(Departure).where(Departure.subject == subject, Departure.into_id.is_not(None))
    return list(session.scalars(query.order_by(Departure.made_at.desc(), Departure.entry_id.desc()).limit(most)))


def _done(session: Session, merger: Merger) -> bool:
    """Whether the two are one already; AlreadyDecided where one of them is not there any more."""
    if merger.kept == merger.gone or merger.subject not in MODELS:
        raise NotFound("Choose two entries.")
    model = MODELS[merger.subject]
    kept, gone = (session.get(model, number, populate_existing=True) for number in (merger.kept, merger.gone))
    if kept is not None and gone is None and whereabouts.goal(session, merger.subject, merger.gone) == merger.kept:
        return True
    if kept is None or gone is None:
        raise AlreadyDecided("One of these two is not in the register any more. Somebody may have merged or closed it.")
    return False


def _check_still(session: Session, merger: Merger) -> None:
    if seal(session, merger.subject, merger.kept, merger.gone) != merger.seen:
        raise AlreadyDecided("Somebody has changed one of these two since you opened them. Look at them again before you decide.")


def _hides_more(one: Content, other: Content) -> bool:
    if openness(one) == openness(other):
        return other.get("lon") is None and one.get("lon") is not None
    return openness(one) > openness(other)


def _taken(merger: Merger) -> set[str]:
    """The keys of the content that come from the entry that goes."""
    picked = {part for part, pick in merger.picks.items() if pick == GONE}
    return {key for part in picked for key in PARTS.get(part, (part,))}


def _last_confirmed(session: Session, subject: Subject, *ids: int) -> Any:
    """When somebody last said that one of them is right: merging says nothing about that."""
    return max((day for number in ids if (day := versions.entry_of(session, subject, number).confirmed_on)), default=None)


def _unconfirm(session: Session, subject: Subject, kept: int, rows: Mapping[str, Any]) -> None:
    """Take back the day that an entry had from the other one, unless somebody has confirmed it since."""
    entry, own = versions.entry_of(session, subject, kept), rows.get("kept_confirmed_on")
    if "kept_confirmed_on" in rows and _day(entry.confirmed_on) == max(own or "", rows.get("confirmed_on") or ""):
        entry.confirmed_on = date.fromisoformat(own) if own else None


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _runner(session: Session, subject: Subject, entry_id: int) -> int | None:
    return session.get_one(Asset, entry_id).group_id if subject == Subject.asset else None


def _run_by(session: Session, asset_id: int, group_id: int | None) -> None:
    """Let this very group run an asset: its name alone may be another's, too."""
    asset = session.get_one(Asset, asset_id)
    if asset.group_id != group_id:
        asset.group_id = group_id
        session.flush()
        session.expire(asset, ["group"])
        links.handed_over(session, [asset_id])


def _rebase(session: Session, merger: Merger, content: Content) -> None:
    """Let changes that wait for the entry that goes be changes to the one that stays: what they change, and nothing else."""
    versions.keep_first(session, merger.subject, merger.gone)
    for waiting in session.scalars(_waiting(merger, merger.gone)).all():
        before = versions.everything(session, versions.get(session, merger.subject, merger.gone, max(waiting.base, 1)))
        changed = {key: value for key, value in waiting.content.items() if value != before.get(key)}
        for keys in PARTS.values():
            changed |= {key: waiting.content[key] for key in keys if key in waiting.content and set(keys) & set(changed)}
        waiting.content = content | (changed if waiting.wish == Wish.change else {})
        waiting.target_id, waiting.base = merger.kept, -1
    session.flush()


def _rebased(session: Session, merger: Merger, number: int) -> None:
    for waiting in session.scalars(_waiting(merger, merger.kept).where(Submission.base == -1)).all():
        waiting.base = number
    session.flush()


def _waiting(merger: Merger, target: int) -> Any:
    mine = Submission.subject == merger.subject, Submission.target_id == target, Submission.status == Status.waiting
    return select(Submission).where(*mine)
