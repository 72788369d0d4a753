"""Loading a table of two million figures: read, checked and written, beside the bare insert of the same rows."""

import io

import numpy as np
import pandas as pd
from sqlalchemy import delete, insert, text
from sqlalchemy.orm import Session

from assetmap import db
from assetmap.models import Area, Geography, Observation
from assetmap.models.loads import Load
from assetmap.services import loads, sheets
from assetmap.services.loads import bulk
from assetmap.services.loads.write import COLUMNS
from assetmap.services.sheets.columns import Column, Role
from benchmarks.measure import Report, Row, once, timing
from benchmarks.town import Town

AREAS, PERIODS, INDICATORS = 20_000, 10, 10
FIGURES = AREAS * PERIODS * INDICATORS
ROWS_A_SECOND = 50_000
NAME = "figures.csv"


def measure(report: Report, town: Town) -> None:
    """Load the table as a person would, and write its rows bare; once for each database, however large its register."""
    if any(row.database == town.database and row.what.startswith("load ") for row in report.rows):
        return
    areas(town)
    content = table()
    taken = once(lambda: load(town, content))
    bare = write(town)
    limit = FIGURES / ROWS_A_SECOND * 1000
    note = f"{FIGURES / taken:,.0f} rows a second; {FIGURES / bare:,.0f} for the bare insert"
    row = Row(town.database, town.size, f"load {FIGURES:,} figures", timing([taken]), limit=limit, note=note)
    report.add(lambda: row)
    bare_row = Row(town.database, town.size, f"bare insert of {FIGURES:,} figures", timing([bare]))
    report.add(lambda: bare_row)
    forget(town)


def areas(town: Town) -> None:
    """Areas of a made-up geography."""
    with Session(db.writer(town.engine)) as session, session.begin():
        owner = Geography(key="made", name="Made-up", plural="Made-up areas", vintage="none", level=9, source="none", licence="none")
        session.add(owner)
        session.flush()
        session.execute(insert(Area), [{"geography_id": owner.id, "code": f"X{n:08d}", "name": f"Area {n}"} for n in range(AREAS)])


def table() -> bytes:
    """A long table in CSV: code, period, indicator, value."""
    numbers = np.random.default_rng(1)
    frame = pd.DataFrame(
        {
            "code": np.tile([f"X{n:08d}" for n in range(AREAS)], PERIODS * INDICATORS),
            "year": np.repeat([str(2011 + n) for n in range(PERIODS)], AREAS * INDICATORS),
            "indicator": np.tile(np.repeat([f"Indicator {n}" for n in range(INDICATORS)], AREAS), PERIODS),
            "value": numbers.normal(100, 20, FIGURES).round(3),
        }
    )
    file = io.StringIO()
    frame.to_csv(file, index=False)
    return file.getvalue().encode()


def mapping() -> loads.Mapping:
    """What the columns are."""
    roles = {"code": Role.CODE, "year": Role.PERIOD, "indicator": Role.INDICATOR, "value": Role.VALUE}
    facts = {"description": "Made up.", "measure": "score", "source": "none", "publisher": "none", "licence": "none"}
    described = {f"Indicator {n}": loads.Facts(key=f"made_{n}", title=f"Made-up {n}", **facts) for n in range(INDICATORS)}
    return loads.Mapping(columns=[Column(heading, role) for heading, role in roles.items()], indicators=described)


def load(town: Town, content: bytes) -> None:
    """From the file's bytes to the committed transaction."""
    with Session(db.writer(town.engine)) as session, session.begin():
        preview = loads.look(session, sheets.read(content, NAME), mapping())
        loads.load(session, preview, content, NAME, None, {each.key for each in preview.held})


def write(town: Town) -> float:
    """How many seconds the same rows take that were just loaded, written again without anything else."""
    with Session(db.writer(town.engine)) as session, session.begin():
        found = session.execute(text(f"SELECT {', '.join(COLUMNS)} FROM observations WHERE load_id IS NOT NULL")).all()  # noqa: S608
        session.execute(delete(Observation).where(Observation.load_id.is_not(None)))
        values = [list(column) for column in zip(*found, strict=True)]
        with bulk.without_references(session, Observation.__table__, len(found)):
            return once(lambda: bulk.insert(session, "observations", COLUMNS, values))


def forget(town: Town) -> None:
    """Leave nothing behind."""
    with Session(db.writer(town.engine)) as session, session.begin():
        session.execute(delete(Observation).where(Observation.load_id.is_not(None)))
        session.execute(text("DELETE FROM indicators WHERE key LIKE 'made\\_%' ESCAPE '\\'"))
        session.execute(delete(Load))
        session.execute(delete(Geography).where(Geography.key == "made"))
