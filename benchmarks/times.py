"""What is open now or on a day: list, counts and tiles under `when`, after a change that is none of times, and when all is kept."""

from datetime import UTC, date, datetime, time

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from assetmap import db
from assetmap.models import Asset, Schedule
from assetmap.services import places
from benchmarks.floors import compare
from benchmarks.measure import Report, Run, nothing
from benchmarks.town import Town

WORDS = ("now", "today", "weekend", "tuesday")
PATHS = ("/assets?when={}", "/api/v1/assets?limit=100&when={}", "/map/list?bbox=-0.06,51.51,-0.04,51.53&when={}")
RULES = ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "FREQ=WEEKLY;BYDAY=TU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU", "FREQ=MONTHLY;BYDAY=1TU")
BITS = (31, 2, 96, 2)
AT_ONCE = 10_000


def measure(report: Report, town: Town) -> None:
    """Measure every question cold (after a change of the register; what it says of times is kept through that) and warm."""
    fill(town)
    for path in (each.format(word) for each in PATHS for word in WORDS):
        for what, before in (("cold", town.change), ("warm", nothing)):
            row, run = town.row(f"{path} {what}"), asking(town, path)
            report.add(lambda row=row, run=run, before=before: compare(town.engine, row, run, before))  # type: ignore[misc]


def asking(town: Town, path: str) -> Run:
    """Ask for a page, and insist on an answer."""
    client = town.client

    def run() -> None:
        answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}: {answer.text[:300]}")

    return run


def fill(town: Town) -> None:
    """Give four assets in five a time; of each fourth one of them a day that is closed."""
    with Session(db.writer(town.engine)) as session, session.begin():
        ids = list(session.scalars(select(Asset.id).order_by(Asset.id)))
        rows = [row(number, asset_id) for number, asset_id in enumerate(ids) if number % 5]
        for start in range(0, len(rows), AT_ONCE):
            session.execute(insert(Schedule), rows[start : start + AT_ONCE])
        places.changed(session)


def row(number: int, asset_id: int) -> dict[str, object]:
    """A schedule by its number."""
    today = datetime.now(UTC).date()
    closed = [{"date": today.isoformat(), "closed": True}] if number % 4 == 0 else []
    kind = number % len(RULES)
    return {
        **{
            "asset_id": asset_id,
            "position": 0,
            "kind": "hours",
            "starts_on": date(2025, 1, 1),
            "rule": RULES[kind],
            "weekdays": BITS[kind],
        },
        **{"starts_at": time(number % 20), "ends_at": time(number % 20 + 3), "exceptions": closed},
    }
