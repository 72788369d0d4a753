"""Links: how they are stated, answered, observed, changed and ended. Nobody else writes them."""

from assetmap.services.links.ends import Own, answers_for, end_of, get, own, search
from assetmap.services.links.handover import handed_over
from assetmap.services.links.merger import merged, parted, runner_changed
from assetmap.services.links.shown import Shown, at_asset, of_group
from assetmap.services.links.statements import Statement, faults
from assetmap.services.links.verbs import answer, change, end, observe, observe_all, state, stricter

__all__ = [
    "Own",
    "Shown",
    "Statement",
    "answer",
    "answers_for",
    "at_asset",
    "change",
    "end",
    "end_of",
    "faults",
    "get",
    "handed_over",
    "merged",
    "observe",
    "observe_all",
    "of_group",
    "own",
    "parted",
    "runner_changed",
    "search",
    "state",
    "stricter",
]
