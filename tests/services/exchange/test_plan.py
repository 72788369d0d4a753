"""What a file would do is known before it does anything: what is known here, what is near, what is new, what is left out and why."""

import time

import pytest
from sqlalchemy import func, select

from assetmap.db import Base
from assetmap.errors import AlreadyDecided, Faulty, NotAllowed, NotFound
from assetmap.models import Area, Ask, Asset, Group, GroupArea, Introduction, Keeper, Link, Notice, Submission, User, Visibility
from assetmap.models.columns import now
from assetmap.services import exchange, links
from assetmap.services.exchange import Choices, kumu, past
from assetmap.services.submissions import Sent
from tests.kumu_files import simple, workbook
from tests.networked import add_groups, add_link

SILENT = {"from_says": None, "from_said_at": None, "to_says": None, "to_said_at": None}
TOLERANCE_M = 150.0


@pytest.fixture
def three(session):
    return add_groups(session, "Apple Club", "Pear Society", "Plum Circle")


@pytest.fixture
def user(session):
    return session.scalars(select(User).order_by(User.id)).first()


def look(session, content, name="map.xlsx", **choices):
    return exchange.plan(session, kumu.read(content, name), Choices(**choices))


def keys(made):
    return [each.key for each in made.links]


def venue(session):
    return session.scalars(select(Asset).where(Asset.name == "The Sundial Centre")).one()


def test_exact_names_are_taken_near_ones_are_asked_and_others_are_not_known(session, three):
    made = look(session, simple(["apple club", "Paer Society", "funds"], ["Apple Club", "Xylophone Zoo", "funds"]))
    assert made.matches["apple club"].node == f"g{three[0].id}"
    assert made.matches["Paer Society"].near == [f"g{three[1].id}"]
    assert list(made.new_groups) == ["Xylophone Zoo"]
    assert keys(made) == []
    assert [str(fault) for fault in made.faults] == [
        "Connections, row 2, To: left out, since 'Paer Society' has names near to it here: choose one.",
        "Connections, row 3, To: left out, since 'Xylophone Zoo' is not known here.",
    ]


def test_what_a_person_says_goes_before_what_was_guessed(session, three):
    content = simple(["Apple Club", "Paer Society", "purple"])
    assert [fault.message for fault in look(session, content).faults] == [
        "left out, since 'Paer Society' has names near to it here: choose one.",
        "left out, since nobody has said what 'purple' means.",
    ]
    made = look(session, content, kinds={"purple": "co_runs"}, nodes={"Paer Society": f"g{three[1].id}"})
    assert keys(made) == [("co_runs", f"g{three[0].id}", f"g{three[1].id}")]
    made = look(session, content, kinds={"purple": "co_runs"}, nodes={"Paer Society": ""}, add_groups=True)
    assert keys(made) == [("co_runs", "Paer Society", f"g{three[0].id}")]


def test_direction_is_read_as_kumu_does(session, three):
    one, two, _three = (f"g{group.id}" for group in three)
    made = look(session, simple(["Pear Society", "Apple Club", "funds", "directed"]))
    assert keys(made) == [("funds", two, one)]
    made = look(session, simple(["Apple Club", "Pear Society", "refers to", "mutual"]))
    assert keys(made) == [("refers_to", one, two), ("refers_to", two, one)]
    made = look(session, simple(["Pear Society", "Apple Club", "works with", "directed"], ["Apple Club", "Pear Society", "works with"]))
    assert (keys(made), made.twice) == ([("co_runs", one, two)], 1)


def test_several_types_in_one_cell_are_as_many_links(session, three):
    made = look(session, simple(["Apple Club", "Pear Society", "funds | works with"]))
    assert [key[0] for key in keys(made)] == ["funds", "co_runs"]


def test_assets_stand_at_the_far_end_and_what_cannot_be_is_left_out(session, three):
    place = f"a{venue(session).id}"
    made = look(session, simple(["The Sundial Centre", "Apple Club", "meeting place"], elements=[["The Sundial Centre", "Venue", ""]]))
    assert keys(made) == [("meets_at", f"g{three[0].id}", place)]
    said = simple(
        ["The Sundial Centre", "Apple Club", "funds"],
        ["Apple Club", "The Sundial Centre", "member of"],
        ["Apple Club", "apple club", "funds"],
        ["", "Apple Club", "funds"],
        ["Apple Club", "Pear Society", ""],
    )
    messages = [fault.message for fault in look(session, said).faults]
    assert "a link begins with a group" in messages[0]
    assert "cannot be said of an asset" in messages[1]
    assert messages[2:] == ["left out, since both ends are the same.", "this end is empty or cannot be shown.", "left out: no type."]


def test_links_that_are_here_stay_and_hidden_ones_are_not_told(session, three):
    one, two, last = three
    add_link(session, "co_runs", one, two, visibility=Visibility.shared)
    add_link(session, "co_runs", two, last, visibility=Visibility.private)
    made = look(session, simple(["Pear Society", "Apple Club", "works with"], ["Pear Society", "Plum Circle", "works with"]))
    assert (made.already, len(made.links)) == (1, 1)


def test_years_notes_and_hostile_names_are_looked_at(session, three):
    rows = [["From", "To", "Type", "Since", "Description", "Frequency", "Strength"]]
    rows += [["Apple Club", "Pear Society", "funds", 2019, "=1+1", "Monthly", 4]]
    rows += [["Apple Club", "Plum Circle", "funds", "long ago", "", "", ""], ["Apple Club", "Plum Circle", "works with", 2999, "", "", 3]]
    rows += [["Apple Club", "Plum Circle", "knows", "", "n" * 501, "", 3], ["Apple\u202eClub", "Plum Circle", "knows", "", "", "", ""]]
    rows += [["Pear Society", "Plum Circle", "knows", "", "", "", 3], ["<script>alert(1)</script>", "Plum Circle", "knows", "", "", "", ""]]
    made = look(session, workbook(Connections=rows))
    first = made.links[0]
    assert (first.since, first.frequency) == (2019, "monthly")
    assert made.strengths == 1
    messages = [(fault.row, fault.message) for fault in made.faults]
    assert [row for row, _message in messages] == [3, 4, 5, 6, 8]
    assert "'long ago' is not a year" in messages[0][1]
    assert "shorten it" in messages[2][1]
    assert list(made.new_groups) == ["<script>alert(1)</script>"]


def test_labels_that_stand_twice_are_said_and_the_first_counts(session, three):
    made = look(
        session, simple(["Apple Club", "New", "funds"], elements=[["New", "Group", "First"], ["New", "Group", "Second"], ["", "", "x"]])
    )
    assert made.new_groups["New"].text("description") == "First"
    assert [fault.row for fault in made.faults][:2] == [3, 4]


def test_doing_it_notes_links_down_as_observed_with_their_source(session, three, user):
    made = look(session, simple(["Apple Club", "Pear Society", "funds"]))
    done = exchange.do(session, made, "my map.xlsx", Sent(user=user), TOLERANCE_M, may_publish=True)
    link = session.scalars(select(Link)).one()
    assert (link.batch, link.source, link.visibility, link.from_says, link.observed_by_id) == (
        *(done.batch, "my map.xlsx", Visibility.shared, None),
        user.id,
    )
    assert (done.links, done.groups, done.waiting) == (1, 0, 0)
    again = look(session, simple(["Apple Club", "Pear Society", "funds"]))
    assert (again.links, again.already) == ([], 1)


def test_groups_nobody_knew_are_added_by_those_who_may_and_wait_for_a_steward_else(session, three, user):
    rows = [["Label", "Type", "Description", "Tags", "Website", "Kind"]]
    rows += [
        ["New Group", "Group", "Feeds people", "Faith|Purple", "https://example.org", "charity"],
        ["Odd", "", "", "", "javascript:alert(1)", ""],
    ]
    rows += [["New Hall", "Venue", "", "", "", ""]]
    links_ = [
        ["From", "To", "Type"],
        ["Apple Club", "New Group", "funds"],
        ["Apple Club", "Odd", "funds"],
        ["Apple Club", "New Hall", "meets at"],
    ]
    content = workbook(Elements=rows, Connections=links_)
    made = look(session, content, add_groups=True)
    assert (list(made.new_groups), made.unknown) == (["New Group", "Odd"], ["New Hall"])
    done = exchange.do(session, made, "f.xlsx", Sent(user=user), TOLERANCE_M, may_publish=False)
    assert (done.links, done.groups, done.waiting) == (0, 0, 2)
    assert session.scalar(select(func.count()).select_from(Submission)) == 2
    done = exchange.do(session, look(session, content, add_groups=True), "f.xlsx", Sent(user=user), TOLERANCE_M, may_publish=True)
    assert (done.links, done.groups, done.waiting) == (1, 1, 1)  # a new web address is looked at first
    held = session.scalars(select(Submission).where(Submission.user_id == user.id).order_by(Submission.id.desc())).first()
    said = [held.content[name] for name in ("purpose", "website", "source", "kind", "themes")]
    assert said == ["Feeds people", "https://example.org", "f.xlsx", "charity", ["faith"]]
    assert [reason["code"] for reason in held.held] == ["link"]
    odd = session.scalars(select(Group).where(Group.name == "Odd")).one()
    assert (odd.purpose, odd.website) == ("Named in f.xlsx.", "")


def test_undoing_takes_the_links_and_idle_groups_away_until_an_end_has_answered(session, three, user):
    before = session.scalar(select(func.count()).select_from(Group))
    content = simple(["Apple Club", "Pear Society", "funds"], ["Apple Club", "Brand New", "funds"])
    done = exchange.do(session, look(session, content, add_groups=True), "f.xlsx", Sent(user=user), TOLERANCE_M, may_publish=True)
    (kept,) = exchange.history(session)
    assert (kept.batch, kept.links, kept.user.id, kept.answered) == (done.batch, 2, user.id, False)
    with pytest.raises(NotAllowed):
        exchange.undo(session, done.batch, User(id=999), any_of_them=False)
    assert exchange.undo(session, done.batch, user, any_of_them=False) == 2
    assert session.scalar(select(func.count()).select_from(Link)) == 0
    assert session.scalar(select(func.count()).select_from(Group)) == before
    with pytest.raises(NotFound):
        exchange.undo(session, done.batch, user, any_of_them=True)
    done = exchange.do(session, look(session, content), "f.xlsx", Sent(user=user), TOLERANCE_M, may_publish=True)
    links.answer(session, session.scalars(select(Link)).one(), three[0].id, True)
    with pytest.raises(AlreadyDecided):
        exchange.undo(session, done.batch, user, any_of_them=True)


def test_everything_that_refers_to_groups_is_thought_of_when_an_import_is_undone():
    referring = {
        f"{table.name}.{key.parent.name}"
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table is Group.__table__
    }
    assert {f"{each.class_.__tablename__}.{each.key}" for each in (*past.NEEDED_BY, *past.ITS_OWN)} == referring


@pytest.mark.parametrize("what", ["nothing", "introduction", "second", "ask", "keeper", "notice", "area"])
def test_undoing_leaves_a_group_that_anything_was_said_of_since(session, three, user, what):
    content = simple(["Apple Club", "Brand New", "funds"])
    done = exchange.do(session, look(session, content, add_groups=True), "f.xlsx", Sent(user=user), TOLERANCE_M, may_publish=True)
    group = session.scalars(select(Group).where(Group.name == "Brand New")).one()
    later = add_groups(session, "Later Still")[0]
    said = {
        "introduction": lambda: Introduction(first_group_id=three[0].id, second_group_id=group.id, introduced_on=now().date()),
        "second": lambda: Introduction(first_group_id=group.id, second_group_id=later.id),
        "ask": lambda: Ask(group_id=group.id, digest="x", expires_at=now()),
        "keeper": lambda: Keeper(group_id=group.id, name="Sam"),
        "notice": lambda: Notice(group_id=group.id, side="need", thing="room"),
        "area": lambda: GroupArea(group_id=group.id, area_id=session.scalars(select(Area.id)).first()),
    }
    session.add_all([said[what]()] if what in said else [])
    session.flush()
    exchange.undo(session, done.batch, user, any_of_them=False)
    assert session.scalar(select(func.count()).where(Group.name == "Brand New")) == (what in said)


def test_a_failed_import_changes_nothing(session, three, user):
    content = simple(["Apple Club", "Plum Circle", "funds"], ["Apple Club", "Brand New", "funds"], ["Apple Club", "Pear Society", "knows"])
    made, before = look(session, content, add_groups=True), session.scalar(select(func.count()).select_from(Group))
    session.delete(session.get_one(Group, three[1].id))  # somebody takes it off the map meanwhile
    session.flush()
    with pytest.raises(Faulty), session.begin_nested():
        exchange.do(session, made, "f.xlsx", Sent(user=user), TOLERANCE_M, may_publish=True)
    assert session.scalar(select(func.count()).select_from(Link)) == 0
    assert session.scalar(select(func.count()).select_from(Group)) == before - 1


def test_ten_thousand_connections_are_looked_at_in_a_few_seconds(session):
    names = [
        f"{first} {second} {third}"
        for first in ("Red", "Blue", "Grey", "Gold")
        for second in ("Lamp", "Bell", "Boat", "Fern")
        for third in range(60)
    ]
    session.add_all(Group(name=name, search_text=name.lower()) for name in names[::2])
    session.flush()
    rows = [[names[n % len(names)], names[(n * 7 + 1 + n // len(names)) % len(names)], "refers to"] for n in range(10_000)]
    start = time.monotonic()
    made = look(session, workbook(Connections=[["From", "To", "Type"], *rows]))
    assert len(made.links) > 1000
    assert time.monotonic() - start < 20  # a floor far above what it takes, so that only something gone wrong fails
