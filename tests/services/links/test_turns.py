"""Any sequence of what two ends and others say leaves links in order, and so do two people who speak at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap import db
from assetmap.models import Asset, Link, Visibility
from assetmap.models.links import DIRECTED
from assetmap.services import links
from assetmap.services.links import Statement
from assetmap.services.networks.known import state_of
from tests.networked import add_groups

STRICT = list(Visibility)
KINDS = st.sampled_from(["co_runs", "funds"])
WISHES = st.sampled_from([str(each) for each in Visibility])
SIDES = st.sampled_from([0, 1])
TURNS = st.lists(
    st.one_of(
        st.tuples(st.just("state"), KINDS, SIDES, SIDES, WISHES),
        st.tuples(st.just("observe"), KINDS, SIDES, SIDES, st.sampled_from(["public", "shared"])),
        st.tuples(st.just("answer"), KINDS, SIDES, st.booleans(), st.one_of(st.none(), WISHES)),
        st.tuples(st.just("end"), KINDS, SIDES),
        st.tuples(st.just("meet"), SIDES, WISHES),
    ),
    max_size=9,
)


def take(session, ends, asset, turn):
    """One turn, where it is possible."""
    verb, *more = turn
    if verb == "meet":
        side, wish = more
        speaker = ends[side].id
        links.state(session, Statement("meets_at", ends[0].id, to_asset_id=asset.id, visibility=wish), speaker)
    elif verb in ("state", "observe"):
        kind, start, side, wish = more
        statement = Statement(kind, ends[start].id, ends[1 - start].id, visibility=wish)
        links.state(session, statement, ends[side].id) if verb == "state" else links.observe(session, statement, None)
    else:
        kind, side, *answer = more
        for each in [own for own in links.own(session, ends[side].id) if own.link.kind == kind]:
            if verb == "answer":
                links.answer(session, each.link, ends[side].id, answer[0], visibility=answer[1])
            else:
                links.end(session, each.link, ends[side].id)


def in_order(session, ends):
    """What must hold whatever was said."""
    numbers = {end.id for end in ends}
    rows = [link for link in session.scalars(select(Link)) if link.from_group_id in numbers]
    pairs = [(link.kind, link.from_group_id, link.to_group_id, link.to_asset_id) for link in rows if link.ended_at is None]
    assert len(pairs) == len(set(pairs))
    for link in rows:
        assert link.kind in DIRECTED or link.to_group_id is None or link.from_group_id < link.to_group_id
        wishes = [wish for wish in (link.from_visibility, link.to_visibility) if wish is not None]
        if wishes:
            assert link.visibility == max(wishes, key=STRICT.index)
        else:
            assert link.visibility != Visibility.private
        says = [link.from_says, link.to_says].count(True)
        assert state_of(link) == ["observed", "claimed", "confirmed"][says]
        assert says or False in (link.from_says, link.to_says) or link.observed_at is not None
        assert (link.from_says is None) == (link.from_visibility is None)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(turns=TURNS)
def test_whatever_is_said_in_whatever_order_leaves_links_in_order(session, turns):
    with session.begin_nested() as undone:
        ends = add_groups(session, "One", "Two")
        asset = session.scalars(select(Asset).where(Asset.group_id.is_(None)).order_by(Asset.id)).first()
        asset.group_id = ends[1].id
        for turn in turns:
            take(session, ends, asset, turn)
            in_order(session, ends)
        undone.rollback()
    session.expire_all()


def test_two_who_state_the_same_link_at_once_make_one_and_the_stricter_wish_counts(town):
    engine = db.make_engine(url := town.copy())
    try:
        with Session(db.writer(engine)) as session, session.begin():
            ends = [group.id for group in add_groups(session, "One", "Two")]
        wishes, ready = ["private", "public"], Barrier(2, timeout=60)

        def speak(side: int) -> None:
            ready.wait()
            with Session(db.writer(engine)) as session, session.begin():
                links.state(session, Statement("co_runs", ends[side], ends[1 - side], visibility=wishes[side]), ends[side])

        with ThreadPoolExecutor(2) as people:
            list(people.map(speak, (0, 1)))
        with Session(engine) as session:
            (link,) = session.scalars(select(Link)).all()
            assert (link.from_says, link.to_says, link.visibility) == (True, True, Visibility.private)
    finally:
        engine.dispose()
        town.drop(url)


def test_two_who_answer_at_once_are_both_heard(town):
    engine = db.make_engine(url := town.copy())
    try:
        with Session(db.writer(engine), expire_on_commit=False) as session, session.begin():
            one, two = add_groups(session, "One", "Two")
            number = links.observe(session, Statement("funds", one.id, two.id), None).id
        ready = Barrier(2, timeout=60)

        def speak(group_id: int, wish: str) -> None:
            with Session(db.writer(engine) if engine.dialect.name != "sqlite" else engine) as reading:
                stale = reading.get(Link, number)
                assert stale is not None
                ready.wait()
                if engine.dialect.name != "sqlite":
                    links.answer(reading, stale, group_id, True, visibility=wish)
                    reading.commit()
            if engine.dialect.name == "sqlite":
                with Session(db.writer(engine)) as writing, writing.begin():
                    links.answer(writing, stale, group_id, True, visibility=wish)

        with ThreadPoolExecutor(2) as people:
            list(people.map(speak, (one.id, two.id), ("private", "public")))
        with Session(engine) as session:
            link = session.get(Link, number)
            assert link is not None
            assert (link.from_says, link.to_says, link.visibility) == (True, True, Visibility.private)
    finally:
        engine.dispose()
        town.drop(url)
