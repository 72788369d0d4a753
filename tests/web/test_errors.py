"""What went wrong is said in plain words with a way back, and never with details of ours."""

import logging

import pytest

from assetmap import create_app, db
from assetmap.models import Subject
from assetmap.services import submissions
from assetmap.web.sessions import session
from tests.conftest import settings_for
from tests.web.typed import counts, group


@pytest.mark.parametrize("path", ["/nothing", "/assets/99999", "/groups/99999", "/neighbourhoods/E99", "/indicators/mood", "/sent/none"])
def test_nothing_here_is_a_page_with_a_way_back(reader, path):
    answer = reader.get(path)
    assert answer.status_code == 404
    assert "Nothing here" in answer.text
    assert 'href="/"' in answer.text
    assert "<title>" in answer.text


def test_the_way_back_leads_to_our_own_pages_only(reader):
    own = reader.get("/nothing", headers={"Referer": "http://localhost/assets?q=x"}).text
    other = reader.get("/nothing", headers={"Referer": "https://evil.example/"}).text
    assert 'href="http://localhost/assets?q=x"' in own
    assert "evil.example" not in other


def test_a_fault_of_ours_is_logged_with_its_place_and_told_without_details(app, client, caplog):
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    app.view_functions["home.about"] = lambda: 1 / 0
    caplog.set_level(logging.ERROR)
    answer = client.get("/about")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.text
    assert "ZeroDivisionError" not in answer.text
    assert "ZeroDivisionError" in caplog.text


def test_what_was_written_before_a_fault_of_ours_is_undone(app, client):
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    before = counts(app)

    def breaks_half_way():
        submissions.send(session(), Subject.group, group(audiences=[], languages=[]), 150)
        return 1 / 0

    app.view_functions["groups.new"] = breaks_half_way
    assert client.post("/groups/new").status_code == 500
    assert counts(app) == before


@pytest.fixture
def empty(tmp_path):
    """The application on a database without a place."""
    settings = settings_for(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    engine = db.make_engine(settings.database)
    db.migrate(engine)
    engine.dispose()
    app = create_app(settings)
    yield app
    app.extensions["engine"].dispose()


@pytest.mark.parametrize("path", ["/", "/map", "/assets", "/assets/new", "/neighbourhoods", "/readyz", "/api/v1/assets"])
def test_before_a_place_is_loaded_pages_say_so(empty, path):
    answer = empty.test_client().get(path)
    assert answer.status_code == 503
    assert "assetmap load place" in answer.text


def test_before_a_place_is_loaded_the_process_is_alive_and_people_can_sign_in(empty):
    client = empty.test_client()
    assert client.get("/healthz").json == {"status": "alive"}
    assert client.get("/sign-in").status_code == 200


def test_ready_names_the_place(reader):
    assert reader.get("/readyz").json == {"status": "ready", "place": "tower-hamlets"}
