"""What somebody who typed this may have meant: words that are known, words that nobody uses, a place, a kind of asset."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from assetmap.services.locate import Candidate
from assetmap.services.matching import Terms
from assetmap.services.remember import remembered
from assetmap.services.search import spoken
from assetmap.services.search.known import OfAssets, OfGroups
from assetmap.services.search.reading import as_read, distinct, read, said
from assetmap.services.vocabulary import vocabulary
from assetmap.services.words import fold, in_name, search_words


@dataclass(frozen=True)
class Understood:
    """A search as it was understood.

    `terms` are what entries must have (see services/filters), `text` says them. `replaced` are words nobody uses and what was looked
    for instead. `near` is the place in the search that answers are ordered by; `offered` one that the words may mean as well.
    `category` is the slug and the name of the kind of asset that the words name, or empty.
    """

    typed: str
    text: str
    terms: Terms
    replaced: tuple[tuple[str, str], ...] = ()
    near: Candidate | None = None
    offered: Candidate | None = None
    category: tuple[str, ...] = ()


def as_typed(q: str) -> Understood:
    """A search taken at its word."""
    return Understood(q, q, tuple((word,) for word in search_words(q)))


def understand(session: Session, q: str) -> Understood:
    """A search as it was most likely meant. It rests on its words alone, so that whatever asks for them finds the same."""
    return remembered(session, ("understood", q), lambda: _understand(session, q))


def understand_of_groups(session: Session, q: str) -> Understood:
    """The same for groups, which stand at no one place: only what the words may have been meant to be."""
    return remembered(session, ("understood of groups", q), lambda: _understand_of_groups(session, q))


def _understand_of_groups(session: Session, q: str) -> Understood:
    words = distinct(fold(q).split())
    if not words:
        return as_typed(q)
    reading = read(OfGroups(session), words)
    return Understood(q, said(words, reading), reading.terms, reading.replaced)


def _understand(session: Session, q: str) -> Understood:
    words = distinct(fold(q).split())
    if not words:
        return as_typed(q)
    placed = spoken.find(session, words)
    if placed is not None and (placed.sure or not _is_called(session, words)):
        return _there(session, q, placed)
    reading = read(OfAssets(session), words)
    if not reading.finds:
        right = as_read(words, reading)
        placed = (placed if right == words else spoken.find(session, right)) or spoken.at_an_end(session, right)
        if placed is not None and read(OfAssets(session), list(placed.rest)).finds:
            return _there(session, q, placed)
    offered = spoken.named(session, as_read(words, reading))
    return Understood(q, said(words, reading), reading.terms, reading.replaced, None, offered, _category(session, words))


def _there(session: Session, q: str, placed: spoken.Placed) -> Understood:
    """The words that are left, near the place."""
    words = list(placed.rest)
    if not words:
        return Understood(q, "", (), near=placed.place)
    reading = read(OfAssets(session), words)
    return Understood(q, said(words, reading), reading.terms, reading.replaced, placed.place, None, _category(session, words))


def _is_called(session: Session, words: list[str]) -> bool:
    """Whether some asset's name has all these words: then they are no place."""
    return OfAssets(session).finds(tuple((in_name(word),) for word in words[:8]))


def _category(session: Session, words: list[str]) -> tuple[str, ...]:
    """The kind of asset whose name these words are, be they one or many of it."""
    wanted = _singular(" ".join(words))
    return next(((each.slug, each.name) for each in vocabulary(session).categories if _singular(fold(each.name)) == wanted), ())


def _singular(phrase: str) -> str:
    return phrase[:-3] + "y" if phrase.endswith("ies") else phrase.removesuffix("s")
