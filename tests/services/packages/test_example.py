"""The made-up network of a package: checked like every table, loaded apart from the register, gone where the package has none."""

from datetime import date

import pytest
from sqlalchemy import func, select

from assetmap.errors import Faulty
from assetmap.models import Example, Group, Link
from assetmap.paths import PLACES
from assetmap.services import networks, packages
from assetmap.services.networks import Look
from assetmap.services.packages import example
from tests.conftest import TOLERANCE_M
from tests.services.packages.broken import Folder

E, C = "example_elements", "example_connections"
CELLS = [
    (E, 3, "Label", "", "example_elements.csv, row 3, Label: this is empty."),
    (E, 3, "Label", "Lantern Lane Lunch Club (example)", "example_elements.csv, row 3, Label: this stands here a second time."),
    (E, 3, "Label", "n" * 141, "example_elements.csv, row 3, Label: this has 141 characters; shorten it to 140."),
    (E, 3, "Description", "a\u202eb", "example_elements.csv, row 3, Description: this has characters that cannot be shown."),
    (E, 3, "Type", "Person", "example_elements.csv, row 3, Type: 'Person' is not known."),
    (E, 3, "Type", "", "example_elements.csv, row 3, Type: this is empty."),
    (E, 3, "Kind", "club", "example_elements.csv, row 3, Kind: 'club' is not known."),
    (E, 3, "Tags", "faith|moon", "example_elements.csv, row 3, Tags: 'moon' is not known."),
    (E, 3, "Languages", "klingon", "example_elements.csv, row 3, Languages: 'klingon' is not known."),
    (E, 3, "Areas", "E99", "example_elements.csv, row 3, Areas: 'E99' is not known."),
    (E, 3, "Longitude", "200", "example_elements.csv, row 3, Longitude: '200' is not in degrees."),
    (E, 3, "Latitude", "nan", "example_elements.csv, row 3, Latitude: 'nan' is not in degrees."),
    (E, 3, "Needs", "a room", "example_elements.csv, row 3, Needs: 'a room' is not such as: room (mon, tue): a room for ten."),
    (
        E,
        3,
        "Offers",
        "room (someday): x",
        "example_elements.csv, row 3, Offers: the days of 'room (someday): x' are not such as: mon, tue.",
    ),
    (E, 3, "Answered months ago", "-1", "example_elements.csv, row 3, Answered months ago: '-1' is not a whole number from 0 to 1200."),
    (C, 4, "From", "Nobody", "example_connections.csv, row 4, From: 'Nobody' is not known."),
    (C, 4, "From", "Lantern Lane Hall (example)", "example_connections.csv, row 4, From: 'Lantern Lane Hall (example)' is not known."),
    (C, 4, "To", "", "example_connections.csv, row 4, To: this is empty."),
    (C, 4, "To", "Silver Threads Sewing Bee (example)", "example_connections.csv, row 4, To: a link needs two different ends."),
    (C, 4, "From", "Night Bus Choir (example)", "example_connections.csv, row 4, To: this stands here a second time."),
    (C, 4, "Type", "member of", "example_connections.csv, row 4, To: 'member of' cannot be said of an asset."),
    (C, 4, "Type", "likes", "example_connections.csv, row 4, Type: 'likes' is not known."),
    (C, 4, "State", "rumoured", "example_connections.csv, row 4, State: 'rumoured' is not known."),
    (C, 4, "Made months ago", "", "example_connections.csv, row 4, Made months ago: this is empty."),
    (C, 4, "Since years ago", "9" * 5000, "example_connections.csv, row 4, Since years ago: "),
]


def load(session, path):
    return packages.load(session, packages.read(path), TOLERANCE_M)


def without_example(path):
    folder = Folder(path)
    folder.describe(lambda content: content.update(resources=[each for each in content["resources"] if each["name"] not in (E, C)]))
    return folder.path


@pytest.mark.parametrize(("table", "row", "column", "value", "expected"), CELLS)
def test_a_broken_cell_is_found_with_its_row_and_its_field(tmp_path, table, row, column, value, expected):
    folder = Folder(tmp_path / "place")
    folder.cell(table, row, column, value)
    assert any(fault.startswith(expected) for fault in folder.faults()), folder.faults()


def test_the_example_is_loaded_apart_from_the_register_and_twice_is_as_once(session):
    before = session.get(Example, "network").content
    assert before["links"] and before["nodes"] and before["notices"]
    load(session, PLACES / "tower-hamlets")
    assert session.get(Example, "network").content == before
    assert session.scalar(select(func.count()).select_from(Link)) == 0
    assert session.scalar(select(func.count()).where(Group.name.contains("(example)"))) == 0
    found = networks.look(session, Look())
    assert found.example and len(found.nodes) == 47


def test_a_package_without_one_takes_the_earlier_example_away(session, tmp_path):
    load(session, without_example(tmp_path / "place"))
    assert session.get(Example, "network") is None
    assert networks.example(session) is None
    load(session, PLACES / "tower-hamlets")
    assert networks.example(session) is not None


def test_a_broken_example_changes_nothing(session, tmp_path):
    folder = Folder(tmp_path / "place")
    folder.cell(C, 2, "Type", "likes")
    with pytest.raises(Faulty):
        load(session, folder.path)
    assert len(session.get(Example, "network").content["links"]) == 103


def test_days_are_counted_back_from_the_day_of_loading():
    package = packages.read(PLACES / "tower-hamlets")
    made = example.content(package, date(2040, 3, 1))
    first = made["links"][0]
    assert (first["source"], first["target"], first["kind"], first["directed"]) == ("xg1", "xa1", "meets_at", True)
    assert (first["made_on"], first["since"], first["stated_by"]) == ("2037-08-31", 2031, "both")
    kitchen = made["notices"][0]
    assert (kitchen["node"], kitchen["side"], kitchen["thing"], kitchen["weekdays"]) == ("xg1", "need", "kitchen", 2)
