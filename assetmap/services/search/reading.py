"""Ways to read some words: each as it is, or as a known one that it may have been meant to be; the first that finds something."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice, product

from assetmap.services.matching import Terms
from assetmap.services.search import spelling
from assetmap.services.search.known import Vocabulary
from assetmap.services.words import NAME_MARK

MOST_TRIES = 12  # readings of one search that are tried until one finds something


@dataclass(frozen=True)
class Reading:
    """One way to read some words: what is looked for, what was replaced by what, and whether anything has it all."""

    terms: Terms
    replaced: tuple[tuple[str, str], ...]
    finds: bool


def read(vocabulary: Vocabulary, words: list[str]) -> Reading:
    """The first reading of the words that finds something; where none does, the words just as they are."""
    kept = sorted(words, key=lambda word: (-len(word), word))[:8]
    unknown = [word for word in kept if not vocabulary.has(word)]
    for tried in islice(_readings(vocabulary, [word for word in words if word in kept], unknown), MOST_TRIES):
        if vocabulary.finds(tried.terms):
            return replace(tried, finds=True)
    return Reading(tuple((word,) for word in kept), (), False)


def _readings(vocabulary: Vocabulary, words: list[str], unknown: list[str]) -> Iterator[Reading]:
    """Ways to read the words, the likeliest first: as few slips as there can be."""
    if not unknown:
        yield _reading(vocabulary, {word: (word,) for word in words})
    options = {word: _options(vocabulary, word) for word in unknown}
    for chosen in product(*options.values()):
        taken = dict(zip(options, chosen, strict=True))
        yield _reading(vocabulary, {word: taken.get(word, (word,)) for word in words})
    for first, second, both in spelling.joined(vocabulary, words):
        yield _reading(vocabulary, {f"{first} {second}": (both,)} | {word: (word,) for word in words if word not in (first, second)})
    # Every word is known and yet none has them all: one of them was a slip, or a missing space, that made another word.
    for word in sorted((word for word in words if word not in unknown), key=lambda word: -len(word)):
        for near in [*_near(vocabulary, word), *_splits(vocabulary, word)]:
            others = {other: (options[other][0] if other in options else (other,)) for other in words}
            yield _reading(vocabulary, others | {word: near})


def _options(vocabulary: Vocabulary, word: str) -> list[tuple[str, ...]]:
    """What a word nobody uses may be: words one slip away, two words without their space, words two slips away, or just itself."""
    near = _near(vocabulary, word)
    return [*near[:1], *_splits(vocabulary, word), *near[1:]] or [(word,)]


def _splits(vocabulary: Vocabulary, word: str) -> list[tuple[str, ...]]:
    return [(" ".join(split),) for split in spelling.parts(vocabulary, word)]


def _near(vocabulary: Vocabulary, word: str) -> list[tuple[str, ...]]:
    found = [spelling.nearest(vocabulary, word, slips) for slips in range(1, spelling.slips_allowed(word) + 1)]
    return [words for words in found if words]


def _reading(vocabulary: Vocabulary, chosen: Mapping[str, tuple[str, ...]]) -> Reading:
    """What is looked for where each word is read as one of these; "two words" in one are two terms."""
    terms: list[tuple[str, ...]] = []
    for word, others in chosen.items():
        if " " in others[0]:
            terms += [(part,) for part in others[0].split()]
        else:
            terms.append(others + spelling.other_forms(vocabulary, others[0]) if others == (word,) else others)
    replaced = tuple((word, " / ".join(others)) for word, others in chosen.items() if others != (word,))
    return Reading(tuple(dict.fromkeys(terms)), replaced, False)


def said(words: list[str], reading: Reading) -> str:
    """The words as they were understood, in the order they were typed."""
    text = " ".join(words)
    for typed, meant in reading.replaced:
        text = f" {text} ".replace(f" {typed} ", f" {meant} ", 1).strip()
    return text


def as_read(words: list[str], reading: Reading) -> list[str]:
    """The same as single words, each replaced by the likeliest."""
    likeliest = {typed: meant.split(" / ")[0] for typed, meant in reading.replaced}
    return " ".join(likeliest.get(word, word) for word in words).split()


def distinct(words: list[str]) -> list[str]:
    """Each word once, at most twenty, without those that nobody types."""
    return [word for word in dict.fromkeys(words) if not word.startswith(NAME_MARK)][:20]
