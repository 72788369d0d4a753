"""Very many rows: the foreign keys that are left aside meanwhile are the same afterwards, and still hold."""

import pytest
from sqlalchemy import inspect, text

from assetmap.models import Observation
from assetmap.services.loads import bulk
from assetmap.services.loads.write import COLUMNS
from tests.services.loads.files import bring, kept, ward_table


def keys(session) -> list[dict[str, object]]:
    inspector = inspect(session.connection())
    inspector.clear_cache()
    return sorted(inspector.get_foreign_keys("observations"), key=lambda key: str(key["name"]))


def test_foreign_keys_are_the_same_after_a_large_load(session, monkeypatch):
    monkeypatch.setattr(bulk, "MANY", 10)
    before = keys(session)
    bring(session, ward_table(session), "cold.csv")
    assert keys(session) == before
    assert len(kept(session, "cold")) == 40


def test_a_row_that_refers_to_nothing_is_refused_in_a_large_load_too(session, monkeypatch):
    monkeypatch.setattr(bulk, "MANY", 1)
    row = [[999_999], ["2021"], [1], [1.0], [None], [None], ["known"], [None]]
    with pytest.raises(Exception, match="(?i)foreign key"), session.begin_nested():  # the driver's own, or SQLAlchemy's
        with bulk.without_references(session, Observation.__table__, 1):
            bulk.insert(session, "observations", COLUMNS, row)
        session.execute(text("SELECT 1"))


def test_any_number_of_rows_is_written(session):
    session.execute(text("CREATE TEMPORARY TABLE counted (a INTEGER, b INTEGER)"))
    bulk.insert(session, "counted", ("a", "b"), [list(range(250)), [7] * 250])
    assert session.execute(text("SELECT count(*), sum(a), sum(b) FROM counted")).one() == (250, 31_125, 1750)
