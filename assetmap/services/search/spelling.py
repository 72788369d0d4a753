"""The known words nearest to one that nobody uses: a letter dropped, doubled, swapped, struck beside its key; a space left out."""

from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from assetmap.services.search.known import Lexicon, Vocabulary

SHORTEST = 3  # of a word that is ever taken for another: two letters are near to too many
LONG = 6  # from here on a word may hold two slips
MOST = 3  # how many words equally near are tried side by side
KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def nearest(vocabulary: Vocabulary, word: str, slips: int) -> tuple[str, ...]:
    """The known words that this many slips lead to, at most `MOST`, the likeliest first. Words with digits are never taken for others."""
    if len(word) < SHORTEST or any(sign.isdigit() for sign in word):
        return ()
    known = vocabulary.lexicon()
    choices = [other for length in range(len(word) - slips, len(word) + slips + 1) for other in known.by_length.get(length, ())]
    found = process.extract(word, choices, scorer=OSA.distance, score_cutoff=slips, limit=None)
    near = [other for other, distance, _place in found if distance == slips and len(other) >= SHORTEST and not any(map(str.isdigit, other))]
    return tuple(sorted(near, key=lambda other: _unlikeliness(known, word, other))[:MOST])


def slips_allowed(word: str) -> int:
    """How many slips a word of this length may hold."""
    return 2 if len(word) >= LONG else 1


def _unlikeliness(known: Lexicon, typed: str, word: str) -> tuple[bool, bool, bool, int, str]:
    """By what the likelier of two words equally near comes first: the first letter is seldom wrong, fingers slip to the next key, and
    people look for names and for what there is much of."""
    return typed[0] != word[0], word not in known.named, not _slip_of_fingers(typed, word), -known.entries[word], word


def _slip_of_fingers(typed: str, word: str) -> bool:
    """Whether the words differ by keys that are neighbours, by two letters swapped, or by a letter doubled."""
    if len(typed) == len(word):
        pairs = [(a, b) for a, b in zip(typed, word, strict=True) if a != b]
        return sorted(typed) == sorted(word) or all(b in neighbours(a) for a, b in pairs)
    longer, shorter = (typed, word) if len(typed) > len(word) else (word, typed)
    return any(longer[place] == longer[place - 1] and longer[:place] + longer[place + 1 :] == shorter for place in range(1, len(longer)))


@lru_cache(maxsize=128)
def neighbours(letter: str) -> frozenset[str]:
    """The keys round a letter on the keyboard that most people here type on."""
    for row, keys in enumerate(KEYS):
        place = keys.find(letter)
        if place >= 0:
            beside = [KEYS[near][max(0, place - 1) : place + 2] for near in (row - 1, row, row + 1) if 0 <= near < len(KEYS)]
            return frozenset("".join(beside)) - {letter}
    return frozenset()


def parts(vocabulary: Vocabulary, word: str) -> list[tuple[str, str]]:
    """The two known words that this one may be, written without the space between them; the evenest split first. Only of two signs,
    as VA for V&A, each may be a word."""
    shortest = 1 if len(word) == 2 else 2
    splits = [(word[:place], word[place:]) for place in range(shortest, len(word) - shortest + 1)]
    known = vocabulary.among({part for split in splits for part in split})
    found = [split for split in splits if split[0] in known and split[1] in known]
    return sorted(found, key=lambda split: abs(len(split[0]) - len(split[1])))[:MOST]


def joined(vocabulary: Vocabulary, words: list[str]) -> list[tuple[str, str, str]]:
    """Neighbouring words that are a known one together: first, second, both."""
    pairs = [(first, second, first + second) for first, second in zip(words, words[1:], strict=False)]
    known = vocabulary.among([both for _first, _second, both in pairs])
    return [pair for pair in pairs if pair[2] in known]


def other_forms(vocabulary: Vocabulary, word: str) -> tuple[str, ...]:
    """The singular of a plural, the plural of a word in -y, where the register has it: a word's beginning finds the rest by itself."""
    return tuple(vocabulary.among(_forms(word)))


def _forms(word: str) -> list[str]:
    if len(word) < 5 or not word.isascii():
        return []
    if word.endswith("ies"):
        return [word[:-3] + "y"]
    if word.endswith(("ches", "shes", "sses", "xes")):
        return [word[:-2]]
    if word.endswith("s") and not word.endswith("ss"):
        return [word[:-1]]
    return [word[:-1] + "ies"] if word.endswith("y") and word[-2] not in "aeiou" else []
