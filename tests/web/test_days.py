"""What holds for a day only is not told the day after, though nothing was changed in between."""

from datetime import timedelta
from importlib import import_module

import pytest

from assetmap.models import Group, Notice, Side, Thing
from assetmap.models.columns import now
from assetmap.services import places
from assetmap.services.networks import Viewer, known
from tests.web.typed import sessions

CLOCKS = ("assetmap.services.networks.known", "assetmap.services.networks.finding", "assetmap.web.api.finding", "assetmap.web.chart_files")


@pytest.fixture
def group_name(app):
    """The name of a group that offers a room, until today."""
    with sessions(app) as session:
        group = session.get(Group, 1)
        session.add(Notice(group_id=1, side=Side.offer, thing=Thing.room, words="Our spare room", until=now().date()))
        places.changed(session)
        session.commit()
        return group.name


@pytest.fixture
def tomorrow(monkeypatch):
    """Let a day pass for those who look at the clock."""
    later = now() + timedelta(days=1)

    def come():
        for module in CLOCKS:
            monkeypatch.setattr(import_module(module), "now", lambda: later)

    return come


def test_an_offer_that_ended_yesterday_is_not_told_today(client, group_name, tomorrow):
    asked = {"query_string": {"q": group_name}}
    first = client.get("/api/v1/networks/find", **asked)
    assert "Our spare room" in first.text
    assert "Our spare room" in client.get("/networks/find", **asked).text
    same = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/api/v1/networks/find", headers=same, **asked).status_code == 304
    tomorrow()
    later = client.get("/api/v1/networks/find", headers=same, **asked)
    assert later.status_code == 200
    assert "Our spare room" not in later.text
    assert "Our spare room" not in client.get("/networks/find", **asked).text


def test_the_network_itself_is_read_anew_each_day(app, group_name, tomorrow):
    with sessions(app) as session:
        assert "Our spare room" in list(known(session, Viewer.everyone).notices["words"])
        tomorrow()
        assert "Our spare room" not in list(known(session, Viewer.everyone).notices["words"])


@pytest.mark.parametrize("form", ["json", "svg", "csv"])
def test_the_chart_of_growth_is_drawn_anew_each_day_and_others_are_not(reader, tomorrow, form):
    growth, spread = f"/charts/network-growth.{form}?example=yes", f"/charts/assets-by-neighbourhood.{form}"
    before = [reader.get(address).headers["ETag"] for address in (growth, spread)]
    tomorrow()
    after = [reader.get(address).headers["ETag"] for address in (growth, spread)]
    assert (before[0] == after[0], before[1] == after[1]) == (False, True)
