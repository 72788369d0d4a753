"""The page that tells who may do what tells all of the table that guards every page, and nothing else."""

from collections import Counter

from assetmap.web.access import MAY, OF_ONE
from assetmap.web.acts import ACTS, pages, who

ALL = [act for _about, acts in ACTS for act in acts]


def test_every_page_of_the_table_is_told_of_once():
    told = Counter(page for act in ALL for page in pages(act))
    assert {page: times for page, times in told.items() if times > 1} == {}
    assert set(MAY) - set(told) == set()


def test_no_name_is_told_of_that_is_not_in_the_table():
    rooms = {f"{page.split('.')[0]}." for page in MAY}
    assert {name for act in ALL for name in act.pages.split()} <= set(MAY) | rooms


def test_the_same_people_may_use_every_page_of_what_is_told_as_one_thing(app):
    with app.test_request_context():
        found = {act.pages: {tuple(who(page)) for page in pages(act)} for act in ALL}
    assert {pages: people for pages, people in found.items() if len(people) != 1} == {}
    assert any(page in OF_ONE for act in ALL for page in pages(act))


def test_everybody_reads_who_may_do_each_thing(client):
    text = client.get("/who-may-do-what").text
    assert [act.pages for act in ALL if str(act.words) not in text] == []
    for people in ("everyone", "everyone with an account", "keepers of the group; stewards, in their areas and kinds; administrators"):
        assert f">{people}</td>" in text
