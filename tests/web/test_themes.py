"""What groups are about: sent, checked, approved, shown, searched, filtered, given out."""

import pytest
from sqlalchemy import select

from assetmap.models import Group, Status, Subject, Submission
from tests.web.typed import counts, faults, group, published, send, sessions, submission


def test_themes_that_were_sent_are_on_the_page_in_the_list_in_the_search_and_in_the_api(client, app, steward):
    number = published(steward, app, send(client, "/groups/new", group(themes=["libraries", "community-spaces"])))
    page = client.get(f"/groups/{number}").text
    assert page.index('href="/groups?theme=community-spaces"') < page.index('href="/groups?theme=libraries"')
    assert "Friends of the Ropewalk" in client.get("/groups?theme=libraries").text
    assert "Friends of the Ropewalk" not in client.get("/groups?theme=stories").text
    assert "Friends of the Ropewalk" in client.get("/groups?q=libraries").text
    assert client.get(f"/api/v1/groups/{number}").json["themes"] == ["community-spaces", "libraries"]


def test_a_group_is_about_what_it_runs_too(reader, reading):
    with sessions(reading) as session:
        found = session.scalars(select(Group).where(Group.key == "artsadmin")).one()
        assert found.themes == []
    themes = reader.get(f"/api/v1/groups/{found.id}").json["themes"]
    assert themes
    assert "Artsadmin" in reader.get(f"/groups?theme={themes[0]}").text


def test_a_theme_nobody_knows_is_refused_and_nothing_is_kept(client, app):
    before = counts(app)
    answer = client.post("/groups/new", data=group(themes=["libraries", "moon"]))
    assert (answer.status_code, list(faults(answer.text))) == (422, ["themes-0"])
    assert counts(app) == before


def test_an_entry_from_before_there_were_themes_can_still_be_approved(client, app, steward):
    reference = send(client, "/groups/new", group(themes=["libraries"]))
    with sessions(app) as session:
        found = session.scalar(select(Submission).where(Submission.reference == reference))
        found.content = {name: value for name, value in found.content.items() if name != "themes"}
        session.commit()
    assert client.get(f"/sent/{reference}").status_code == 200
    assert steward.get(f"/moderation/{submission(app, reference).id}").status_code == 200
    number = published(steward, app, reference)
    assert client.get(f"/api/v1/groups/{number}").json["themes"] == []


def test_the_steward_sees_and_changes_the_themes(client, app, steward):
    reference = send(client, "/groups/new", group(themes=["libraries"]))
    waiting = submission(app, reference)
    page = steward.get(f"/moderation/{waiting.id}").text
    assert 'value="libraries"' in page
    assert (waiting.subject, waiting.status) == (Subject.group, Status.waiting)


@pytest.mark.parametrize("theme", ["nothing", "x' OR 1=1", "<b>", "a" * 5000])
def test_a_theme_there_is_not_finds_nothing(reader, theme):
    answer = reader.get("/groups", query_string={"theme": theme})
    assert answer.status_code == 200
    assert "<h2>0 groups</h2>" in answer.text
