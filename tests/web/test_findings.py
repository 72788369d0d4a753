"""Findings as sentences: the same figures in words, names as ways to their pages, nothing of what is hidden."""

import pandas as pd
import pytest
from markupsafe import Markup
from sqlalchemy.orm import Session

from assetmap.models import Visibility
from assetmap.services import networks, places
from assetmap.services.networks.basis import Basis
from assetmap.services.networks.findings import Finding, FindingKind, Findings, Part, findings
from assetmap.web.networks.findings import sentences
from tests.networked import add_groups, add_link

TODAY = pd.Timestamp("2026-06-01")


@pytest.fixture
def fill(app):
    """Run something on the application's own database."""

    def run(work):
        with Session(app.extensions["engine"], expire_on_commit=False) as session:
            made = work(session)
            session.commit()
            return made

    return run


def star(session):
    """One group in the middle of six, one of them with a name that would be a script; and one alone."""
    middle, *others = add_groups(session, "Middle", "<script>alert(1)</script>", "${B}", "C %(x)s", "D", "E", "F")
    for other in others:
        add_link(session, "co_runs", middle, other)
    add_groups(session, "Nobody Known")
    return middle


def told(app, viewer=networks.Viewer.everyone):
    with app.test_request_context("/networks"):
        session = app.extensions["sessions"]()
        network = networks.known(session, viewer)
        return sentences(findings(session, network), network)


def test_every_finding_is_a_sentence_with_what_it_rests_on(app, fill):
    fill(star)
    said = told(app)
    assert {each.kind for each in said} >= {"together", "broker", "hanging", "alone", "density", "change"}
    for each in said:
        assert isinstance(each.text, Markup) and each.text.strip().endswith(".")
        assert each.title and "%(" not in each.text.replace("C %(x)s", "") and each.rests_on.startswith("Rests on ")
        assert "Few groups have answered" in each.caution


def test_names_are_ways_to_their_own_network_and_never_markup(app, fill):
    middle = fill(star)
    broker = next(each for each in told(app) if each.kind == "broker")
    assert f'<a href="/groups/{middle.id}/network" data-node="g{middle.id}"><bdi>Middle</bdi></a>' in broker.text
    hanging = next(each for each in told(app) if each.kind == "hanging")
    names = str(dict(hanging.figures)["Which"])
    assert "&lt;script&gt;" in names and "<script>" not in names and "${B}" in names and "C %(x)s" in names


def test_a_figure_in_the_sentence_is_the_figure_behind_it(app, fill):
    fill(star)
    said = {each.kind: each for each in told(app)}
    assert said["alone"].text.startswith(f"No link is known for {len(said['alone'].nodes)} groups.")
    assert said["hanging"].text.startswith("6 groups hang together with others by one link only.")
    assert "Rests on 6 links, 6 of them stated by both sides" in said["together"].rests_on


@pytest.mark.parametrize(
    ("linked", "text"),
    [
        ((4, 1), "most closely linked in <bdi>P0</bdi>, and least in <bdi>P1</bdi>."),
        ((4, 2, 1, 1), "most closely linked in <bdi>P0</bdi>, and least in <bdi>P2</bdi> and <bdi>P3</bdi>."),
        ((4, 4, 4, 1), "in <bdi>P0</bdi>, <bdi>P1</bdi> and <bdi>P2</bdi>, and least in <bdi>P3</bdi>."),
        ((4, 0, 0, 0, 0), "in <bdi>P0</bdi>, and least in 4 neighbourhoods."),
    ],
)
def test_all_that_share_the_first_or_last_place_are_named_or_counted(app, linked, text):
    parts = tuple(Part(f"P{at}", 5, 10, count) for at, count in enumerate(linked))
    finding = Finding(FindingKind.by_area, (), {"parts": len(parts)}, Basis(20, 20, 9, 9), parts)
    with app.test_request_context("/networks"):
        network = networks.known(app.extensions["sessions"](), networks.Viewer.everyone)
        (said,) = sentences(Findings((finding,), {}, TODAY), network)
    assert text in said.text


def test_the_page_of_everybody_has_the_sentences_and_nothing_of_hidden_links(app, client, fill):
    fill(star)
    before = [str(each) for each in told(app)]

    def add_two(session):
        made = add_groups(session, "Secret One", "Secret Two")
        places.changed(session)
        return made

    two = fill(add_two)
    open_alone = [str(each) for each in told(app)]
    assert before != open_alone
    fill(lambda session: add_link(session, "co_runs", *two, visibility=Visibility.private))
    assert [str(each) for each in told(app)] == open_alone == [str(each) for each in told(app, networks.Viewer.connector)]
    page = client.get("/networks").text
    assert "What stands out" in page and "Middle</bdi></a> connects others" in page


def test_the_findings_of_an_example_say_that_it_is_one(reader):
    page = reader.get("/networks?example=yes").text
    assert "What stands out" in page
    assert "Example: none of these groups exist." in page


def test_the_methods_page_says_what_a_network_cannot_tell(reader):
    page = reader.get("/methods").text
    assert "No link known is not the same as no link." in page
