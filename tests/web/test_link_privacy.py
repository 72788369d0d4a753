"""What a link keeps to its two ends, or to those who look after networks, shows nowhere else: every address is asked by everyone.

Whoever adds an address is covered: they are found in the table of routes (tests/web/walking.py).
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assetmap.models import Ask, Link, Visibility
from assetmap.models.columns import now
from assetmap.services import assets, links, places, remember
from assetmap.services.accounts import CONNECTORS, RoleName
from assetmap.services.links import Statement
from tests.networked import add_groups
from tests.web import walking
from tests.web.walking import ONE_DATABASE, Telling, addresses, differing, read, spot

NAMES = ("Quillfeather Choir", "Zephyrine Pantry", "Umberlight Club", "Vellichor Readers", "Wobbegong Swimmers", "Xylograph Press")
WORDS = ("Marzipanic", "Brouhahaic", "Collywobblesome", "Discombobulant")
"""In every note and source of what is hidden, and nowhere else."""
SHARED, PRIVATE = Visibility.shared, Visibility.private


@pytest.fixture
def town_of_groups(write) -> Telling:
    """Six groups in one neighbourhood with two public links between them, and a place that nobody is publicly linked to."""

    def make(session: Session) -> Telling:
        place, area = spot(session)
        groups = add_groups(session, *NAMES, areas=[area], themes=[place.category], audience_bits=3)
        numbers = tuple(group.id for group in groups)
        for_everybody(session, numbers)
        lon, lat = assets.point_of(session, place) or (0.0, 0.0)
        return Telling(numbers, place.id, lon, lat, area.code, place.category.slug)

    return write(make)  # type: ignore[return-value]


def for_everybody(session: Session, numbers: tuple[int, ...]) -> None:
    """The two public links."""
    first, second, third, *_rest = numbers
    links.state(session, Statement("refers_to", third, first, note="For everybody to read"), third)
    links.state(session, Statement("co_runs", third, second), second)


def on_day(session: Session, town: Telling, day: int) -> None:
    """As if the register had learned of the public links, and a group had answered, on a day of the May before last."""
    moment = datetime(now().year - 2, 5, day, 12, tzinfo=UTC)
    for link in session.scalars(select(Link).where(Link.visibility == Visibility.public)):
        link.made_at = moment
        link.from_said_at, link.to_said_at = (said and moment for said in (link.from_said_at, link.to_said_at))
    asked = session.scalar(select(Ask)) or Ask(group_id=town.groups[2], digest="none", expires_at=moment)
    asked.used_at = moment
    session.add(asked)
    places.changed(session)


def hide(session: Session, town: Telling, visibility: Visibility, first: int = 0) -> list[int]:
    """Hide what somebody might look for, of this visibility: two links that stand, one that ended and one that was denied."""
    one, two, three, four, *_rest = town.groups[first:] + town.groups[:first]
    word = WORDS[first % len(WORDS)]
    said = {"visibility": visibility, "note": f"{word} note", "source": f"{word} source"}
    made = [
        links.state(session, Statement("funds", one, two, **said, frequency="weekly", since=1987), one),
        links.state(session, Statement("meets_at", two, to_asset_id=town.asset, **said), two),
        links.state(session, Statement("member_of", one, four, **said), one),
        links.state(session, Statement("trusted_contact", one, four, **said), one),
    ]
    links.end(session, made[2], reason=f"{word} end")
    links.answer(session, made[3], four, False, visibility="public" if visibility == SHARED else None)
    links.answer(session, made[3], one, True, visibility="public" if visibility == SHARED else None)  # still it is denied
    return [link.id for link in made]


def telling(found: dict[str, str]) -> list[str]:
    """The addresses at which a word of what is hidden is read."""
    return [path for path, text in found.items() if any(word.casefold() in text.casefold() for word in WORDS)]


def leaves_no_trace(client: FlaskClient, walk: list[str], act: Callable[[], object]) -> None:
    """Nothing that is read before something is hidden is read differently afterwards."""
    before = read(client, walk)
    assert any("For everybody to read" in text for text in before.values())
    act()
    after = read(client, walk)
    assert telling(after) == []
    assert differing(before, after) == []


def test_what_is_shared_leaves_no_trace_for_visitors(app, client, write, town_of_groups):
    leaves_no_trace(client, list(addresses(app, town_of_groups)), lambda: write(lambda session: hide(session, town_of_groups, SHARED)))


@ONE_DATABASE
@pytest.mark.parametrize("role", [RoleName.resident.value, RoleName.planner.value])
def test_what_is_shared_leaves_no_trace_for_residents_and_planners(app, sign_in, write, town_of_groups, role):
    walk = list(addresses(app, town_of_groups, full=False))
    leaves_no_trace(sign_in(role), walk, lambda: write(lambda session: hide(session, town_of_groups, SHARED)))


@ONE_DATABASE
@pytest.mark.parametrize("role", ["visitor", *sorted(CONNECTORS)])
def test_what_is_private_leaves_no_trace_for_anybody(app, sign_in, write, town_of_groups, role):
    walk = list(addresses(app, town_of_groups, full=role in ("visitor", "developer")))
    leaves_no_trace(sign_in(role), walk, lambda: write(lambda session: hide(session, town_of_groups, PRIVATE)))


@ONE_DATABASE
def test_neither_numbers_nor_days_tell_that_there_are_hidden_links_older_than_those_seen(app, client, write, town_of_groups):
    def anew(session: Session) -> None:
        session.execute(delete(Link))
        last = max(hide(session, town_of_groups, SHARED))
        for_everybody(session, town_of_groups.groups)
        on_day(session, town_of_groups, 12)
        assert session.scalar(select(Link.id).where(Link.note == "For everybody to read")) == last + 1

    write(lambda session: on_day(session, town_of_groups, 10))
    leaves_no_trace(client, list(addresses(app, town_of_groups)), lambda: write(anew))


@ONE_DATABASE
@pytest.mark.parametrize("role", ["visitor", "developer"])
def test_of_three_or_more_hidden_links_only_their_number_is_told_and_only_for_the_whole_place(app, sign_in, write, town_of_groups, role):
    client, walk = sign_in(role), list(addresses(app, town_of_groups))
    before = read(client, walk)
    write(lambda session: [hide(session, town_of_groups, PRIVATE, first) for first in (0, 1)])
    here = read(client, walk)
    assert telling(here) == []
    assert [path for path in differing(before, here) if not walking.whole(path)] == []
    write(lambda session: session.execute(delete(Link).where(Link.visibility == PRIVATE)))
    write(lambda session: [hide(session, town_of_groups, PRIVATE, first) for first in (2, 3)])
    assert differing(here, read(client, walk)) == []


def test_connectors_see_what_is_shared(app, sign_in, write, town_of_groups):
    walk = [path for path in addresses(app, town_of_groups) if path.startswith(("/groups", "/api/v1/groups", "/links"))]
    numbers = write(lambda session: hide(session, town_of_groups, SHARED))
    for role in CONNECTORS:
        seen = telling(read(sign_in(role), walk))
        assert {f"/groups/{town_of_groups.groups[0]}", f"/api/v1/groups/{town_of_groups.groups[0]}"} <= set(seen)
    assert len(numbers) == 4


@ONE_DATABASE
@pytest.mark.parametrize("first", ["visitor", "developer"])
def test_what_one_is_told_is_never_kept_for_the_other(app, sign_in, write, town_of_groups, first):
    write(lambda session: hide(session, town_of_groups, SHARED))
    walk = [path for path in addresses(app, town_of_groups) if not path.startswith(("/loads", "/moderation", "/sign"))]
    people = {role: sign_in(role) for role in ("visitor", "developer")}
    alone = {}
    for role, client in people.items():
        remember.forget()
        alone[role] = read(client, walk)
    remember.forget()
    second = "developer" if first == "visitor" else "visitor"
    for path in walk:
        answers = {role: people[role].get(path) for role in (first, second)}
        assert {role: walking.body(answer) for role, answer in answers.items()} == {role: alone[role][path] for role in answers}, path
        if alone["visitor"][path] == alone["developer"][path]:
            continue
        kept_by_all = "private" not in (said := answers["developer"].headers.get("Cache-Control", "")) and "no-store" not in said
        assert not kept_by_all, f"{path}: {said}"
        tag = answers["developer"].headers.get("ETag")
        assert tag is None or people["visitor"].get(path, headers={"If-None-Match": tag}).status_code != 304, path


def test_no_word_of_a_link_is_ever_written_into_the_log(app, sign_in, write, town_of_groups, caplog):
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, logger="sqlalchemy.engine")
    numbers = write(lambda session: hide(session, town_of_groups, SHARED))
    one, two, *_rest = town_of_groups.groups
    form = {"group": one, "q": WORDS[1], "to": f"g{two}", "says": "trusted_contact", "source": WORDS[0], "visibility": "shared"}
    developer = sign_in("developer")
    answers = [developer.post("/links", data=form | {"note": note}) for note in (WORDS[0], f"{WORDS[0]} \u202e", "x" * 600)]
    assert [answer.status_code for answer in answers] == [303, 422, 422]
    assert [developer.post(f"/links/{number}/end", data={"reason": WORDS[2]}).status_code for number in numbers[:3]] == [303, 303, 409]
    read(developer, [path for path in addresses(app, town_of_groups) if path.startswith(("/links", "/groups"))])
    said = [record.getMessage() for record in caplog.records]
    assert any("INSERT INTO links" in line for line in said)
    assert [line for line in said if any(word in line for word in WORDS)] == []
