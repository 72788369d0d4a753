"""Links as they are stated, answered, observed, changed and ended: by their two ends, and by somebody else."""

import pytest
from sqlalchemy import func, select

from assetmap.errors import AlreadyDecided, Faulty, NotAllowed, NotFound
from assetmap.models import Asset, Frequency, Link, User, Visibility
from assetmap.models.columns import now
from assetmap.services import links, networks, places
from assetmap.services.links import Statement
from assetmap.services.networks import Viewer
from tests.networked import add_groups

PUBLIC, SHARED, PRIVATE = Visibility.public, Visibility.shared, Visibility.private


@pytest.fixture
def two(session):
    return add_groups(session, "Ada's Kitchen", "Brick Lane Singers")


def said(kind, first, target, **more):
    end = {"to_asset_id": target.id} if isinstance(target, Asset) else {"to_group_id": target.id}
    return Statement(kind, first.id, **end, **more)


def asset_of(session, group=None):
    asset = session.scalars(select(Asset).where(Asset.cell.is_not(None), Asset.group_id.is_(None)).order_by(Asset.id)).first()
    asset.group_id = group.id if group else None
    session.flush()
    return asset


def wrong(session, statement, **more):
    return {fault.field for fault in links.faults(session, statement, **more)}


def seen(session, viewer=Viewer.everyone):
    return list(networks.known(session, viewer).links["state"])


def someone(session):
    return session.scalars(select(User).where(User.email == "developer@example.org")).one()


def test_a_link_one_end_states_is_claimed_and_one_both_state_is_confirmed(session, two):
    ada, brick = two
    links.state(session, said("co_runs", ada, brick), ada.id)
    assert seen(session) == ["claimed"]
    links.state(session, said("co_runs", brick, ada), brick.id)
    assert seen(session) == ["confirmed"]


def test_a_link_that_holds_both_ways_stands_once_and_one_with_a_direction_once_each_way(session, two):
    ada, brick = two
    for kind in ("trusted_contact", "funds"):
        links.state(session, said(kind, brick, ada), brick.id)
        links.state(session, said(kind, ada, brick), ada.id)
    kinds = session.scalars(select(Link.kind).order_by(Link.kind)).all()
    assert [str(kind) for kind in kinds] == ["funds", "funds", "trusted_contact"]


def test_what_somebody_else_sees_is_observed_until_an_end_speaks(session, two):
    ada, brick = two
    user = someone(session)
    link = links.observe(session, said("refers_to", ada, brick, source="Ward walk, May"), user)
    assert (seen(session), link.observed_by_id, link.source) == (["observed"], user.id, "Ward walk, May")
    links.answer(session, link, brick.id, True)
    assert seen(session) == ["claimed"]


def test_everything_wrong_is_said_at_once(session, two):
    ada, _brick = two
    bad = Statement("hums_with", ada.id, ada.id, frequency="hourly", since=now().year + 1, note="x" * 501, visibility="few", source="a\x00")
    assert wrong(session, bad) == {"kind", "to", "frequency", "since", "note", "visibility", "source"}
    with pytest.raises(Faulty) as caught:
        links.state(session, bad, ada.id)
    assert len(caught.value.faults) == 7
    assert session.scalar(select(func.count()).select_from(Link)) == 0


def test_the_ends_must_be_there_and_be_one_each(session, two):
    ada, brick = two
    asset = asset_of(session)
    assert wrong(session, Statement("funds", 999_999, brick.id)) == {"from"}
    assert wrong(session, Statement("funds", ada.id, 999_999)) == {"to"}
    assert wrong(session, Statement("funds", ada.id, to_asset_id=999_999)) == {"to"}
    assert wrong(session, Statement("funds", ada.id)) == {"to"}
    assert wrong(session, Statement("funds", ada.id, brick.id, asset.id)) == {"to"}


def test_an_asset_trusts_nobody_and_has_no_members_and_is_not_linked_to_who_runs_it(session, two):
    ada, brick = two
    asset = asset_of(session, ada)
    for kind in ("trusted_contact", "member_of"):
        assert wrong(session, said(kind, brick, asset)) == {"kind"}
    assert wrong(session, said("meets_at", brick, asset)) == set()
    assert wrong(session, said("meets_at", ada, asset)) == {"to"}


def test_marks_that_turn_text_round_are_refused(session, two):
    ada, brick = two
    assert wrong(session, said("funds", ada, brick, note="good\u202eevil")) == {"note"}


def test_only_the_two_ends_keep_something_to_themselves(session, two):
    ada, brick = two
    assert wrong(session, said("funds", ada, brick, visibility="private"), observed=True) == {"visibility"}
    assert wrong(session, said("funds", ada, brick, visibility="private")) == set()


def test_a_group_at_neither_end_can_say_nothing(session, two):
    ada, brick = two
    (third,) = add_groups(session, "Third")
    with pytest.raises(NotAllowed):
        links.state(session, said("funds", ada, brick), third.id)
    link = links.state(session, said("funds", ada, brick), ada.id)
    for refused in (lambda: links.answer(session, link, third.id, True), lambda: links.end(session, link, third.id)):
        with pytest.raises(NotAllowed):
            refused()


def test_the_stricter_wish_counts_whoever_has_it(session, two):
    ada, brick = two
    link = links.state(session, said("co_runs", ada, brick), ada.id)
    assert link.visibility == PUBLIC
    links.state(session, said("co_runs", ada, brick, visibility="private"), brick.id)
    assert link.visibility == PRIVATE
    links.answer(session, link, ada.id, True, visibility="shared")
    assert link.visibility == PRIVATE
    links.answer(session, link, brick.id, True, visibility="public")
    assert (link.visibility, link.from_visibility, link.to_visibility) == (SHARED, SHARED, PUBLIC)


def test_an_end_that_gives_no_wish_makes_nothing_wider(session, two):
    ada, brick = two
    link = links.state(session, said("co_runs", ada, brick, visibility="shared"), ada.id)
    links.answer(session, link, brick.id, True)
    assert (link.visibility, link.to_visibility) == (SHARED, SHARED)


def test_who_observes_a_link_that_an_end_keeps_private_changes_nothing_of_it(session, two):
    ada, brick = two
    link = links.state(session, said("funds", ada, brick, visibility="private", note="Between us"), ada.id)
    again = links.observe(session, said("funds", ada, brick, note="Seen", frequency="weekly"), someone(session))
    assert again.id == link.id
    assert (link.visibility, link.note) == (PRIVATE, "Between us")
    assert seen(session, Viewer.connector) == []


def test_a_note_for_few_does_not_become_one_for_all_when_an_end_says_everybody_may_see_the_link(session, two):
    ada, brick = two
    link = links.observe(session, said("funds", ada, brick, visibility="shared", note="They quarrel", source="Heard it"), None)
    links.answer(session, link, ada.id, True, visibility="public")
    assert (link.visibility, link.note, link.source) == (PUBLIC, "", "")
    links.observe(session, said("funds", ada, brick, visibility="shared", note="They still quarrel"), None)
    assert link.note == ""


def test_a_link_an_end_denies_is_no_part_of_any_network_and_the_other_end_learns_of_it(session, two):
    ada, brick = two
    link = links.state(session, said("co_runs", ada, brick), ada.id)
    links.answer(session, link, brick.id, False)
    assert seen(session) == seen(session, Viewer.connector) == []
    (mine,), (theirs,) = links.own(session, ada.id), links.own(session, brick.id)
    assert (mine.says, mine.other_says, mine.denied) == (True, False, True)
    assert (theirs.says, theirs.other_says, theirs.denied) == (False, True, True)
    links.end(session, link, ada.id)
    assert len(networks.known(session, Viewer.connector).ended) == 0
    assert links.own(session, ada.id) == []


def test_a_group_answers_for_the_assets_it_runs(session, two):
    ada, brick = two
    asset = asset_of(session, ada)
    link = links.state(session, said("meets_at", brick, asset), brick.id)
    assert links.answers_for(session, link) == (brick.id, ada.id)
    (own,) = links.own(session, ada.id)
    assert (own.side, own.other, own.at, own.outward, own.says) == ("to", brick, asset, False, None)
    links.answer(session, link, ada.id, True)
    assert seen(session) == ["confirmed"]


def test_an_asset_nobody_runs_is_answered_for_by_nobody(session, two):
    ada, brick = two
    link = links.state(session, said("meets_at", ada, asset_of(session)), ada.id)
    assert links.answers_for(session, link) == (ada.id, None)
    with pytest.raises(NotAllowed):
        links.answer(session, link, brick.id, True)


def test_its_keepers_see_private_links_the_unanswered_ones_first(session, two):
    ada, brick = two
    (third,) = add_groups(session, "Third")
    links.state(session, said("funds", ada, third, visibility="private"), ada.id)
    links.state(session, said("refers_to", brick, ada, visibility="private"), brick.id)
    own = links.own(session, ada.id)
    assert [(each.other, each.says, each.outward) for each in own] == [(brick, None, False), (third, True, True)]
    assert [each.visibility for each in own] == [None, PRIVATE]


def test_ending_keeps_the_history_and_the_same_can_be_stated_again(session, two):
    ada, brick = two
    link = links.state(session, said("funds", ada, brick, note="A van"), ada.id)
    links.end(session, link, reason="The van was sold.")
    ended = networks.known(session, Viewer.everyone).ended
    assert list(ended["note"]) == ["A van The van was sold."]
    with pytest.raises(AlreadyDecided):
        links.end(session, link)
    with pytest.raises(AlreadyDecided):
        links.answer(session, link, ada.id, True)
    again = links.state(session, said("funds", ada, brick), brick.id)
    assert again.id != link.id
    assert seen(session) == ["claimed"]


def test_a_reason_fits_beside_the_note(session, two):
    ada, brick = two
    link = links.state(session, said("funds", ada, brick, note="n" * 490), ada.id)
    with pytest.raises(Faulty) as caught:
        links.end(session, link, reason="Too long a story")
    assert [(fault.field, "9" in fault.message) for fault in caught.value.faults] == [("reason", True)]
    assert link.ended_at is None


def test_what_an_end_has_answered_for_only_the_ends_change(session, two):
    ada, brick = two
    link = links.observe(session, said("funds", ada, brick, visibility="shared", frequency="weekly", since=2001), None)
    links.change(session, link, said("funds", ada, brick, note="Since the flood"), None)
    assert (link.visibility, link.frequency, link.since, link.note) == (PUBLIC, Frequency.unknown, None, "Since the flood")
    links.answer(session, link, brick.id, True)
    with pytest.raises(NotAllowed):
        links.change(session, link, said("funds", ada, brick), None)


def test_an_answer_can_say_how_often_and_what_is_not_a_choice_is_faulty(session, two):
    ada, brick = two
    link = links.state(session, said("funds", ada, brick), ada.id)
    links.answer(session, link, brick.id, True, frequency="monthly")
    assert link.frequency == Frequency.monthly
    with pytest.raises(Faulty) as caught:
        links.answer(session, link, brick.id, True, visibility="all", frequency="often")
    assert {fault.field for fault in caught.value.faults} == {"visibility", "frequency"}


def test_a_batch_is_kept_with_new_links_only(session, two):
    ada, brick = two
    first = links.observe(session, said("funds", ada, brick), None, batch="sheet-1")
    second = links.observe(session, said("funds", ada, brick), None, batch="sheet-2")
    assert (second.id, second.batch) == (first.id, "sheet-1")


def test_every_change_is_a_new_version_of_the_register(session, two):
    ada, brick = two
    versions = [places.current(session).register_version]
    link = links.state(session, said("funds", ada, brick), ada.id)
    for act in (
        lambda: links.answer(session, link, brick.id, True),
        lambda: links.observe(session, said("funds", ada, brick), None),
        lambda: links.end(session, link, ada.id),
    ):
        versions.append(places.current(session).register_version)
        act()
    assert len({*versions, places.current(session).register_version}) == 5


def test_a_group_s_page_has_what_its_reader_may_see_in_both_directions_and_at_its_assets(session, two):
    ada, brick = two
    asset = asset_of(session, ada)
    (third,) = add_groups(session, "Third")
    links.state(session, said("meets_at", brick, asset, since=2019), brick.id)
    links.state(session, said("funds", third, ada), third.id)
    links.state(session, said("co_runs", brick, ada, visibility="shared"), brick.id)
    links.state(session, said("trusted_contact", brick, ada, visibility="private"), brick.id)
    public = links.of_group(session, ada.id, Viewer.everyone)
    assert [(each.kind, each.outward, each.other_name, each.at_name, each.since) for each in public] == [
        ("funds", False, "Third", "", None),
        ("meets_at", False, "Brick Lane Singers", asset.name, 2019),
    ]
    shared = links.of_group(session, ada.id, Viewer.connector)
    assert [each.visibility for each in shared] == ["shared", "public", "public"]
    assert [each.outward for each in shared] == [True, False, False]
    (there,) = links.at_asset(session, asset.id, Viewer.everyone)
    assert (there.other_id, there.other_kind, there.at_id) == (brick.id, "group", None)


def test_nobody_finds_a_private_link_by_its_number(session, two):
    ada, brick = two
    link = links.state(session, said("funds", ada, brick, visibility="shared"), ada.id)
    assert links.get(session, link.id) is link
    links.answer(session, link, ada.id, True, visibility="private")
    for number in (link.id, link.id + 1):
        with pytest.raises(NotFound):
            links.get(session, number)


def test_many_are_observed_as_one_by_one_and_all_or_none(session, two):
    ada, brick = two
    add_groups(session, "Third")
    links.state(session, said("funds", ada, brick, visibility=PRIVATE), ada.id)
    user, place = someone(session), asset_of(session)
    many = [
        said("funds", ada, brick, visibility=SHARED),
        said("co_runs", brick, ada, note="Seen", since=2001),
        said("meets_at", ada, place),
    ]
    many.append(said("co_runs", ada, brick, frequency="weekly"))
    with pytest.raises(Faulty):
        links.observe_all(session, [*many, said("co_runs", ada, ada)], user, "file")
    assert session.scalar(select(func.count()).select_from(Link)) == 1
    assert links.observe_all(session, many, user, "file") == 4
    found = {str(link.kind): link for link in session.scalars(select(Link))}
    assert {kind: link.batch for kind, link in found.items()} == {"funds": None, "co_runs": "file", "meets_at": "file"}
    assert found["funds"].visibility == PRIVATE
    both = found["co_runs"]
    assert (both.from_group_id, both.note, both.since, both.frequency) == (ada.id, "Seen", 2001, Frequency.weekly)
    assert (both.observed_by_id, both.from_says, found["meets_at"].to_asset_id) == (user.id, None, place.id)
