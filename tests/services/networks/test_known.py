"""The network somebody may see: nodes where they are, links in their state, and nothing of what is hidden."""

from sqlalchemy import select

from assetmap.models import Area, Asset, Example, Notice, Side, Thing, Visibility
from assetmap.models.columns import now
from assetmap.services import areas, networks
from assetmap.services.networks import Viewer
from assetmap.services.networks.known import step
from tests.networked import add_groups, add_link


def venue(session):
    return session.scalars(select(Asset).where(Asset.cell.is_not(None), Asset.group_id.is_(None)).order_by(Asset.id)).first()


def test_states_follow_what_the_ends_say(session):
    one, two, three = add_groups(session, "One", "Two", "Three")
    silent = {"from_says": None, "from_said_at": None, "to_says": None, "to_said_at": None}
    add_link(session, "funds", one, two)
    add_link(session, "refers_to", one, three, to_says=None, to_said_at=None)
    add_link(session, "co_runs", two, three, **silent, observed_at=now())
    add_link(session, "trusted_contact", one, three, to_says=False)
    links = networks.known(session, Viewer.everyone).links
    assert dict(zip(links["kind"], links["state"], strict=True)) == {"funds": "confirmed", "refers_to": "claimed", "co_runs": "observed"}
    assert list(links["directed"]) == [True, True, False]


def test_what_somebody_may_not_see_is_not_there_and_few_hidden_links_are_not_counted(session):
    one, *others = add_groups(session, "One", "Two", "Three", "Four")
    for other in others[:2]:
        add_link(session, "co_runs", one, other, visibility=Visibility.shared)
    assert networks.known(session, Viewer.everyone).hidden is None
    assert len(networks.known(session, Viewer.connector).links) == 2
    add_link(session, "co_runs", one, others[2], visibility=Visibility.private)
    public, connector = networks.known(session, Viewer.everyone), networks.known(session, Viewer.connector)
    assert (len(public.links), public.hidden) == (0, 3)
    assert (len(connector.links), connector.hidden) == (2, None)


def test_the_number_of_hidden_links_is_told_in_steps():
    counts = (0, 2, 3, 9, 10, 19, 20, 49, 50, 99, 100, 499, 1000)
    assert [step(count) for count in counts] == [None, None, 3, 3, 10, 10, 20, 20, 50, 50, 100, 200, 1000]


def test_a_hidden_link_does_not_say_where_a_group_is_nor_bring_its_asset(session):
    (one,) = add_groups(session, "One")
    place = venue(session)
    link = add_link(session, "meets_at", one, place, visibility=Visibility.shared)
    node = f"g{one.id}"
    assert networks.known(session, Viewer.everyone).nodes.loc[[node], "lon"].isna().all()
    assert f"a{place.id}" not in networks.known(session, Viewer.everyone).nodes.index
    assert (
        networks.known(session, Viewer.connector).nodes.loc[node, "lon"]
        == networks.known(session, Viewer.connector).nodes.loc[f"a{place.id}", "lon"]
    )
    assert link.visibility == Visibility.shared


def test_a_part_has_the_links_inside_it(session):
    one, two, three = add_groups(session, "One", "Two", "Three")
    add_link(session, "co_runs", one, two)
    add_link(session, "co_runs", two, three)
    part = networks.within(networks.known(session, Viewer.everyone), {f"g{one.id}", f"g{two.id}"})
    assert (len(part.nodes), len(part.links), part.hidden) == (2, 1, None)


def test_an_area_holds_the_groups_that_work_there_and_the_linked_assets(session):
    place = venue(session)
    area = next(area for area in place.areas if area.geography.key == "ward25")
    one, two = add_groups(session, "One", "Two")
    one.areas = [area]
    add_link(session, "meets_at", two, place)
    inside = networks.inside(session, networks.known(session, Viewer.everyone), area)
    assert {f"g{one.id}", f"a{place.id}"} <= inside
    assert f"g{two.id}" not in inside


def test_notices_are_shown_to_those_they_are_for(session):
    (one,) = add_groups(session, "One")
    session.add(Notice(group_id=one.id, side=Side.need, thing=Thing.room, words="A room", visibility=Visibility.shared))
    session.flush()
    assert networks.known(session, Viewer.everyone).notices.empty
    assert list(networks.known(session, Viewer.connector).notices["thing"]) == ["room"]


def test_an_example_is_its_own_network_and_part_of_no_other(session):
    code = session.scalars(select(Area.code).where(Area.id == areas.neighbourhoods(session)[0].id)).one()
    nodes = [{"node": "xg1", "kind": "group", "name": "Invented", "areas": [code]}, {"node": "xg2", "kind": "group", "name": "Made up"}]
    links = [{"link": "x1", "source": "xg1", "target": "xg2", "kind": "co_runs", "state": "claimed"}]
    before = len(networks.known(session, Viewer.everyone).nodes)
    session.merge(Example(key="network", content={"nodes": nodes, "links": links, "notices": []}))
    session.info["unsettled"] = True
    found = networks.example(session)
    assert found is not None and found.example and len(found.links) == 1
    assert networks.inside(session, found, areas.neighbourhoods(session)[0]) == {"xg1"}
    assert len(networks.known(session, Viewer.everyone).nodes) == before
