"""Bringing a network in from Kumu: the file read, what it would do looked at, done in one transaction, and taken back."""

from assetmap.services.exchange.kumu import File, read
from assetmap.services.exchange.past import Past, history, undo
from assetmap.services.exchange.plan import Choices, Plan, plan
from assetmap.services.exchange.write import Done, do

__all__ = ["Choices", "Done", "File", "Past", "Plan", "do", "history", "plan", "read", "undo"]
