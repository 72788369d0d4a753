"""A group's page, an asset's page and the API say whom a group works with, to each what they may see."""

import pytest
from sqlalchemy import select

from assetmap.models import Asset
from assetmap.services import links
from assetmap.services.links import Statement
from tests.conftest import changing
from tests.networked import add_groups


@pytest.fixture
def known(app):
    """Three groups and a place with public and shared links; the ids."""
    with changing(app) as session:
        ada, brick, cable = (group.id for group in add_groups(session, "Ada's Kitchen", "Brick Lane Singers", "Cable Street Cycles"))
        place = session.scalars(select(Asset.id).where(Asset.cell.is_not(None), Asset.group_id.is_(None)).order_by(Asset.id)).first()
        first = Statement("refers_to", ada, brick, frequency="weekly", since=2019, note="Mostly on <b>Mondays</b>", source="A walk")
        links.state(session, first, ada)
        links.state(session, first, brick)
        links.state(session, Statement("meets_at", ada, to_asset_id=place), ada)
        links.observe(session, Statement("funds", cable, ada, visibility="shared", note="Quietly"), None)
        links.state(session, Statement("co_runs", cable, ada, visibility="private", note="Hush"), ada)
    return ada, brick, cable, place


def words(answer):
    return " ".join(answer.text.split())


def test_a_group_s_page_says_its_links_in_words(client, known):
    ada, brick, *_rest = known
    page = words(client.get(f"/groups/{ada}"))
    assert f'Refers people to <a href="/groups/{brick}"><bdi>Brick Lane Singers</bdi></a>' in page
    for word in ("Both say so", "Every week or more", "Since 2019", "&lt;b&gt;Mondays&lt;/b&gt;", "A walk", "How sure is this?"):
        assert word in page
    other = words(client.get(f"/groups/{brick}"))
    assert "<bdi>Ada&#39;s Kitchen</bdi></a> refers people to this group" in other


def test_visitors_read_public_links_only_and_connectors_what_is_shared_too(client, sign_in, known):
    ada = known[0]
    for person in (client, sign_in("resident"), sign_in("planner")):
        page = person.get(f"/groups/{ada}").text
        assert not any(word in page for word in ("Cable Street", "Quietly", "Hush", "Shared among"))
    for role in ("developer", "steward", "administrator"):
        page = sign_in(role).get(f"/groups/{ada}").text
        assert all(word in page for word in ("Cable Street", "Quietly", "Shared among community developers and stewards"))
        assert "Hush" not in page


def test_a_place_s_page_says_who_uses_it(client, known):
    ada, *_rest, place = known
    page = words(client.get(f"/assets/{place}"))
    assert "Who uses it" in page
    assert f'<a href="/groups/{ada}"><bdi>Ada&#39;s Kitchen</bdi></a> meets at this place' in page


def test_a_group_with_no_link_to_show_says_that_this_may_mean_nothing(client, known):
    page = client.get(f"/groups/{known[2]}").text
    assert "That does not mean that there is none" in page


def test_the_api_tells_a_group_s_links(client, known):
    ada, brick, _cable, place = known
    found = client.get(f"/api/v1/groups/{ada}").json["links"]
    assert [(each["kind"], each["outward"], each["other"]["type"], each["other"]["id"]) for each in found] == [
        ("meets_at", True, "asset", place),
        ("refers_to", True, "group", brick),
    ]
    assert found[1] | {"state": "confirmed", "since": 2019, "frequency": "weekly", "source": "A walk", "at": None} == found[1]
    assert "visibility" not in found[1]


def test_what_only_connectors_are_told_stays_in_their_browser(client, sign_in, known):
    path = f"/api/v1/groups/{known[0]}"
    developer = sign_in("developer").get(path)
    assert [each["visibility"] for each in developer.json["links"]] == ["shared", "public", "public"]
    assert developer.headers["Cache-Control"] == "private, no-cache"
    visitor = client.get(path)
    assert visitor.headers["ETag"] != developer.headers["ETag"]
    assert client.get(path, headers={"If-None-Match": developer.headers["ETag"]}).status_code == 200
    assert len(visitor.json["links"]) == 2


def test_groups_are_found_by_words_in_the_api(client, known):
    answer = client.get("/api/v1/groups?q=kitchen+ada").json
    assert [group["name"] for group in answer["groups"]] == ["Ada's Kitchen"]
    assert answer["numberMatched"] == 1
