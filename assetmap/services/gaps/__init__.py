"""Where need is high and access is low: a question about gaps, and its answer."""

from assetmap.services.gaps.answer import GapAnswer, GapRow, ask
from assetmap.services.gaps.asked import PACES, PARTS, Asked
from assetmap.services.gaps.found import Unsaid

__all__ = ["PACES", "PARTS", "Asked", "GapAnswer", "GapRow", "Unsaid", "ask"]
