"""The words that the register itself uses: whether it knows one, and all of them at once to look for the nearest."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.models import KnownWord
from assetmap.services.remember import remembered
from assetmap.services.words import NAME_MARK

LAST = "\U0010ffff"  # comes after every other sign


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


def begins_some(session: Session, word: str) -> bool:
    """Whether some word of the register is this one or begins with it."""
    query = select(KnownWord.word).where(KnownWord.word >= word, KnownWord.word < word + LAST).limit(1)
    return session.scalar(query) is not None


def among(session: Session, words: Iterable[str]) -> dict[str, int]:
    """Those of some words that the register has just so, each with how many assets have it."""
    wanted = sorted(set(words))
    rows = session.execute(select(KnownWord.word, KnownWord.entries).where(KnownWord.word.in_(wanted))) if wanted else ()
    return {row.word: row.entries for row in rows}


def lexicon(session: Session) -> Lexicon:
    """Every word of the register; kept until the register changes."""
    return remembered(session, "every word", lambda: _read(session))


def _read(session: Session) -> Lexicon:
    rows = session.execute(select(KnownWord.word, KnownWord.entries)).all()
    entries = {word: count for word, count in rows if not word.startswith(NAME_MARK)}
    named = frozenset(word.removeprefix(NAME_MARK) for word, _count in rows if word.startswith(NAME_MARK))
    found = Lexicon(entries, named)
    for word in entries:
        found.by_length.setdefault(len(word), []).append(word)
    return found
