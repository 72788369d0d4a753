"""Answers kept until the register changes."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from cachetools import LRUCache
from sqlalchemy.orm import Session

from assetmap.services import places

T = TypeVar("T")
_kept: LRUCache[Hashable, Any] = LRUCache(maxsize=512)
_lock = Lock()


def remembered(session: Session, question: Hashable, answer: Callable[[], T]) -> T:
    """The answer to a question: kept from last time where nothing public has changed since, else made anew.

    A session that has changed something itself keeps nothing, since its change may yet be undone.
    """
    if session.info.get(places.UNSETTLED):
        return answer()
    place = places.current(session)
    key = (str(session.get_bind().engine.url), place.key, place.register_version, question)
    with _lock:
        if key in _kept:
            kept: T = _kept[key]
            return kept
    made = answer()
    with _lock:
        _kept[key] = made
    return made


def forget() -> None:
    """Forget every kept answer."""
    with _lock:
        _kept.clear()
