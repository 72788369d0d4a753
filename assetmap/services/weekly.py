"""The weekly letter to stewards: the three most useful things to do in what they look after. At most one a week; it can be stopped."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from assetmap.models import Link, Subject, User
from assetmap.models.columns import now
from assetmap.services import freshness, letters, queue, recurring, remits, worklists
from assetmap.services.accounts import STEWARDS, with_roles
from assetmap.services.freshness import Limits
from assetmap.services.letters import Words
from assetmap.services.queue import Item, Urgency
from assetmap.services.recurring import WEEKLY
from assetmap.services.whereabouts import MODELS, path
from assetmap.services.worklists import Waiting

KIND = "weekly"
MOST = 3
CANDIDATES = 40  # entries that are looked at to find one of a steward's own


@dataclass(frozen=True)
class Task:
    """One useful thing to do, in a sentence, and the path of the page to do it on."""

    words: str
    path: str


@dataclass(frozen=True)
class Site:
    """What letters are written with: the secret that signs, how addresses begin, and from when on entries are stale."""

    secret: str
    address: str
    within: Limits


def stewards(session: Session) -> list[User]:
    """Whoever looks after what waits."""
    return with_roles(session, STEWARDS)


def due(session: Session) -> list[User]:
    """The stewards who have had no letter this week and want one."""
    return [user for user in stewards(session) if recurring.is_due(session, WEEKLY, user.email)]


def write(session: Session, user: User, site: Site) -> bool:
    """Put a steward's letter into the box; false where they have had one this week or want none."""
    if not recurring.begin(session, WEEKLY, user.email):
        return False
    waiting = queue.everything(session, user)
    count = len(waiting) + worklists.claims_of(session, user).count + worklists.photos_of(session, user).count
    stop = recurring.stop_text(session, site.secret, WEEKLY, user.email)
    letters.write(session, KIND, user.email, letter(count, tasks(session, user, waiting, site.within), site, stop))
    return True


def tasks(session: Session, user: User, waiting: list[Item], within: Limits) -> list[Task]:
    """The three most useful things to do: first one of each kind (said by two people not to be right; sent and waiting; people
    who say that they answer for a group; photos; linked to many and stale), then more of the same, in that order."""
    reported = [_look(item) for item in waiting if item.urgency == Urgency.reported]
    others = [_decide(item) for item in waiting if Urgency.reported < item.urgency < Urgency.asked]
    stale = list(islice(_stale(session, user, within), MOST))
    kinds = (reported, others, _claims(worklists.claims_of(session, user)), _photos(worklists.photos_of(session, user)), stale)
    return [*(found[0] for found in kinds if found), *(task for found in kinds for task in found[1:])][:MOST]


def _look(item: Item) -> Task:
    if item.submission is not None:
        return Task(f"Two people or more say that {item.name} is not right any more, and somebody sent a change.", _page(item))
    return Task(f"{item.people} people say that {item.name} is not right any more. Look whether they are right.", "/moderation/reports")


def _decide(item: Item) -> Task:
    said = {Urgency.held: "is held for a second look", Urgency.answered: "can go on: its sender has answered"}
    return Task(f"{item.name} {said.get(item.urgency, 'has waited the longest')} ({age(item.waited)}). Say yes or no to it.", _page(item))


def _claims(found: Waiting) -> list[Task]:
    said = "1 person says that they answer" if found.count == 1 else f"{found.count} people say that they answer"
    return [Task(f"{said} for a group {_oldest(found)}. Say yes or no to it.", "/claims")] if found.count else []


def _photos(found: Waiting) -> list[Task]:
    said = "1 photo waits" if found.count == 1 else f"{found.count} photos wait"
    return [Task(f"{said} to be looked at {_oldest(found)}.", "/moderation/photos")] if found.count else []


def _oldest(found: Waiting) -> str:
    waited = age(now() - found.since) if found.since else ""
    return f"({waited})" if found.count == 1 else f"(the oldest {waited})"


def _page(item: Item) -> str:
    return f"/moderation/{item.submission.id}" if item.submission else "/moderation"


def age(waited: timedelta) -> str:
    """How long something has waited, in words."""
    if waited.days < 1:
        return "since today"
    return "for a day" if waited.days == 1 else f"for {waited.days} days"


def _stale(session: Session, user: User, within: Limits) -> Iterator[Task]:
    """Stale entries of a steward's own, those with the most links first: what most people would be led astray by."""
    rows = [row for subject in MODELS for row in _most_linked(session, subject, within.stale)]
    for _links, said, number, name, subject in sorted(rows, key=lambda row: (-row[0], row[1], row[2])):
        if remits.covers_entry(session, user, subject, number):
            words = f"Nobody has said since {said:%B %Y} that {name} is still right. Ring or walk by, then confirm it on its page."
            yield Task(words, path(subject, number))


def _most_linked(session: Session, subject: Subject, last: date) -> list[tuple[int, date, int, str, Subject]]:
    """Stale entries of a kind, the most linked first: how many links, the day that speaks for them, id, name and kind."""
    model = MODELS[subject]
    of_group = or_(Link.from_group_id == model.id, Link.to_group_id == model.id)
    ends = Link.to_asset_id == model.id if subject == Subject.asset else of_group
    links = select(func.count()).select_from(Link).where(ends, Link.ended_at.is_(None)).scalar_subquery()
    query = select(model, links.label("links")).where(freshness.until(model, last)).order_by(links.desc(), model.id).limit(CANDIDATES)
    return [(count, freshness.said_on(entry)[0], entry.id, entry.name, subject) for entry, count in session.execute(query)]


def letter(count: int, found: list[Task], site: Site, stop: str) -> Words:
    """The letter; `count` is how much waits."""
    opening = "Nothing waits for you this week." if not count else f"{count} {'thing waits' if count == 1 else 'things wait'} for you."
    useful = "The most useful thing to do:" if len(found) == 1 else "The most useful things to do:"
    listed = "".join(f"{number}. {task.words}\n   {site.address}{task.path}\n\n" for number, task in enumerate(found, 1))
    body = (
        f"Hello,\n\n{opening}{f' {useful}' if found else ' Thank you for keeping the map true.'}\n\n{listed}"
        f"All that waits: {site.address}/moderation\n\n"
        "You get this letter at most once a week because you are a steward of the community map. To stop it:\n"
        f"{site.address}/weekly/{stop}\n"
    )
    return Words(f"This week on the map: {opening[0].lower()}{opening[1:-1]}", body)
