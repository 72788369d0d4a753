"""Streets of this place: loaded, walked on, forgotten."""

import pytest
from sqlalchemy import func, select

from assetmap.errors import Faulty
from assetmap.models import StreetNetwork
from assetmap.services import gaps, streets
from assetmap.services.filters import Filters
from assetmap.services.gaps import Asked
from assetmap.services.gaps.residents import residents

ASKED = Asked("loneliness_pct", filters=Filters(category=("libraries",)))


def grid(path, lons, lats):
    """A street grid as a table of edges."""
    lines = ["from_lon,from_lat,to_lon,to_lat"]
    for row, lat in enumerate(lats):
        for column, lon in enumerate(lons):
            lines += [f"{lon},{lat},{lons[column + 1]},{lat}"] if column + 1 < len(lons) else []
            lines += [f"{lon},{lat},{lon},{lats[row + 1]}"] if row + 1 < len(lats) else []
    path.write_text("\n".join(lines))
    return path


@pytest.fixture
def edges(tmp_path):
    """Streets every hundred metres or so over the west of the place only."""
    lons, lats = [round(-0.09 + 0.0015 * each, 6) for each in range(40)], [round(51.48 + 0.001 * each, 6) for each in range(70)]
    return grid(tmp_path / "grid.csv", lons, lats)


def test_with_streets_people_walk_along_them_and_what_is_off_them_is_counted(session, edges):
    before = gaps.ask(session, ASKED)
    network, dropped = streets.load(session, edges, "A made-up grid", "None")
    after = gaps.ask(session, ASKED)
    assert (network.nodes, dropped) == (40 * 70, 0)
    assert before.network is None
    assert after.network.id == network.id
    assert 0 < after.points_off < len(residents(session).people.number)
    assert after.without != before.without
    assert sum(row.people for row in after.rows) == pytest.approx(before.people, rel=1e-9)
    assert gaps.ask(session, Asked(ASKED.indicator, filters=ASKED.filters, method="straight")).without == before.without


def test_new_streets_take_the_place_of_old_ones_and_can_be_forgotten(session, edges):
    streets.load(session, edges, "One", "None")
    streets.load(session, edges, "Two", "None")
    assert streets.current(session).source == "Two"
    assert session.scalar(select(func.count()).select_from(StreetNetwork)) == 1
    assert streets.forget(session) == 1
    assert streets.current(session) is None
    assert gaps.ask(session, ASKED).network is None


def test_streets_without_a_source_and_a_licence_are_refused(session, edges):
    with pytest.raises(Faulty) as caught:
        streets.load(session, edges, "", " ")
    assert [fault.field for fault in caught.value.faults] == ["source", "licence"]
