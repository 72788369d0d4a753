"""How the network grows: everybody sees what they may see, and no number that tells of one or two introductions."""

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, select

from assetmap.graphs.growth import quarter_of
from assetmap.models import Area, Group, Introduction, Link, Outcome, Visibility
from assetmap.services import growth, places
from assetmap.services.networks import Look, Viewer
from tests.conftest import changing
from tests.networked import add_groups, add_link

TODAY = datetime.now(UTC).date()
LAST = quarter_of(TODAY).before
OLDER = LAST.before


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def fill(session, made=(), shared=False):
    """A link from two quarters ago, and introductions: `made` is (day, outcome) of each."""
    groups = add_groups(session, *(f"Group {number}" for number in range(2 + 2 * len(made))))
    more = {"visibility": Visibility.shared} if shared else {}
    add_link(
        session, "co_runs", *groups[:2], made_at=moment(OLDER.start), from_said_at=moment(OLDER.end), to_said_at=moment(OLDER.end), **more
    )
    for at, (day, outcome) in enumerate(made):
        ends = {"first_group_id": groups[2 + 2 * at].id, "second_group_id": groups[3 + 2 * at].id}
        known = {"outcome": outcome, "outcome_on": day if outcome != Outcome.waiting else None}
        session.add(Introduction(**ends, introduced_on=day, **known))
    places.changed(session)


@pytest.fixture
def written(app):
    def write(*args, **more):
        with changing(app) as session:
            fill(session, *args, **more)

    return write


def seen(session, viewer=Viewer.everyone, **more):
    return growth.growth(session, Look(viewer, example="no", **more))


def table(client, path="/networks/growth.csv?example=no"):
    return list(csv.DictReader(io.StringIO(client.get(path).text.lstrip("\ufeff"))))


def test_each_quarter_says_what_stood_at_its_end(session):
    fill(session)
    found = seen(session)
    assert [(row.quarter, row.over, row.stood.links, row.stood.confirmed, row.stood.groups) for row in found.quarters] == [
        (OLDER, True, 1, 1, 2),
        (LAST, True, 1, 1, 2),
        (quarter_of(TODAY), False, 1, 1, 2),
    ]
    assert found.known
    assert not found.exact


def test_a_shared_link_is_in_nothing_a_visitor_or_a_planner_sees(client, sign_in, written):
    written(shared=True)
    for person in (client, sign_in("planner")):
        text = person.get("/networks/growth?example=no").text
        assert "Nothing is known yet" in text
        assert table(person) == []
        assert person.get("/charts/network-growth.csv").status_code == 404
    assert [row["Links known"] for row in table(sign_in("developer"))] == ["1", "1", "1"]
    assert client.get("/charts/network-growth.csv").status_code == 404
    assert "Nothing is known yet" in client.get("/networks/growth?example=no").text


TWO_AND_MANY = [
    *[(OLDER.start, Outcome.together)] * 2,
    *[(LAST.start, Outcome.talking)] * 4,
    *[(LAST.end, Outcome.nothing)] * 3,
    *[(TODAY, Outcome.waiting)] * 5,
]


def test_a_number_below_three_is_not_told_nor_one_of_a_quarter_that_is_not_over(session):
    fill(session, TWO_AND_MANY)
    rows = {row.quarter: (row.introduced, row.came) for row in seen(session).quarters}
    assert rows == {OLDER: (None, {}), LAST: (7, {}), quarter_of(TODAY): (None, {})}
    exact = {row.quarter: (row.introduced, row.came) for row in seen(session, Viewer.connector).quarters}
    assert exact == {OLDER: (2, {"together": 2}), LAST: (7, {"talking": 4, "nothing": 3}), quarter_of(TODAY): (5, {"waiting": 5})}


@pytest.mark.parametrize(
    ("led", "rest", "told"),
    [(2, 9, (None, False)), (3, 2, (None, True)), (3, 0, (None, True)), (0, 0, (None, False)), (3, 3, (3, False)), (6, 4, (6, False))],
)
def test_what_came_of_them_is_told_only_where_neither_it_nor_the_rest_is_few(session, led, rest, told):
    fill(session, [(LAST.start, Outcome.together)] * led + [(LAST.start, Outcome.waiting)] * rest)
    found = seen(session)
    assert (found.led, found.rest_few) == told


@pytest.mark.parametrize(
    "more",
    [[(OLDER.start, Outcome.together)], [(OLDER.start, Outcome.waiting)] * 2, [(TODAY, Outcome.together)] * 7],
    ids=["one", "two", "seven in a quarter that is not over"],
)
def test_worlds_that_differ_in_what_is_not_told_look_the_same_to_visitors(app, more):
    """It is the whole page and every file that is compared, so nothing in them lets anybody work it out."""
    many = [*[(LAST.start, Outcome.talking)] * 4, *[(LAST.start, Outcome.waiting)] * 4]
    without, with_more = seen_by_visitors(app, many), seen_by_visitors(app, many + more)
    assert "fewer than 3" in without[0]
    assert with_more == without


def seen_by_visitors(app, made):
    """The page and its files in a world with these introductions."""
    with changing(app) as session:
        session.execute(delete(Introduction))
        session.execute(delete(Link))
        session.execute(delete(Group).where(Group.name.like("Group %")))
        fill(session, made)
    paths = ("/networks/growth?example=no", "/networks/growth.csv?example=no", "/charts/network-growth.csv")
    return [re.sub(r'nonce="[^"]+"', "", app.test_client().get(path).text) for path in paths]


def test_the_page_says_what_it_does_not_prove_and_leads_to_neighbourhoods(client, written):
    written(TWO_AND_MANY)
    text = " ".join(client.get("/networks/growth?example=no").text.split())
    assert "More links on the map may mean that more groups answered" in text
    assert "None of the links that stand says since when." in text
    assert "told when the quarter is over" in text
    assert 'href="/neighbourhoods/E05009317"' in text
    assert "Introductions worth making" not in text
    assert client.get("/charts/network-growth.svg").status_code == 200


def test_those_who_look_after_networks_see_every_number(sign_in, written):
    written(TWO_AND_MANY)
    rows = table(sign_in("steward"))
    assert [(row["Introductions made"], row["They do something together"], row["They are talking"]) for row in rows] == [
        ("2", "2", "0"),
        ("7", "0", "4"),
        ("5", "0", "0"),
    ]


def test_the_example_is_marked_wherever_it_goes(client):
    text = client.get("/networks/growth?example=yes").text
    assert "None of these groups exist." in text
    assert "Introductions, and what came of them" not in text
    answer = client.get("/networks/growth.csv?example=yes")
    assert "example" in answer.headers["Content-Disposition"]
    assert all(row["What this is"].startswith("Example") for row in table(client, "/networks/growth.csv?example=yes"))
    assert "Example" in client.get("/charts/network-growth.json?example=yes").text


def test_a_year_ago_is_told_by_neighbourhood(session):
    one, other = add_groups(session, "One", "Other")
    one.areas = [session.scalars(select(Area).where(Area.code == "E05009317")).one()]
    add_link(session, "co_runs", one, other, made_at=moment(TODAY - timedelta(days=30)))
    rows = {row.area.code: row for row in seen(session).areas}
    here = rows.pop("E05009317")
    assert (here.now.links, here.now.groups, here.before.links, here.before.groups) == (1, 1, 0, 0)
    assert {(row.now.links, row.now.groups) for row in rows.values()} == {(0, 0)}
