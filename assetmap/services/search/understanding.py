"""What somebody who typed this may have meant: words that are known, words that nobody uses, a place, a kind of asset."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice, product

from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.models import Asset
from assetmap.services.filters import Terms, terms_condition
from assetmap.services.locate import Candidate
from assetmap.services.remember import remembered
from assetmap.services.search import known, spelling, spoken
from assetmap.services.vocabulary import vocabulary
from assetmap.services.words import NAME_MARK, fold, in_name, search_words

MOST_TRIES = 12  # readings of one search that are tried until one finds something


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


@dataclass(frozen=True)
class Reading:
    """One way to read some words: what is looked for, what was replaced by what, and whether anything has it all."""

    terms: Terms
    replaced: tuple[tuple[str, str], ...]
    finds: bool


def as_typed(q: str) -> Understood:
    """A search taken at its word."""
    return Understood(q, q, tuple((word,) for word in search_words(q)))


def understand(session: Session, q: str) -> Understood:
    """A search as it was most likely meant. It rests on its words alone, so that whatever asks for them finds the same."""
    return remembered(session, ("understood", q), lambda: _understand(session, q))


def _understand(session: Session, q: str) -> Understood:
    words = _distinct(fold(q).split())
    if not words:
        return as_typed(q)
    placed = spoken.find(session, words)
    if placed is not None and (placed.sure or not _is_called(session, words)):
        return _there(session, q, placed)
    reading = read(session, words)
    if not reading.finds:
        right = _as_read(words, reading)
        placed = spoken.find(session, right) or spoken.at_an_end(session, right)
        if placed is not None and read(session, list(placed.rest)).finds:
            return _there(session, q, placed)
    offered = spoken.named(session, _as_read(words, reading))
    return Understood(q, _said(words, reading), reading.terms, reading.replaced, None, offered, _category(session, words))


def _there(session: Session, q: str, placed: spoken.Placed) -> Understood:
    """The words that are left, near the place."""
    words = list(placed.rest)
    if not words:
        return Understood(q, "", (), near=placed.place)
    reading = read(session, words)
    return Understood(q, _said(words, reading), reading.terms, reading.replaced, placed.place, None, _category(session, words))


def read(session: Session, words: list[str]) -> Reading:
    """The first reading of the words that finds something; where none does, the words just as they are."""
    kept = sorted(words, key=lambda word: (-len(word), word))[:8]
    unknown = [word for word in kept if not known.begins_some(session, word)]
    for tried in islice(_readings(session, [word for word in words if word in kept], unknown), MOST_TRIES):
        if finds(session, tried.terms):
            return replace(tried, finds=True)
    return Reading(tuple((word,) for word in kept), (), False)


def _readings(session: Session, words: list[str], unknown: list[str]) -> Iterator[Reading]:
    """Ways to read the words, the likeliest first: as few slips as there can be."""
    if not unknown:
        yield _reading(session, {word: (word,) for word in words})
    options = {word: _options(session, word) for word in unknown}
    for chosen in product(*options.values()):
        taken = dict(zip(options, chosen, strict=True))
        yield _reading(session, {word: taken.get(word, (word,)) for word in words})
    for first, second, both in spelling.joined(session, words):
        yield _reading(session, {f"{first} {second}": (both,)} | {word: (word,) for word in words if word not in (first, second)})
    # Every word is known and yet none has them all: one of them was a slip that made another word.
    for word in sorted((word for word in words if word not in unknown), key=lambda word: -len(word)):
        for near in _near(session, word):
            others = {other: (options[other][0] if other in options else (other,)) for other in words}
            yield _reading(session, others | {word: near})


def _options(session: Session, word: str) -> list[tuple[str, ...]]:
    """What a word nobody uses may be: words one slip away, two words without their space, words two slips away, or just itself."""
    splits = [(" ".join(split),) for split in spelling.parts(session, word)]
    near = _near(session, word)
    return [*near[:1], *splits, *near[1:]] or [(word,)]


def _near(session: Session, word: str) -> list[tuple[str, ...]]:
    found = [spelling.nearest(session, word, slips) for slips in range(1, spelling.slips_allowed(word) + 1)]
    return [words for words in found if words]


def _reading(session: Session, chosen: Mapping[str, tuple[str, ...]]) -> Reading:
    """What is looked for where each word is read as one of these; "two words" in one are two terms."""
    terms: list[tuple[str, ...]] = []
    for word, others in chosen.items():
        if " " in others[0]:
            terms += [(part,) for part in others[0].split()]
        else:
            terms.append(others + spelling.other_forms(session, others[0]) if others == (word,) else others)
    replaced = tuple((word, " / ".join(others)) for word, others in chosen.items() if others != (word,))
    return Reading(tuple(dict.fromkeys(terms)), replaced, False)


def finds(session: Session, terms: Terms) -> bool:
    """Whether any asset has all of this."""
    return session.scalar(select(Asset.id).where(terms_condition(session, terms)).limit(1)) is not None


def _is_called(session: Session, words: list[str]) -> bool:
    """Whether some asset's name has all these words: then they are no place."""
    return finds(session, tuple((in_name(word),) for word in words[:8]))


def _category(session: Session, words: list[str]) -> tuple[str, ...]:
    """The kind of asset whose name these words are, be they one or many of it."""
    wanted = _singular(" ".join(words))
    return next(((each.slug, each.name) for each in vocabulary(session).categories if _singular(fold(each.name)) == wanted), ())


def _singular(phrase: str) -> str:
    return phrase[:-3] + "y" if phrase.endswith("ies") else phrase.removesuffix("s")


def _said(words: list[str], reading: Reading) -> str:
    """The words as they were understood, in the order they were typed."""
    text = " ".join(words)
    for typed, meant in reading.replaced:
        text = f" {text} ".replace(f" {typed} ", f" {meant} ", 1).strip()
    return text


def _as_read(words: list[str], reading: Reading) -> list[str]:
    """The same as single words, each replaced by the likeliest."""
    likeliest = {typed: meant.split(" / ")[0] for typed, meant in reading.replaced}
    return " ".join(likeliest.get(word, word) for word in words).split()


def _distinct(words: list[str]) -> list[str]:
    return [word for word in dict.fromkeys(words) if not word.startswith(NAME_MARK)][:20]
