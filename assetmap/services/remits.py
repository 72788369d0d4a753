"""What a steward looks after: areas, categories, or a category in an area. A steward without any such limit looks after everything."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from assetmap.geo.boundaries import inside_point
from assetmap.geo.shapes import as_wkb
from assetmap.models import AreaLookup, Remit, Subject, Submission, User
from assetmap.services import areas, groups, patches, themes, versions
from assetmap.services.accounts import ADMINISTRATORS, is_one_of
from assetmap.services.contents import Content, of_entry
from assetmap.services.vocabulary import vocabulary
from assetmap.services.whereabouts import departure_of

NEAR_M = 150.0  # generalised river banks lie up to so far inland
Point = tuple[float, float]
Entry = tuple[Subject, int]


@dataclass
class Facts:
    """What decides who looks after an entry: where it is (degrees, or ids of areas it names), what it is about (ids of categories)."""

    point: Point | None = None
    areas: set[int] = field(default_factory=set)
    categories: set[int] = field(default_factory=set)


def limits(session: Session, user: User) -> list[Remit]:
    """What a steward is limited to, any of it; empty means everything. Administrators are never limited."""
    if is_one_of(user, ADMINISTRATORS):
        return []
    return of(session, user)


def of(session: Session, user: User) -> list[Remit]:
    """The limits written down for a person, whatever their role."""
    query = select(Remit).where(Remit.user_id == user.id).options(joinedload(Remit.area), joinedload(Remit.category))
    return list(session.scalars(query.order_by(Remit.id)))


def covers(session: Session, user: User, submission: Submission) -> bool:
    """Whether what was sent is a steward's to decide on: a change by what it changes, a new entry by what it says."""
    return bool(covered(session, user, [submission]))


def covers_entry(session: Session, user: User, subject: Subject, entry_id: int) -> bool:
    """Whether an asset or a group, public or gone, is a steward's to look after; NotFound where there never was one."""
    own = limits(session, user)
    return not own or _any(session, own, [_of_entry(session, subject, entry_id)])[0]


def covered(session: Session, user: User, submissions: Sequence[Submission]) -> list[Submission]:
    """Those of what was sent that are a steward's to decide on, in their order."""
    own = limits(session, user)
    if not own:
        return list(submissions)
    found = _any(session, own, [_of_submission(session, each) for each in submissions])
    return [each for each, mine in zip(submissions, found, strict=True) if mine]


def facts_of(session: Session, found: Sequence[Submission | Entry], geographies: Collection[int]) -> list[Facts]:
    """What decides who looks after submissions and published entries (a subject and an id), with their areas of some geographies."""
    facts = [_of_submission(session, each) if isinstance(each, Submission) else _of_entry(session, *each) for each in found]
    _place(session, facts, geographies)
    return facts


def geographies_of(own: Iterable[Remit]) -> set[int]:
    """The geographies (ids) whose areas limits name."""
    return {remit.area.geography_id for remit in own if remit.area is not None}


def within(own: Sequence[Remit], facts: Facts) -> bool:
    """Whether what has these facts, placed in the geographies of the limits, is in any of them; no limits take everything in."""
    return not own or any(_takes_in(remit, facts) for remit in own)


def _any(session: Session, own: Sequence[Remit], facts: Sequence[Facts]) -> list[bool]:
    """For each of the facts whether any limit takes it in."""
    _place(session, facts, geographies_of(own))
    return [within(own, each) for each in facts]


def _place(session: Session, facts: Sequence[Facts], geographies: Collection[int]) -> None:
    """Add the areas of some geographies that points lie in."""
    placed = [each for each in facts if each.point is not None]
    held = patches.areas_of_points(session, [each.point for each in placed if each.point], NEAR_M, geographies)
    for each, found in zip(placed, held, strict=True):
        each.areas |= found


def _takes_in(remit: Remit, facts: Facts) -> bool:
    here = remit.area_id is None or remit.area_id in facts.areas
    return here and (remit.category_id is None or remit.category_id in facts.categories)


def _of_submission(session: Session, submission: Submission) -> Facts:
    target = submission.target_id
    if target is not None and departure_of(session, submission.subject, target) is None:
        return _of_entry(session, submission.subject, target)
    return _of_content(session, submission.subject, submission.content)


def _of_entry(session: Session, subject: Subject, entry_id: int) -> Facts:
    if departure_of(session, subject, entry_id) is not None:  # what it said last decides
        return _of_content(session, subject, versions.everything(session, versions.history(session, subject, entry_id)[0]))
    facts = _of_content(session, subject, of_entry(session, subject, entry_id).everything)
    if subject == Subject.group:
        facts.areas |= groups.areas_of(session, entry_id)
        facts.categories |= themes.ids_of_groups(session).get(entry_id, frozenset())
    return facts


def _of_content(session: Session, subject: Subject, content: Content) -> Facts:
    if subject == Subject.area:
        return Facts(point=inside_point(as_wkb(content["shape"])))
    if subject == Subject.group:
        return Facts(areas=_with_larger(session, content.get("areas") or ()), categories=_categories(session, content.get("themes") or ()))
    lon, lat = content.get("lon"), content.get("lat")
    return Facts((lon, lat) if lon is not None and lat is not None else None, set(), _categories(session, [content.get("category")]))


def _categories(session: Session, slugs: Iterable[Any]) -> set[int]:
    known = (vocabulary(session).category(str(slug)) for slug in slugs)
    return {category.id for category in known if category is not None}


def _with_larger(session: Session, codes: Iterable[str]) -> set[int]:
    """The ids of neighbourhoods, and of the larger areas that at least half of one lies in."""
    named = {number for number, code, _title in areas.names(session) if code in set(codes)}
    query = select(AreaLookup.parent_id).where(AreaLookup.child_id.in_(named), AreaLookup.share >= areas.MOSTLY)
    return named | set(session.scalars(query))
