"""Telling SQLite which index to read changes how long an answer takes, and nothing else."""

import pytest

from assetmap.db import is_sqlite
from assetmap.services import assets, facets, matching, remember
from assetmap.services.filters import Filters
from assetmap.services.matching import terms_of

ASKED = [
    Filters(),
    Filters(q="street"),
    Filters(q="community cent"),
    Filters(q="nothingofthekind"),
    Filters(q="!?"),
    Filters(q="hall", category=("community-spaces",), holder=("community",)),
    Filters(area="E05009317"),
    Filters(area="E05009317", q="street", cost=("unknown",)),
]
BOXES = [None, (-0.2, 51.4, 0.2, 51.6), (-0.03, 51.52, -0.028, 51.522), (1.0, 52.0, 1.1, 52.1)]


def answers(session, asked: Filters, box) -> tuple:
    remember.forget()
    page = assets.listed(session, asked, 1, 10, box)
    return [item.id for item in page.items], page.total, page.placeless, facets.count(session, asked, box)


@pytest.mark.parametrize("box", BOXES)
@pytest.mark.parametrize("asked", ASKED)
def test_an_answer_is_the_same_whichever_index_it_comes_from(session, monkeypatch, asked, box):
    monkeypatch.setattr(matching, "many", lambda session: 10**9)
    plain = answers(session, asked, box)
    monkeypatch.setattr(matching, "many", lambda session: 1)
    assert answers(session, asked, box) == plain


@pytest.mark.parametrize("q", ["street", "hall", "church", "nothingofthekind", "!?"])
def test_much_is_one_asset_in_twenty(session, q):
    if not is_sqlite(session):
        pytest.skip("PostgreSQL knows by itself")
    remember.forget()
    assert matching.finds_much(session, terms_of(q)) == (assets.counted(session, Filters(q=q))[0] >= matching.many(session))
