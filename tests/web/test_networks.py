"""The pages of networks and what their graph is drawn from, as visitors and connectors see them."""

import pytest
from sqlalchemy import select

from assetmap.models import Group, Visibility
from tests.networked import add_link
from tests.web.typed import sessions

HERE = "/neighbourhoods/E05009317/network"


@pytest.fixture
def linked(app):
    """Three real groups: the first and second share space for everybody to see, the second and third for connectors only."""
    with sessions(app) as session:
        one, two, three = session.scalars(select(Group).order_by(Group.id).limit(3))
        add_link(session, "shares_space", one, two, since=2019, frequency="weekly")
        add_link(session, "trusted_contact", two, three, visibility=Visibility.shared)
        session.commit()
        return [(f"g{group.id}", group.name) for group in (one, two, three)]


def test_until_a_link_is_known_the_example_stands_in_and_says_so(reader):
    for address in ("/networks", HERE):
        page = reader.get(address).text
        assert "None of these groups exist" in page, address
        assert "<title>Example:" in page
    assert reader.get("/api/v1/networks").json["example"] is True


def test_real_groups_only_where_asked(reader):
    page = reader.get("/networks?example=no").text
    assert "No link is known here yet" in page
    assert "None of these groups exist" not in page
    assert reader.get("/api/v1/networks?example=no").json["links"] == []


def test_the_page_of_a_real_group_never_shows_the_example(reader):
    page = reader.get("/groups/1/network?example=yes").text
    assert "None of these groups exist" not in page
    assert "(example)" not in page


def test_a_link_is_said_in_words_with_both_ends(client, linked):
    page = " ".join(client.get("/networks").text.split())
    (one, _), (two, name), _three = linked
    assert "None of these groups exist" not in page
    assert f'<tr id="{one}" data-node="{one}">' in page
    assert "Shares space with" in page
    assert ", every week or more, since 2019." in page
    assert "Both say so." in page
    assert f"/groups/{two[1:]}/network" in page


def test_what_connectors_share_is_theirs_alone(client, linked, sign_in):
    third = linked[2][0]
    before = client.get("/networks").text
    assert f'id="{third}"' not in before
    assert "Has a trusted contact" not in before
    assert len(client.get("/api/v1/networks").json["links"]) == 1
    developer = sign_in("developer")
    answer = developer.get("/api/v1/networks")
    assert len(answer.json["links"]) == 2
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert f'id="{third}"' in developer.get("/networks").text
    assert len(client.get("/api/v1/networks").json["links"]) == 1
    assert f'id="{third}"' not in client.get("/networks").text


def test_an_answer_is_told_once_and_told_apart_by_who_asks(client, linked, sign_in):
    tag = client.get("/api/v1/networks").headers["ETag"]
    assert client.get("/api/v1/networks", headers={"If-None-Match": tag}).status_code == 304
    assert sign_in("developer").get("/api/v1/networks", headers={"If-None-Match": tag}).status_code == 200


def test_links_are_numbers_into_the_lists_beside_them(client, linked):
    found = client.get("/api/v1/networks?around=" + linked[0][0]).json
    ((source, target, kind, state, strength, directed),) = found["links"]
    assert {found["nodes"][source]["node"], found["nodes"][target]["node"]} == {linked[0][0], linked[1][0]}
    assert (found["kinds"][kind], found["states"][state], strength, directed) == ("shares_space", "confirmed", 4, 0)
    assert all({"x", "y", "name", "areas", "themes"} <= set(node) for node in found["nodes"])


def test_filters_keep_the_places_of_the_rest(client, linked):
    places = {node["node"]: (node["x"], node["y"]) for node in client.get("/api/v1/networks").json["nodes"]}
    found = client.get("/api/v1/networks?kind=shares_space").json["nodes"]
    assert {node["node"]: (node["x"], node["y"]) for node in found}.items() <= places.items()


def test_no_group_stands_in_the_page_beyond_its_page_of_the_table(client, linked):
    page = client.get("/networks").text
    with_links = {node for node, _name in linked[:2]}
    assert page.count("<tr id=") == len(with_links)
    assert f'data-node="{linked[2][0]}"' not in page.partition('id="rows"')[2]


@pytest.mark.parametrize("asked", ["kind=nothing", "theme=nothing", "steps=3", "example=maybe", "strange=1"])
def test_a_question_nobody_can_answer_is_refused(reader, asked):
    assert reader.get(f"/api/v1/networks?{asked}").status_code == 400


def test_an_area_nobody_knows_is_not_found(reader):
    assert reader.get("/neighbourhoods/nowhere/network").status_code == 404
    assert reader.get("/api/v1/networks?area=nowhere").status_code == 404
    assert reader.get("/groups/999999/network").status_code == 404


def test_groups_no_link_is_known_for_are_a_list_with_a_count(reader):
    page = reader.get("/networks?list=alone").text
    assert "No link is known (5)" in page
    assert page.count("<tr id=") == 5


def test_where_only_some_links_are_looked_at_no_group_is_said_to_have_none_at_all(client, linked):
    for asked, words in (
        ("kind=funds", "link of these kinds that everybody may see"),
        ("theme=advice-support", "link within this theme that everybody may see"),
        ("kind=shares_space&theme=advice-support", "link of these kinds within this theme that everybody may see"),
        ("theme=advice-support&example=yes", "link within this theme"),
        ("kind=funds&example=yes", "link of these kinds"),
        ("example=no", "link that everybody may see"),
    ):
        page = client.get(f"/networks?{asked}&list=alone").text
        rows = page.partition('id="rows"')[2]
        assert f"No {words} is known (" in rows, asked
        assert f"No {words} is known for these groups yet." in rows, asked
        assert "No link is known" not in rows, asked
    assert "groups no link of these kinds is known yet." in client.get("/networks?kind=funds&example=yes").text
    one = linked[0][0]
    assert f'<tr id="{one}"' in client.get(f"/networks?kind=funds&list=alone&q={linked[0][1]}").text


def test_connectors_are_told_of_links_that_they_may_see(linked, sign_in):
    assert "No link that you may see is known (" in sign_in("developer").get("/networks").text


def test_pages_lead_to_each_other(reader):
    assert 'href="/groups/1/network"' in reader.get("/groups/1").text or "No link with another" in reader.get("/groups/1").text
    assert f'href="{HERE}"' in reader.get("/neighbourhoods/E05009317").text
    assert 'href="/networks"' in reader.get("/").text
