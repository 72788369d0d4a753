"""Figures that people load: a file's columns understood, checked, previewed, written in one transaction, and taken back."""

from assetmap.services.loads.guesses import completed, guess
from assetmap.services.loads.mapping import Facts, Mapping, as_json, from_json
from assetmap.services.loads.preview import Preview, look
from assetmap.services.loads.undo import get, history, undo
from assetmap.services.loads.write import load

__all__ = ["Facts", "Mapping", "Preview", "as_json", "completed", "from_json", "get", "guess", "history", "load", "look", "undo"]
