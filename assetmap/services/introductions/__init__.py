"""Introductions: pairs of groups worth bringing together, those that were, and what came of it. A person decides on each."""

from assetmap.services.introductions.records import (
    Record,
    back,
    get,
    introduce,
    listed,
    outcome,
    set_aside,
)
from assetmap.services.introductions.suggestions import MOST, Party, Suggestion, reasons_for, worth_making

__all__ = [
    "MOST",
    "Party",
    "Record",
    "Suggestion",
    "back",
    "get",
    "introduce",
    "listed",
    "outcome",
    "reasons_for",
    "set_aside",
    "worth_making",
]
