"""Answers kept until what they rest on changes: mostly the register."""

from collections.abc import Callable, Hashable, Sized
from threading import Lock
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from cachetools import LRUCache
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assetmap.models import Place
from assetmap.services import places

T = TypeVar("T")
MOST_CHARACTERS = 2**24
MOST_PARTS = 250_000  # about 100 MB of figures


def size(answer: object) -> int:
    """How many parts an answer has, so that a country's figures take the place of many streets'; a text counts as one.

    What holds its parts closely packed says itself, as `kept_parts`, how many it is worth.
    """
    packed = getattr(answer, "kept_parts", None)
    if isinstance(packed, int):
        return packed
    if isinstance(answer, str) or not isinstance(answer, Sized):
        return 1
    inner = answer.values() if isinstance(answer, dict) else ()
    return 1 + len(answer) + sum(len(each) for each in inner if isinstance(each, dict | list | tuple))


_kept: LRUCache[Hashable, Any] = LRUCache(maxsize=MOST_PARTS, getsizeof=size)
_texts: LRUCache[Hashable, Any] = LRUCache(maxsize=MOST_CHARACTERS, getsizeof=len)
_addresses: WeakKeyDictionary[Engine, str] = WeakKeyDictionary()
_lock = Lock()


def remembered(session: Session, question: Hashable, answer: Callable[[], T]) -> T:
    """The answer to a question: kept from last time where nothing public has changed since, else made anew.

    A session that has changed something itself keeps nothing, since its change may yet be undone.
    """
    return _remembered(_kept, session, lambda place: place.register_version, question, answer)


def remembered_of_place(session: Session, question: Hashable, answer: Callable[[], T]) -> T:
    """The same for what no entry changes, only the loading of a place: words, boundaries, figures."""
    return _remembered(_kept, session, lambda place: place.place_version, question, answer)


def remembered_by_content(digest: Hashable, question: Hashable, answer: Callable[[], T]) -> T:
    """The same for what follows from one piece of content alone, whatever else has changed: `digest` is the same for the same content
    only. It needs no session, and holds in one that has changed something itself."""
    return _found_or_made(_kept, ("content", digest, question), answer)


def remembered_text(session: Session, question: Hashable, answer: Callable[[], str]) -> str:
    """The same for a page or another long text; as many are kept as fit into `MOST_CHARACTERS`, files among them."""
    return _remembered(_texts, session, lambda place: place.register_version, question, answer)


def remembered_file(session: Session, question: Hashable, answer: Callable[[], bytes]) -> bytes:
    """The same for the bytes of a file."""
    return _remembered(_texts, session, lambda place: place.register_version, question, answer)


def _remembered(
    kept: LRUCache[Hashable, Any], session: Session, version: Callable[[Place], str], question: Hashable, answer: Callable[[], T]
) -> T:
    if session.info.get(places.UNSETTLED):
        return answer()
    place = places.current(session)
    return _found_or_made(kept, (_address(session.get_bind().engine), place.key, version(place), question), answer)


def _found_or_made(kept: LRUCache[Hashable, Any], key: Hashable, answer: Callable[[], T]) -> T:
    with _lock:
        if key in kept:
            found: T = kept[key]
            return found
    made = answer()
    with _lock:
        if kept.getsizeof(made) <= kept.maxsize:
            kept[key] = made
    return made


def _address(engine: Engine) -> str:
    """The engine's address; kept, since a page asks two hundred times and it is put together from its parts each time."""
    if engine not in _addresses:
        _addresses[engine] = str(engine.url)
    return _addresses[engine]


def forget() -> None:
    """Forget every kept answer."""
    with _lock:
        _kept.clear()
        _texts.clear()
