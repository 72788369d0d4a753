"""Bringing a network in from Kumu: the file read, what it would do looked at, done in one transaction, and taken back."""

from assetmap.services.exchange.kumu import File, read
from assetmap.services.exchange.matching import Match
from assetmap.services.exchange.past import Past, history, may_undo, undo
from assetmap.services.exchange.plan import Choices, Plan, plan
from assetmap.services.exchange.write import Done, do

__all__ = ["Choices", "Done", "File", "Match", "Past", "Plan", "do", "history", "may_undo", "plan", "read", "undo"]
