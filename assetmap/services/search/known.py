"""The words that the register itself uses, of assets and of groups: whether it knows one, and all of them at once for the nearest."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.models import Group, KnownWord
from assetmap.services.filters import group_terms
from assetmap.services.matching import Terms, beginning, found_by_words, up_to
from assetmap.services.remember import remembered
from assetmap.services.words import NAME_MARK, fold


@dataclass(frozen=True)
class Lexicon:
    """Every word of the register, by its length; those of names apart, since these are what people look for."""

    entries: dict[str, int]
    named: frozenset[str]
    by_length: dict[int, list[str]] = field(default_factory=dict)

    @property
    def kept_parts(self) -> int:
        """How many parts of the memory of answers this takes."""
        return 2 * len(self.entries) + 1


class Vocabulary(Protocol):
    """The words of one kind of entry."""

    def has(self, word: str) -> bool:
        """Whether a search for this word alone finds something."""

    def among(self, words: Iterable[str]) -> dict[str, int]:
        """Those of some words that are used just so, each with how many entries have it."""

    def lexicon(self) -> Lexicon:
        """Every word; kept until the register changes."""

    def finds(self, terms: Terms) -> bool:
        """Whether any entry has all of this."""


@dataclass(frozen=True)
class OfAssets:
    """The words of assets, which the database keeps itself."""

    session: Session

    def has(self, word: str) -> bool:
        """Whether some word is this one or begins with it."""
        return beginning(self.session, word) != {}

    def among(self, words: Iterable[str]) -> dict[str, int]:
        """See Vocabulary."""
        wanted = sorted(set(words))
        rows = self.session.execute(select(KnownWord.word, KnownWord.entries).where(KnownWord.word.in_(wanted))) if wanted else ()
        return {row.word: row.entries for row in rows}

    def lexicon(self) -> Lexicon:
        """See Vocabulary."""
        return remembered(self.session, "every word", self._read)

    def _read(self) -> Lexicon:
        rows = self.session.execute(select(KnownWord.word, KnownWord.entries)).all()
        entries = {word: count for word, count in rows if not word.startswith(NAME_MARK)}
        return _lexicon(entries, (word.removeprefix(NAME_MARK) for word, _count in rows if word.startswith(NAME_MARK)))

    def finds(self, terms: Terms) -> bool:
        """See Vocabulary."""
        if len(terms) == 1:
            return any(self.has(word) for word in terms[0])
        return up_to(self.session, found_by_words(self.session, terms), 1) == 1


@dataclass(frozen=True)
class OfGroups:
    """The words of groups, of which there are few enough to read them all."""

    session: Session

    def has(self, word: str) -> bool:
        """Whether some word has this one in it."""
        return any(word in other for other in self.lexicon().entries)

    def among(self, words: Iterable[str]) -> dict[str, int]:
        """See Vocabulary."""
        entries = self.lexicon().entries
        return {word: entries[word] for word in words if word in entries}

    def lexicon(self) -> Lexicon:
        """See Vocabulary."""
        return remembered(self.session, "every word of groups", self._read)

    def _read(self) -> Lexicon:
        rows = self.session.execute(select(Group.name, Group.search_text)).all()
        entries = Counter(word for _name, text in rows for word in set(text.split()))
        return _lexicon(dict(entries), (word for name, _text in rows for word in fold(name).split()))

    def finds(self, terms: Terms) -> bool:
        """See Vocabulary."""
        return self.session.scalar(select(Group.id).where(*group_terms(terms)).limit(1)) is not None


def _lexicon(entries: dict[str, int], named: Iterable[str]) -> Lexicon:
    found = Lexicon(entries, frozenset(named))
    for word in entries:
        found.by_length.setdefault(len(word), []).append(word)
    return found
