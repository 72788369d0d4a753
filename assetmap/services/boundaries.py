"""Boundaries of a whole geography, loaded or replaced in one transaction, and what must follow whenever boundaries change."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from geoalchemy2 import WKBElement
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap.errors import Fault
from assetmap.geo.boundaries import bounds
from assetmap.models import Area, Geography, GroupArea, Indicator, Observation
from assetmap.services import crosswalks, patches, places, tiles
from assetmap.services.packages.cells import limit
from assetmap.services.upsert import forget, pieces, upsert
from assetmap.services.words import unsafe

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
OF_RESIDENTS = "own"  # what residents draw, see services/drawn.py: never loaded over


@dataclass(frozen=True)
class GeographyFacts:
    """What is said about a geography; where it is known already, what is left empty stays as it was."""

    key: str
    name: str = ""
    plural: str = ""
    vintage: str = ""
    level: int | None = None
    source: str = ""
    licence: str = ""
    overlapping: bool = False


@dataclass(frozen=True)
class Change:
    """What loading would do: areas that are new and that stay, those that go, and what goes with them."""

    new: int
    kept: int
    gone: list[str]
    figures: list[tuple[str, int]]
    groups: int
    shared: list[tuple[str, int]]

    @property
    def takes_away(self) -> bool:
        """Whether anything is lost."""
        return bool(self.gone)


def settled(session: Session, facts: GeographyFacts) -> GeographyFacts:
    """The facts with what is known already in the place of what is empty."""
    known = session.scalar(select(Geography).where(Geography.key == facts.key))
    given = {each.name: getattr(facts, each.name) for each in fields(facts)}
    if known is not None:
        given |= {name: getattr(known, name) for name, value in given.items() if value in ("", None, False)}
    return GeographyFacts(**given)


def fact_faults(session: Session, facts: GeographyFacts, areas_given: int) -> list[Fault]:
    """Everything wrong with what is said about a geography."""
    faults = [] if KEY.fullmatch(facts.key) else [Fault("a key is small letters, digits and _, such as ward25.", source="--geography")]
    if facts.key == OF_RESIDENTS:
        faults.append(Fault("this key is that of what residents draw; choose another.", source="--geography"))
    for name in ("name", "plural", "vintage", "source", "licence"):
        text, longest = getattr(facts, name), limit(Geography, name) or 0
        if not text or unsafe(text) or len(text) > longest:
            faults.append(Fault(f"say this, in at most {longest} characters.", source=f"--{name}"))
    if facts.level is None:
        faults.append(Fault("say how large the areas are: a larger area has a smaller level.", source="--level"))
    place = places.current(session)
    if facts.key == place.whole_geography and areas_given != 1:
        faults.append(Fault(f"this stands for the whole place, so it must be one area and not {areas_given}.", source="--geography"))
    return faults


def text_faults(frame: Any, source: str) -> list[Fault]:
    """Codes and names that cannot be kept."""
    faults = []
    for name in ("code", "name"):
        longest = limit(Area, name) or 0
        for row, text in enumerate(frame[name], start=1):
            if len(text) > longest:
                faults.append(Fault(f"this has {len(text)} characters; at most {longest} are kept.", source, row, name))
            elif unsafe(text) or not text:
                faults.append(Fault("this is empty or has characters that cannot be shown.", source, row, name))
    return faults


def compare(session: Session, key: str, codes: list[str]) -> Change:
    """What would change if a geography had these areas and no others."""
    query = select(Area.code, Area.id).join(Area.geography).where(Geography.key == key)
    known = {row.code: row.id for row in session.execute(query)}
    gone = sorted(set(known) - set(codes))
    ids = [known[code] for code in gone]
    lost = select(Indicator.title, func.count()).join(Observation, Observation.indicator_id == Indicator.id).group_by(Indicator.title)
    linked = select(func.count()).select_from(GroupArea)
    same = select(Geography.plural, Geography.vintage, func.count()).join(Area, Area.geography_id == Geography.id)
    same = same.where(Geography.key != key).group_by(Geography.plural, Geography.vintage)
    figures: Counter[str] = Counter()
    shared: Counter[str] = Counter()
    groups = 0
    for some in pieces(ids):
        figures.update({row[0]: row[1] for row in session.execute(lost.where(Observation.area_id.in_(some)))})
        groups += session.scalar(linked.where(GroupArea.area_id.in_(some))) or 0
    for part in pieces(codes):
        shared.update({f"{plural} ({vintage})": count for plural, vintage, count in session.execute(same.where(Area.code.in_(part)))})
    new, kept = len(set(codes) - set(known)), len(set(codes) & set(known))
    return Change(new, kept, gone, sorted(figures.items()), groups, list(shared.items()))


def write(
    session: Session, facts: GeographyFacts, frame: Any, tolerance_m: float, progress: Callable[[str], None] = lambda step: None
) -> int:
    """Keep a geography and its areas (a checked frame), link every asset anew; gives how many links there are."""
    row = {each.name: getattr(facts, each.name) for each in fields(facts)}
    number = upsert(session, Geography, ["key"], [row])[facts.key]
    progress("areas")
    shapes = [WKBElement(shape, srid=4326) for shape in frame.geometry.to_wkb()]
    columns = zip(frame["code"], frame["name"], shapes, strict=True)
    rows = [{"geography_id": number, "code": code, "name": name, "shape": shape} for code, name, shape in columns]
    known = upsert(session, Area, ["geography_id", "code"], rows)
    mine = {(number, row["code"]) for row in rows}
    gone = [known[key] for key in known if key not in mine and key[0] == number]  # type: ignore[index]
    forget(session, Area, gone)
    session.expire_all()
    place = places.current(session)
    if facts.key == place.whole_geography:
        place.west, place.south, place.east, place.north = bounds(frame)
    progress("links")
    total = patches.link_everything(session, tolerance_m)
    progress("lookups")
    boundaries_changed(session, facts.key)
    return total


def boundaries_changed(session: Session, key: str) -> None:
    """After the areas of a geography (key) have changed: everything worked out from boundaries is made anew."""
    number = session.scalar(select(Geography.id).where(Geography.key == key))
    if number is not None:
        tiles.build(session, number)
    crosswalks.refresh(session, key)
    places.figures_changed(session)
