"""Looks at a network: the example stands in while no link is known; kinds, themes, areas and steps take the rest away."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap import db
from assetmap.errors import NotFound
from assetmap.models import Asset, Category, Example
from assetmap.services import areas, networks
from assetmap.services.networks import Look, findings, listing
from assetmap.services.networks.findings import FindingKind
from tests.networked import add_groups, add_link


@pytest.fixture
def invented(session):
    nodes = [{"node": "xg1", "kind": "group", "name": "Invented", "themes": ["faith"]}, {"node": "xg2", "kind": "group", "name": "Made up"}]
    links = [{"link": "x1", "source": "xg1", "target": "xg2", "kind": "co_runs", "state": "claimed"}]
    session.merge(Example(key="network", content={"nodes": nodes, "links": links, "notices": []}))
    session.flush()
    session.info["unsettled"] = True


def test_the_example_stands_in_until_a_link_is_known(session, invented):
    assert networks.look(session, Look()).example
    assert not networks.look(session, Look(example="no")).example
    one, two = add_groups(session, "One", "Two")
    add_link(session, "co_runs", one, two)
    assert not networks.look(session, Look()).example
    assert networks.look(session, Look(example="yes")).example


def test_kinds_and_themes_take_the_rest_away(session, invented):
    assert len(networks.look(session, Look(kinds=("funds",))).links) == 0
    assert list(networks.look(session, Look(theme="faith")).nodes.index) == ["xg1"]


def test_around_a_group_are_those_one_or_two_steps_away(session):
    one, two, three, four = add_groups(session, "One", "Two", "Three", "Four")
    for source, target in ((one, two), (two, three), (three, four)):
        add_link(session, "co_runs", source, target)
    near = networks.look(session, Look(around=f"g{one.id}", steps=1))
    assert set(near.nodes["name"]) == {"One", "Two"}
    assert set(networks.look(session, Look(around=f"g{one.id}")).nodes["name"]) == {"One", "Two", "Three"}
    assert networks.look(session, Look(around="g999999", example="no")).nodes.empty


def test_an_area_nobody_knows_is_not_found(session):
    with pytest.raises(NotFound):
        networks.look(session, Look(area="nowhere", example="no"))


def test_an_area_is_seen_with_the_links_that_lead_out_of_it(session):
    area = areas.neighbourhoods(session)[0]
    here, next_door, far, further = add_groups(session, "Here", "Next door", "Far", "Further")
    here.areas = [area]
    for source, target in ((here, next_door), (next_door, far), (far, further)):
        add_link(session, "co_runs", source, target)
    seen = networks.look(session, Look(area=areas.address(session, area), example="no"))
    assert seen.beyond == {f"g{next_door.id}"}
    assert "Here" in set(seen.groups["name"]) and "Next door" not in set(seen.groups["name"])
    assert len(seen.links) == 1
    told = listing.summary(seen)
    assert (told.linked, told.leading, told.elsewhere) == (1, 1, 1)
    assert [row.group.name for row in listing.listed(seen).items] == ["Here"]


def test_findings_of_an_area_are_about_what_is_in_it(session):
    area = areas.neighbourhoods(session)[0]
    here, *others = add_groups(session, "Here", "A", "B", "C")
    here.areas = [area]
    for other in others:
        add_link(session, "co_runs", here, other)
    seen = networks.look(session, Look(area=areas.address(session, area), example="no"))
    found = {each.kind: each for each in findings.findings(session, seen).found}
    assert FindingKind.together not in found
    assert found[FindingKind.broker].nodes == (f"g{here.id}",)
    assert FindingKind.hanging not in found
    assert {found[FindingKind.alone].figures["groups"]} == {len(seen.groups)}


def test_a_look_at_one_theme_takes_nothing_out_of_the_next_look(town):
    """Answers are kept only where nothing is left to be written, so it takes a database of its own."""
    engine = db.make_engine(url := town.copy())
    try:
        with Session(db.writer(engine), expire_on_commit=False) as session, session.begin():
            asset = session.scalars(select(Asset).where(Asset.cell.is_not(None), Asset.areas.any())).first()
            area = next(area for area in areas.neighbourhoods(session) if area in asset.areas)
            theme = session.scalar(select(Category.slug).where(Category.id != asset.category_id).order_by(Category.id))
            (elsewhere,) = add_groups(session, "Elsewhere")
            add_link(session, "meets_at", elsewhere, asset)
            plain = Look(area=areas.address(session, area), example="no")
        with Session(engine) as session:
            assert len(networks.look(session, replace(plain, theme=theme)).links) == 0
            assert len(networks.look(session, plain).links) == 1
    finally:
        engine.dispose()
        town.drop(url)
