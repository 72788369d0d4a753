"""Times come with a package, are checked like everybody's, and go out as they came in."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from assetmap.models import Act, Asset, Group, Schedule, Subject
from assetmap.services import contents, packages, publish, schedules
from assetmap.services.packages import times
from assetmap.services.versions import Made
from tests.conftest import TOLERANCE_M
from tests.services.packages.broken import Folder

TUESDAYS = {"kind": "hours", "rule": "FREQ=WEEKLY;BYDAY=TU", "starts_on": "2026-01-06", "starts_at": "10:00", "ends_at": "12:00"}
CLOSED = {"exceptions": [{"date": "2026-12-29", "closed": True}], "term_time": True, "until": "2027-07-20", "note": "Ring the bell"}
FAIR = {"kind": "event", "title": "Fair", "starts_on": "2026-06-06", "starts_at": "11:00", "ends_at": "16:00"}


def load(session, folder):
    packages.load(session, packages.read(folder.path), TOLERANCE_M)


def timed(tmp_path, given, name="assets"):
    """A folder in which the first row of a table has times, or whatever stands there."""
    folder = Folder(tmp_path / "place")
    text = given if isinstance(given, str) else json.dumps(given)
    folder.column(name, "schedules", "")
    folder.cell(name, 2, "schedules", text)
    return folder


@pytest.mark.parametrize(("name", "model", "subject"), [("assets", Asset, Subject.asset), ("groups", Group, Subject.group)])
def test_times_go_out_as_they_came_in_and_go_with_the_column(session, tmp_path, name, model, subject):
    given = [TUESDAYS | CLOSED, FAIR]
    folder = timed(tmp_path, given, name)
    load(session, folder)
    out = schedules.as_texts(session, subject, session.scalars(select(model.id)).all())
    assert [json.loads(text) for text in out.values()] == [given]
    before = session.scalar(select(func.max(Schedule.id)))
    load(session, folder)
    assert session.scalar(select(func.max(Schedule.id))) == before
    load(session, Folder(tmp_path / "without"))
    assert session.scalar(select(func.count()).select_from(Schedule)) == 0


def test_times_that_people_changed_stay(session, tmp_path):
    folder = timed(tmp_path, [TUESDAYS])
    load(session, folder)
    number = session.scalar(select(Schedule.asset_id))
    content = contents.of_entry(session, Subject.asset, number).everything
    changed = [content["schedules"][0] | {"starts_at": "09:00"}]
    publish.change(session, Subject.asset, number, content | {"schedules": changed}, TOLERANCE_M, Made(Act.changed))
    load(session, folder)
    assert [f"{row.starts_at:%H:%M}" for row in schedules.of_entry(session, Subject.asset, number)] == ["09:00"]


def test_the_example_of_the_manual_is_one(tmp_path):
    manual = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
    example = manual.partition("```json\n[{")[2].partition("```")[0]
    assert timed(tmp_path, json.loads("[{" + example)).faults() == []
    assert len(times.read("[{" + example)) == 2


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("Tuesdays", "assets.csv, row 2, schedules: give a JSON list of times"),
        ([1], "assets.csv, row 2, schedules: give a JSON list of times"),
        ([{**TUESDAYS, "starts_on": ""}], "assets.csv, row 2, schedules: time 1, starts_on: this is missing."),
        ([TUESDAYS, {**TUESDAYS, "starts_at": "ten"}], "assets.csv, row 2, schedules: time 2, "),
    ],
)
def test_what_is_no_time_is_named_with_its_row(tmp_path, given, said):
    assert [fault for fault in timed(tmp_path, given).faults() if fault.startswith(said)]
