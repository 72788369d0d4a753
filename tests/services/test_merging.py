"""Two entries that are one: nothing that hung on either is lost, nobody is shown more than before, and it can be undone."""

from datetime import date

import pytest
from sqlalchemy import func, select

from assetmap.errors import AlreadyDecided, Faulty, NotFound
from assetmap.models import (
    Act,
    Asset,
    Claim,
    Consent,
    Departure,
    Distinction,
    Group,
    Introduction,
    Keeper,
    Link,
    Photo,
    Report,
    ReportKind,
    Shortlist,
    Status,
    Step,
    Subject,
    User,
    Visibility,
    Wish,
)
from assetmap.models.columns import now
from assetmap.services import (
    assets,
    contents,
    departures,
    groups,
    keepers,
    links,
    merging,
    publish,
    submissions,
    tickets,
    versions,
    whereabouts,
)
from assetmap.services.filters import Filters
from assetmap.services.links import Statement
from assetmap.services.merging import Merger
from assetmap.services.submissions import Sent
from assetmap.services.versions import Made
from tests.conftest import TOLERANCE_M
from tests.networked import add_groups, add_link

HOME = {"lon": -0.0601, "lat": 51.5205}


@pytest.fixture
def by(session):
    """A steward."""
    return session.scalars(select(User).where(User.email == "steward@example.org")).one()


def add_asset(session, **more):
    category = assets.get(session, session.scalar(select(func.min(Asset.id)))).category.slug
    content = {"name": "Sewing club", "summary": "On Mondays", "category": category, "holder": "community", "cost": "free", **HOME}
    return publish.add(session, Subject.asset, content | {"address": "", "postcode": ""} | more, TOLERANCE_M, Made(Act.added))


def merge(session, subject, kept, gone, by, **picks):
    seen = merging.seal(session, subject, kept, gone)
    return merging.merge(session, Merger(subject, kept, gone, picks, seen), by, TOLERANCE_M)


def undo(session, subject, gone, by):
    merging.undo(session, subject, gone, by, TOLERANCE_M)


def acts(session, subject, number):
    return [version.act for version in versions.history(session, subject, number)]


def test_each_part_is_taken_from_the_entry_that_was_picked(session, by):
    one = add_asset(session, name="Sewing club", languages=["bengali-sylheti"], website="https://one.example.org")
    two = add_asset(session, name="The sewing club", languages=["somali"], website="https://two.example.org", summary="On Tuesdays")
    merge(session, Subject.asset, one, two, by, name="gone", languages="both")
    said = contents.of_entry(session, Subject.asset, one).public
    assert (said["name"], said["summary"], said["website"]) == ("The sewing club", "On Mondays", "https://one.example.org")
    assert set(said["languages"]) == {"bengali-sylheti", "somali"}


def test_both_histories_are_kept_and_the_address_leads_on(session, by):
    one, two = add_asset(session), add_asset(session)
    merge(session, Subject.asset, one, two, by)
    assert acts(session, Subject.asset, one) == [Act.merged, Act.added] == acts(session, Subject.asset, two)
    assert whereabouts.goal(session, Subject.asset, two) == one
    assert assets.listed(session, Filters(q="sewing")).total == 1
    assert session.scalars(select(Step)).one().words == f"{two} into {one}"


def test_merging_twice_changes_nothing(session, by):
    one, two = add_asset(session), add_asset(session)
    merger = Merger(Subject.asset, one, two, {"name": "gone"}, merging.seal(session, Subject.asset, one, two))
    for _ in range(2):
        assert merging.merge(session, merger, by, TOLERANCE_M) == one
    assert len(acts(session, Subject.asset, one)) == 2


def test_what_was_changed_meanwhile_is_looked_at_again(session, by):
    one, two = add_asset(session), add_asset(session)
    merger = Merger(Subject.asset, one, two, {}, merging.seal(session, Subject.asset, one, two))
    said = contents.of_entry(session, Subject.asset, two).everything
    publish.change(session, Subject.asset, two, said | {"summary": "On Fridays"}, TOLERANCE_M, Made(Act.changed))
    with pytest.raises(AlreadyDecided, match="Somebody has changed"):
        merging.merge(session, merger, by, TOLERANCE_M)


def test_what_is_closed_or_the_same_cannot_be_merged(session, by):
    one, two = add_asset(session), add_asset(session)
    seen = merging.seal(session, Subject.asset, one, two)
    with pytest.raises(NotFound):
        merging.merge(session, Merger(Subject.asset, one, one, {}, seen), by, TOLERANCE_M)
    departures.depart(session, Subject.asset, one, Made(Act.closed))
    with pytest.raises(AlreadyDecided):
        merging.merge(session, Merger(Subject.asset, one, two, {}, seen), by, TOLERANCE_M)
    with pytest.raises(AlreadyDecided):
        merging.merge(session, Merger(Subject.asset, two, one, {}, seen), by, TOLERANCE_M)


def test_times_are_of_one_of_the_two(session, by):
    one, two = add_asset(session), add_asset(session)
    seen = merging.seal(session, Subject.asset, one, two)
    with pytest.raises(Faulty):
        merging.merge(session, Merger(Subject.asset, one, two, {"name": "both", "holder": "neither"}, seen), by, TOLERANCE_M)


def test_the_place_the_public_sees_less_of_is_what_is_picked_unless_somebody_says_so(session):
    added = add_asset(session), *(add_asset(session, precision="blurred", radius_m=radius) for radius in (500, 1000))
    first, second, third = (contents.of_entry(session, Subject.asset, number).everything for number in added)
    for more, less in ((first, second), (second, third)):
        assert merging.usual(more, less)["place"] == "gone"
        assert merging.usual(less, more)["place"] == "kept"


def test_an_exact_place_stays_unseen_when_its_entry_is_merged(session, by):
    one, two = add_asset(session), add_asset(session, precision="area", address="7 Nowhere Row")
    merge(session, Subject.asset, one, two, by, place="gone")
    asset = assets.get(session, one)
    assert assets.point_of(session, asset) != (HOME["lon"], HOME["lat"])
    assert "Nowhere" not in str(versions.history(session, Subject.asset, one)[0].content)
    assert contents.exact_place(session, one)["lat"] == HOME["lat"]


def test_a_merger_does_not_say_that_somebody_confirmed_it(session, by):
    one, two = add_asset(session), add_asset(session)
    for number in (one, two):
        session.get_one(Asset, number).confirmed_on = None
    merge(session, Subject.asset, one, two, by)
    assert session.get_one(Asset, one).confirmed_on is None


def test_links_are_moved_and_those_that_are_the_same_become_one(session, by):
    choir, band, one, two = add_groups(session, "The choir", "The band", "The club", "The club again")
    both = add_link(session, "funds", choir, one)
    again = add_link(session, "funds", choir, two)
    again.visibility, again.from_visibility, again.since = Visibility.shared, Visibility.shared, 2011
    alone = add_link(session, "refers_to", two, band)
    add_link(session, "funds", one, two)
    merge(session, Subject.group, one.id, two.id, by)
    found = {link.id: link for link in session.scalars(select(Link).where(Link.ended_at.is_(None)))}
    assert set(found) == {both.id, alone.id}
    assert (found[alone.id].from_group_id, found[alone.id].to_group_id) == (one.id, band.id)
    assert (found[both.id].visibility, found[both.id].since) == (Visibility.shared, 2011)


def test_a_link_that_an_end_denied_is_still_denied(session, by):
    choir, one, two = add_groups(session, "The choir", "The club", "The club again")
    links.state(session, Statement("co_runs", choir.id, one.id), choir.id)
    denied = links.state(session, Statement("co_runs", choir.id, two.id), choir.id)
    links.answer(session, denied, two.id, says=False)
    merge(session, Subject.group, one.id, two.id, by)
    left = session.scalars(select(Link)).one()
    assert {left.from_says, left.to_says} == {True, False}


def test_a_link_that_holds_both_ways_turns_with_what_each_end_said(session, by):
    low, middle, high = (group.id for group in add_groups(session, "The low", "The middle", "The high"))
    link = links.state(session, Statement("co_runs", middle, high), high)
    assert (link.from_says, link.to_says) == (None, True)
    merge(session, Subject.group, low, high, by)
    moved = session.scalars(select(Link)).one()
    assert (moved.from_group_id, moved.to_group_id, moved.from_says, moved.to_says) == (low, middle, True, None)
    undo(session, Subject.group, high, by)
    session.expire_all()
    assert (moved.from_group_id, moved.to_group_id, moved.from_says, moved.to_says) == (middle, high, None, True)


def test_a_group_is_not_linked_to_what_it_runs(session, by):
    one, two = add_groups(session, "The club", "The club again")
    hall = session.get_one(Asset, add_asset(session, name="The hall", group_name="The club again"))
    stray = add_link(session, "meets_at", one, hall)
    merge(session, Subject.group, one.id, two.id, by)
    session.expire_all()
    assert hall.group_id == one.id
    assert session.get_one(Link, stray.id).ended_at is not None


def test_a_groups_assets_are_found_by_the_name_that_stays(session, by):
    one, two = add_groups(session, "Oak club", "Elm club")
    hall = add_asset(session, name="The hall", group_name="Elm club")
    merge(session, Subject.group, one.id, two.id, by)
    assert [item.id for item in assets.listed(session, Filters(q="oak hall")).items] == [hall]
    assert assets.listed(session, Filters(q="elm hall")).total == 0


def test_people_who_answer_for_both_do_so_once(session, by):
    one, two = add_groups(session, "The club", "The club again")
    for group, email in ((one, "amina@example.org"), (two, "Amina@example.org"), (two, "bo@example.org")):
        session.add(Keeper(group_id=group.id, email=email))
    session.add(Claim(group_id=two.id, user_id=by.id))
    session.flush()
    merge(session, Subject.group, one.id, two.id, by)
    assert sorted(session.scalars(select(Keeper.email).where(Keeper.group_id == one.id))) == ["amina@example.org", "bo@example.org"]
    assert session.scalars(select(Claim.group_id)).one() == one.id
    assert "example.org" not in str(session.scalars(select(Departure.rows)).one())


def test_introductions_are_to_the_group_that_stays(session, by):
    choir, one, two = add_groups(session, "The choir", "The club", "The club again")
    pairs = [(choir.id, two.id), (one.id, two.id)]
    session.add_all([Introduction(first_group_id=first, second_group_id=second, introduced_on=now().date()) for first, second in pairs])
    session.flush()
    merge(session, Subject.group, one.id, two.id, by)
    left = session.scalars(select(Introduction)).one()
    assert (left.first_group_id, left.second_group_id) == (choir.id, one.id)


def test_what_names_an_entry_names_the_one_that_stays(session, by):
    one, two = add_asset(session), add_asset(session)
    photo = {"subject": Subject.asset, "description": "The door", "width": 1, "height": 1}
    session.add_all([Photo(entry_id=number, stored=f"{number}.jpg", **photo) for number in (one, two)])
    session.add(Report(subject=Subject.asset, entry_id=two, says=ReportKind.changed))
    listed = [{"subject": "asset", "id": two, "note": "Mondays"}, {"subject": "group", "id": two, "note": ""}]
    session.add_all(
        [Shortlist(reference="a", key="", content=listed), Shortlist(reference="b", key="", content=[*listed, {**listed[0], "id": one}])]
    )
    session.flush()
    merge(session, Subject.asset, one, two, by)
    assert session.scalars(select(Photo.position).where(Photo.entry_id == one).order_by(Photo.id)).all() == [0, 1]
    assert session.scalars(select(Report.entry_id)).one() == one
    a, b = (session.scalars(select(Shortlist.content).where(Shortlist.reference == name)).one() for name in "ab")
    assert [(each["subject"], each["id"]) for each in a] == [("asset", one), ("group", two)]
    assert [(each["subject"], each["id"]) for each in b] == [("group", two), ("asset", one)]


def test_only_who_agreed_to_what_is_shown_has_agreed(session, by):
    one, two = add_asset(session, public_phone="020 7946 0001"), add_asset(session, public_phone="020 7946 0002")
    mine, theirs = (Consent(subject=Subject.asset, entry_id=number, field="public_phone") for number in (one, two))
    session.add_all([mine, theirs])
    session.flush()
    merge(session, Subject.asset, one, two, by, public_phone="gone")
    session.expire_all()
    assert (theirs.entry_id, mine.entry_id) == (one, two)
    undo(session, Subject.asset, two, by)
    session.expire_all()
    assert (theirs.entry_id, mine.entry_id) == (two, one)


def test_a_ticket_for_what_was_merged_is_for_what_stays(session, by):
    one, two = add_asset(session), add_asset(session)
    text = tickets.make(session, "a secret", tickets.Purpose.right, tickets.About(Subject.asset, two))
    merge(session, Subject.asset, one, two, by)
    assert tickets.find(session, "a secret", tickets.Purpose.right, text).entry_id == one


def test_a_change_that_waits_changes_only_what_it_changed(session, by):
    one, two = add_asset(session), add_asset(session, website="https://two.example.org")
    said = contents.of_entry(session, Subject.asset, two).everything | {"summary": "On Fridays"}
    sent = Sent(wish=Wish.change, target_id=two, base=1)
    waiting = submissions.send(session, Subject.asset, said, TOLERANCE_M, sent)
    merge(session, Subject.asset, one, two, by)
    session.expire_all()
    assert (waiting.target_id, waiting.base, waiting.status) == (one, 2, Status.waiting)
    assert (waiting.content["summary"], waiting.content["website"]) == ("On Fridays", "")


def test_a_pair_that_is_not_the_same_is_said_once_and_kept_through_mergers(session, by):
    one, two, three = (add_asset(session) for _ in range(3))
    for _ in range(2):
        merging.distinguish(session, Subject.asset, (three, two), by)
    merge(session, Subject.asset, one, two, by)
    assert session.get(Distinction, (Subject.asset, one, three)) is not None
    with pytest.raises(NotFound):
        merging.distinguish(session, Subject.asset, (two, three), by)


def test_undoing_brings_back_both_as_they_were_with_what_hung_on_them(session, by):
    choir, one, two = add_groups(session, "The choir", "The club", "The other club")
    hall = session.get_one(Asset, add_asset(session, name="The hall", group_name="The other club"))
    link, between = add_link(session, "funds", choir, two), add_link(session, "funds", one, two)
    session.add(Keeper(group_id=two.id, email="bo@example.org"))
    session.flush()
    number, other, between_id = two.id, one.id, between.id
    merge(session, Subject.group, other, number, by, name="gone", purpose="gone")
    assert groups.get(session, other).name == "The other club"
    undo(session, Subject.group, number, by)
    session.expire_all()
    assert [groups.get(session, each).name for each in (other, number)] == ["The club", "The other club"]
    assert (hall.group_id, link.to_group_id) == (number, number)
    assert session.scalars(select(Keeper.group_id)).one() == number
    assert session.get(Link, between_id) is not None
    assert acts(session, Subject.group, number)[0] == Act.restored == acts(session, Subject.group, other)[0]
    assert session.get(Distinction, (Subject.group, other, number)) is not None
    with pytest.raises(NotFound):
        undo(session, Subject.group, number, by)


def test_undoing_leaves_what_was_said_since_the_merger(session, by):
    one, two = add_asset(session), add_asset(session, name="The sewing club")
    merge(session, Subject.asset, one, two, by, name="gone")
    said = contents.of_entry(session, Subject.asset, one).everything | {"summary": "On Fridays"}
    publish.change(session, Subject.asset, one, said, TOLERANCE_M, Made(Act.changed))
    undo(session, Subject.asset, two, by)
    assert (assets.get(session, one).summary, assets.get(session, two).name) == ("On Fridays", "The sewing club")


def test_two_groups_of_one_name_are_told_apart_by_their_numbers(session, by):
    first, second = add_groups(session, "The club", "The other club")
    one = add_asset(session, name="Hall", group_name="The club")
    two = add_asset(session, name="The hall", group_name="The other club")
    second.name = "The club"
    session.flush()
    merge(session, Subject.asset, one, two, by, group_name="gone")
    assert session.get_one(Asset, one).group_id == second.id
    assert session.get(Group, first.id) is not None


def test_an_asset_said_to_be_run_by_a_group_that_was_merged_is_run_by_the_one_that_stays(session, by):
    one, two = (group.id for group in add_groups(session, "Oak club", "Elm club"))
    merge(session, Subject.group, one, two, by)
    assert session.get_one(Asset, add_asset(session, group_name="elm club")).group_id == one


def test_taking_apart_confirms_neither_and_gives_both_their_days_back(session, by):
    kept, gone = add_asset(session), add_asset(session, name="Sewing circle")
    days = {kept: date(2023, 5, 1), gone: date(2024, 6, 2)}
    for number, day in days.items():
        session.get_one(Asset, number).confirmed_on = day
    merge(session, Subject.asset, kept, gone, by)
    assert session.get_one(Asset, kept).confirmed_on == days[gone]
    undo(session, Subject.asset, gone, by)
    assert {number: session.get_one(Asset, number).confirmed_on for number in days} == days


def merged_groups_of_one_keeper(session, by) -> tuple[int, int]:
    """Two groups that the same person answers for, merged into the first."""
    one, other = add_groups(session, "One", "Other")
    for group in (one, other):
        session.add(Keeper(group_id=group.id, user_id=by.id, name="Amina", email=by.email))
    session.flush()
    numbers = one.id, other.id
    merge(session, Subject.group, *numbers, by)
    return numbers


def test_who_answered_for_both_groups_answers_for_both_again_once_they_are_taken_apart(session, by):
    numbers = merged_groups_of_one_keeper(session, by)
    assert session.scalars(select(Keeper.group_id)).all() == [numbers[0]]
    merging.undo(session, Subject.group, numbers[1], by, TOLERANCE_M)
    assert sorted(session.scalars(select(Keeper.group_id).where(Keeper.user_id == by.id))) == sorted(numbers)


def test_who_stopped_answering_for_what_two_groups_had_become_answers_for_neither(session, by):
    numbers = merged_groups_of_one_keeper(session, by)
    for keeper in session.scalars(select(Keeper)).all():
        keepers.forget(session, keeper)
    merging.undo(session, Subject.group, numbers[1], by, TOLERANCE_M)
    assert session.scalars(select(Keeper)).all() == []
