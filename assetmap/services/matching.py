"""Which assets have some words: the condition for either database, and how many they are.

A word finds what begins with it too. Neither database is quick at beginnings: it gathers all entries of every word so begun before it
compares. So a beginning is looked for as the few words that the register has of it (see models.KnownWord).
"""

from typing import Any

from sqlalchemy import ARRAY, CTE, ColumnElement, Integer, Select, any_, false, func, literal, literal_column, select, text
from sqlalchemy.orm import Session

from assetmap.db import is_sqlite
from assetmap.models import Asset, KnownWord
from assetmap.services.remember import remembered
from assetmap.services.words import search_words

Terms = tuple[tuple[str, ...], ...]  # folded words: an entry has one of each, or a word that begins with it
Condition = ColumnElement[bool]
AFTER_ALL = "\U0010ffff"  # comes after every other sign
QUOTED, BEGUN = '"{}"', '"{}"*'  # as SQLite's index is asked for a word, and for its beginning
FEW = 1000
ONE_IN = 20  # from one asset in twenty on, looking through an index is faster than following each find
MOST_WORDS = 40  # where more words begin alike, the beginning itself is looked for


def terms_of(q: str) -> Terms:
    """The words of a search, just as they are."""
    return tuple((word,) for word in search_words(q))


def text_condition(session: Session, q: str) -> Condition:
    """Assets whose public words hold every word of the search, or a word that begins with it."""
    return terms_condition(session, terms_of(q))


def terms_condition(session: Session, terms: Terms) -> Condition:
    """Assets that have one of each of these words, or a word that begins with it; none where nothing is sought."""
    if not terms:
        return false()
    if is_sqlite(session):
        # Reason: it follows each find, unless it is told not to by a sum, however many there are.
        number = Asset.id + 0 if finds_much(session, terms) else Asset.id
        return number.in_(found_by_words(session, terms))
    query = " & ".join(f"({' | '.join(_spelled(session, words, '{}', '{}:*'))})" for words in terms)
    few = remembered(session, ("few with words", query), lambda: _few(session, terms, query))
    return _matches(query) if few is None else Asset.id == any_(literal(few, ARRAY(Integer)))


def found_by_words(session: Session, terms: Terms) -> Select[int]:
    """The ids of the assets that have one of each of these words."""
    if not is_sqlite(session):
        return select(Asset.id).where(terms_condition(session, terms))
    return _in_index(" AND ".join(f"({' OR '.join(_spelled(session, words, QUOTED, BEGUN))})" for words in terms))


def beginning(session: Session, word: str) -> dict[str, int] | None:
    """The words of assets that begin with this one, each with how many have it; none where these words are too many to name."""

    def find() -> dict[str, int] | None:
        query = select(KnownWord.word, KnownWord.entries).where(KnownWord.word >= word, KnownWord.word < word + AFTER_ALL)
        rows = session.execute(query.limit(MOST_WORDS + 1)).all()
        return {row.word: row.entries for row in rows} if len(rows) <= MOST_WORDS else None

    return remembered(session, ("words that begin with", word), find)


def total(session: Session, terms: Terms) -> int | None:
    """How many assets have one of the words of a single term, by what the database has counted already: only the rarer words are looked
    for. None where there is more than that to look for."""
    found = [beginning(session, word) for words in terms for word in words]
    if len(terms) != 1 or None in found:
        return None
    entries = {word: count for words in found if words for word, count in words.items()}
    if len(entries) < 2:
        return sum(entries.values())
    most, *others = sorted(entries, key=lambda word: -entries[word])
    if is_sqlite(session):
        rest = _in_index(f"({' OR '.join(map(QUOTED.format, others))}) NOT {QUOTED.format(most)}")
    else:
        rest = select(Asset.id).where(_matches(f"({' | '.join(others)}) & !{most}"))
    return entries[most] + (session.scalar(select(func.count()).select_from(rest.subquery())) or 0)


def finds_much(session: Session, terms: Terms) -> bool:
    """Whether a search finds much of the register."""
    if not terms:
        return False

    def count() -> bool:
        most = many(session)
        return up_to(session, found_by_words(session, terms), most) == most

    return remembered(session, ("finds much", terms), count)


def many(session: Session) -> int:
    """How many assets are many: the twentieth part of the highest id, which is known without counting."""
    highest = session.scalar(select(func.max(Asset.id))) or 0
    return highest // ONE_IN + 1


def up_to(session: Session, found: Select[int], most: int) -> int:
    """How many rows are found, counted up to `most`."""
    return session.scalar(select(func.count()).select_from(select(at_once(found)).limit(most).subquery())) or 0


def at_once(found: Select[*tuple[Any, ...]]) -> CTE:
    """All that is found, of which a few are to be taken. Reason: PostgreSQL looks at row after row for the first few of what it believes
    to be many, which takes seconds where it is wrong; asked for all of them it takes the index, and is quick."""
    return found.cte("every").prefix_with("MATERIALIZED", dialect="postgresql")


def _few(session: Session, terms: Terms, query: str) -> list[int] | None:
    """The ids that PostgreSQL's index finds, where they are few; none where they are not.

    Their number is what its planner guesses worst, since words go together: named one by one, they cannot be looked for in a wrong way.
    """
    if (total(session, terms) or 0) > FEW:
        return None
    ids = list(session.scalars(select(at_once(select(Asset.id).where(_matches(query)))).limit(FEW + 1)))
    return ids if len(ids) <= FEW else None


def _spelled(session: Session, words: tuple[str, ...], whole: str, begun: str) -> list[str]:
    """Words as an index is asked for them: each by the words that begin with it, or where these are too many, by its beginning."""
    asked: dict[str, None] = {}
    for word in words:
        known = beginning(session, word)
        asked |= dict.fromkeys([begun.format(word)] if known is None else [whole.format(each) for each in known or [word]])
    return list(asked)


def _in_index(match: str) -> Select[int]:
    asked = literal_column("asset_words").op("MATCH")(match)
    return select(literal_column("rowid", Integer)).select_from(text("asset_words")).where(asked)


def _matches(query: str) -> Condition:
    return func.to_tsvector(text("'simple'"), Asset.search_text).op("@@")(func.to_tsquery(text("'simple'"), query))
