"""Words are looked for as the words that the register has of them: what is found, and how much, is as if each entry were read."""

import pytest
from sqlalchemy import func, insert, select

from assetmap.models import Asset, KnownWord
from assetmap.services import matching, remember
from assetmap.services.assets import counted
from assetmap.services.filters import Filters
from assetmap.services.vocabulary import vocabulary
from tests.services.test_search import add


def has(words: list[str], terms: matching.Terms) -> bool:
    return all(any(each.startswith(word) for word in one for each in words) for one in terms)


def read(session, terms: matching.Terms) -> set[int]:
    """The ids that are found by reading every entry."""
    rows = session.execute(select(Asset.id, Asset.search_text)).all()
    return {row.id for row in rows if has(row.search_text.split(), terms)}


def found(session, terms: matching.Terms) -> set[int]:
    return set(session.scalars(select(Asset.id).where(matching.terms_condition(session, terms))))


def beginnings(session) -> list[str]:
    """Beginnings of one, two and four letters and whole words, from all over the register."""
    words = session.scalars(select(KnownWord.word).order_by(KnownWord.word)).all()
    return sorted({word[:length] for place, word in enumerate(words[::40]) for length in [(1, 2, 4, 40)[place % 4]]})


def test_a_beginning_finds_what_reading_every_entry_finds(session):
    asked = beginnings(session)
    assert {len(matching.beginning(session, word) or "x" * 99) > matching.MOST_WORDS for word in asked} == {True, False}
    for word in asked:
        terms = ((word,),)
        assert found(session, terms) == set(session.scalars(matching.found_by_words(session, terms))) == read(session, terms), word


@pytest.mark.parametrize(
    "terms",
    [
        (("stre", "road"), ("commun",)),
        (("a",), ("s",), ("e1",)),
        (("hall", "nothingofthekind"), ("church", "moschee", "mosque")),
        (("nothingofthekind",), ("street",)),
        (("idea",), ("store", "stores"), ("libr", "bow")),
    ],
)
def test_of_each_of_many_words_one_is_enough(session, terms):
    assert found(session, terms) == read(session, terms)


def test_what_the_database_has_counted_is_what_is_found(session):
    told = [(word, matching.total(session, ((word,),))) for word in beginnings(session)]
    assert [(word, count) for word, count in told if count is not None] == [
        (word, len(read(session, ((word,),)))) for word, count in told if count is not None
    ]
    assert matching.total(session, (("street", "road", "hall"),)) == len(read(session, (("street", "road", "hall"),)))
    assert matching.total(session, (("nothingofthekind",),)) == 0
    assert matching.total(session, (("street",), ("hall",))) is None
    assert matching.total(session, ()) is None


@pytest.mark.parametrize("q", ["commun", "hall", "nothingofthekind", "e"])
def test_a_search_counts_the_same_with_places_whichever_way_it_is_counted(session, q):
    ids = read(session, ((q,),))
    placed = set(session.scalars(select(Asset.id).where(Asset.cell.is_not(None))))
    assert counted(session, Filters(q=q)) == (len(ids), len(ids & placed))
    everything = tuple(each.slug for each in vocabulary(session).categories)
    assert counted(session, Filters(q=q, category=everything)) == counted(session, Filters(q=q))


def test_a_word_is_found_as_soon_as_its_entry_is_there_and_no_longer_than_that(session):
    terms = (("quixo",),)
    assert found(session, terms) == set()
    made = add(session, "Quixotic windmills", summary="quixotically quixotic")
    assert found(session, terms) == {made.id}
    assert matching.total(session, terms) == 1
    session.delete(made)
    session.flush()
    assert (found(session, terms), matching.total(session, terms)) == (set(), 0)


def test_more_words_than_can_be_named_are_found_by_their_beginning(session):
    session.execute(insert(KnownWord), [{"word": f"hallq{number}", "entries": 1} for number in range(matching.MOST_WORDS)])
    remember.forget()
    assert matching.beginning(session, "hall") is None
    assert matching.total(session, (("hall",),)) is None
    assert found(session, (("hall",),)) == read(session, (("hall",),))
    assert counted(session, Filters(q="hall"))[0] == len(read(session, (("hall",),)))


def test_a_few_are_counted_no_further_than_asked(session):
    every = select(Asset.id)
    everything = session.scalar(select(func.count()).select_from(Asset))
    assert [matching.up_to(session, every, most) for most in (1, 3, 10**6)] == [1, 3, everything]
    assert matching.up_to(session, every.where(Asset.id < 0), 5) == 0
