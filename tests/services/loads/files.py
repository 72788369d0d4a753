"""Helpers of the tests about loading: older geographies, and a file looked at, described and loaded in one go."""

from dataclasses import replace
from pathlib import Path

import geopandas
from geoalchemy2 import WKBElement
from shapely import MultiPolygon
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from assetmap.models import Area, Geography, Indicator, Load, Observation
from assetmap.services import loads, sheets
from assetmap.services.loads import Preview

SAID = {"description": "What it is.", "source": "A table", "publisher": "An office", "licence": "OGL v3.0"}
OLDER = {
    "lsoa11": ("th_lsoa11_bgc.geojson", "LSOA11CD", "Small area (LSOA 2011)", "Small areas (LSOAs 2011)", "December 2011", 5),
    "ward13": ("th_ward2013_17old_bgc.geojson", "WD13CD", "Ward before 2014", "Wards before 2014", "December 2013", 3),
}


def add_geography(session: Session, shared: Path, key: str) -> None:
    """Load an older geography from the real boundaries."""
    name, code, one, several, vintage, level = OLDER[key]
    owner = Geography(key=key, name=one, plural=several, vintage=vintage, level=level, source="ONS", licence="OGL v3.0")
    session.add(owner)
    session.flush()
    frame = geopandas.read_file(shared / "data" / "boundaries" / name)
    shapes = [WKBElement(each.wkb, srid=4326) for each in (MultiPolygon(getattr(shape, "geoms", [shape])) for shape in frame.geometry)]
    rows = [{"geography_id": owner.id, "code": each, "name": each, "shape": shape} for each, shape in zip(frame[code], shapes, strict=True)]
    session.execute(insert(Area), rows)


def look(session: Session, content: str | bytes, name: str = "table.csv", **more: object) -> Preview:
    """A file as it is understood, with everything said that a person must say; `more` are parts of the mapping."""
    raw = content.encode() if isinstance(content, str) else content
    found = sheets.read(raw, name)
    mapping = loads.guess(session, found, name)
    said = {label: replace(facts, **SAID) if facts.is_new else facts for label, facts in mapping.indicators.items()}
    return loads.look(session, found, replace(mapping, **({"indicators": said} | more)))


def bring(session: Session, content: str | bytes, name: str = "table.csv", **more: object) -> Load:
    """Load a file; what is held is meant."""
    preview = look(session, content, name, **more)
    raw = content.encode() if isinstance(content, str) else content
    return loads.load(session, preview, raw, name, None, {each.key for each in preview.held})


def kept(session: Session, key: str) -> dict[tuple[str, str], tuple[object, ...]]:
    """What is kept of an indicator: (code, period) to (value, lower, upper, state)."""
    query = select(Area.code, Observation).join(Area, Area.id == Observation.area_id).join(Observation.indicator)
    rows = session.execute(query.where(Indicator.key == key).execution_options(populate_existing=True))
    return {(code, each.period): (each.value, each.lower, each.upper, each.state.value) for code, each in rows}


def everything(session: Session) -> set[tuple[object, ...]]:
    """All observations, and all indicators, as they are."""
    names = (Observation.indicator_id, Observation.period, Observation.area_id, Observation.value, Observation.lower, Observation.state)
    rows = {tuple(row) for row in session.execute(select(*names))}
    return rows | {
        tuple(row) for row in session.execute(select(Indicator.key, Indicator.title, Indicator.source_url, Indicator.updated_on))
    }


def wards(session: Session) -> list[Area]:
    """The wards that are loaded."""
    return list(session.scalars(select(Area).join(Area.geography).where(Geography.key == "ward25").order_by(Area.code)))


def ward_table(session: Session, heading: str = "Ward code,2021,2022", cells: str = "{n}.5,{n}", **instead: str) -> str:
    """A table of all wards by code; `instead` are the cells of a ward by its code."""
    rows = [f"{ward.code},{instead.get(ward.code, cells.format(n=n))}" for n, ward in enumerate(wards(session), 1)]
    return "\n".join([heading, *rows]) + "\n"
