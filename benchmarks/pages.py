"""Pages as a visitor asks for them: cold, after a change of the register, and warm; each beside the bare SQL it sends."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.models import Area, Asset, Geography
from assetmap.services import places
from benchmarks.floors import compare
from benchmarks.measure import Report, Run, nothing
from benchmarks.register import COMMON_WORD, RARE_WORD
from benchmarks.town import Town

PROFILE_COLD_MS, PROFILE_WARM_MS, PROFILE_SIZE = 150.0, 15.0, 100_000


def measure(report: Report, town: Town) -> None:
    """Measure every page, cold and warm."""
    for path in paths(town):
        ask = over_http(town, path)
        for what, before, most in (("cold", town.change, PROFILE_COLD_MS), ("warm", nothing, PROFILE_WARM_MS)):
            limited = "neighbourhoods/" in path and town.size <= PROFILE_SIZE
            row = town.row(f"{path} {what}", limit=most if limited else None)
            report.add(lambda row=row, ask=ask, before=before: compare(town.engine, row, ask, before))  # type: ignore[misc]


def paths(town: Town) -> list[str]:
    """The addresses to measure."""
    with Session(town.engine) as session:
        ward = session.scalar(
            select(Area.code).join(Area.geography).where(Geography.key == places.current(session).neighbourhood_geography).limit(1)
        )
        middle = session.scalar(select(Asset.id).where(Asset.cell.is_not(None)).order_by(Asset.id).offset(town.size // 2).limit(1))
    return [
        "/assets",
        "/assets?category=libraries",
        f"/assets?q={COMMON_WORD}",
        f"/assets?q={RARE_WORD}",
        "/assets?page=100",
        "/assets?near=E1+0AA",
        f"/assets/{middle}",
        f"/neighbourhoods/{ward}",
        f"/neighbourhoods/{ward}/profile.csv",
        f"/api/v1/neighbourhoods/{ward}",
        "/map",
        "/map/list?bbox=-0.06,51.51,-0.04,51.53",
        "/map/list?bbox=-0.2,51.4,0.2,51.6",
        "/map/list?bbox=-0.06,51.51,-0.04,51.53&near=-0.05,51.52",
        "/api/v1/assets?limit=100",
        "/",
    ]


def over_http(town: Town, path: str) -> Run:
    """Ask for a page, and insist on an answer."""
    client = town.client

    def run() -> None:
        answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}: {answer.text[:300]}")

    return run
