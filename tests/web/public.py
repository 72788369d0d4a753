"""Everything the public can read, to look for what must not be there."""

import struct

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from assetmap import db
from assetmap.geo import cells
from tests.web.typed import INSIDE, sessions

PAGES = (
    *("/", "/map", "/about", "/groups", "/groups?q=shadwell", "/neighbourhoods", "/indicators", "/assets/new", "/groups/new"),
    *("/relations?x=assets&y=iod25_imd_score&geography=ward25", "/charts/assets-by-neighbourhood.csv"),
    *("/neighbourhoods/draw", "/geographies", "/networks/growth", "/networks/growth.csv", "/charts/network-growth.csv?example=yes"),
    "/notices",
    *("/neighbourhoods/E09000030", "/neighbourhoods/E05009332", "/neighbourhoods/E02000878", "/neighbourhoods/E01004289"),
    *("/neighbourhoods/E05009332/sheet", "/neighbourhoods/E05009332/profile.csv", "/api/v1/neighbourhoods/E05009332"),
    *(
        "/assets",
        "/assets?page=2",
        "/assets?page=3",
        "/assets?page=4",
        "/assets?view=table",
        "/assets?q=shadwell",
        "/assets?category=equipment",
    ),
    *(
        "/map/list?bbox=-0.06,51.51,-0.04,51.52",
        "/api/v1/",
        "/api/v1/assets?limit=1000",
        "/api/v1/assets?q=shadwell",
        "/api/v1/groups?limit=1000",
    ),
    *("/gaps", "/gaps?indicator=loneliness_pct", "/gaps.csv?indicator=loneliness_pct", "/api/v1/gaps?indicator=loneliness_pct"),
    *("/api/v1/indicators", "/api/v1/areas/ward25", "/api/v1/openapi.json"),
)


def addresses(lon: float, lat: float, *more: str) -> list[str]:
    """Public pages, and those that look closest at a place in degrees."""
    x, y, _cell = cells.place(lon, lat)
    tiles = [f"/api/v1/assets/tiles/{z}/{x >> (cells.ZOOM - z)}/{y >> (cells.ZOOM - z)}" for z in (0, 8, 12, 16, 20, 24)]
    return [*PAGES, *tiles, f"/assets?near={lon},{lat}", f"/map/list?near={lon},{lat}", *more]


def read(visitor: FlaskClient, *more: str, lon: float = INSIDE[0], lat: float = INSIDE[1]) -> dict[str, str]:
    """The text of every public page by its address."""
    found = {}
    for address in addresses(lon, lat, *more):
        answer = visitor.get(address)
        assert answer.status_code == 200, address
        found[address] = answer.text
    return found


def tables_with(app: Flask, *texts: str) -> set[str]:
    """The tables in which some row holds one of these texts, geometries included."""
    with sessions(app) as session:
        found = set()
        for name in db.Base.metadata.tables:
            rows = session.execute(text(f'SELECT * FROM "{name}"')).all()
            if any(each in plain(cell) for row in rows for cell in row for each in texts):
                found.add(name)
        return found


def plain(cell: object) -> str:
    """A cell as text; bytes as the hexadecimal digits that another database shows."""
    return cell.hex().upper() if isinstance(cell, bytes | memoryview) else str(cell)


def doubles(*numbers: float) -> list[str]:
    """How numbers look inside a geometry, in hexadecimal digits."""
    return [struct.pack("<d", number).hex().upper() for number in numbers]
