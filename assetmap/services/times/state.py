"""Whether somewhere is open now, until when, and when it opens next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from assetmap.services.times.spans import Span


@dataclass(frozen=True)
class State:
    """Open until a moment (UTC), or closed until the next opening; none where nothing is known of it within sight."""

    open: bool
    changes: datetime | None


def state(found: Iterable[Span], at: datetime) -> State:
    """How it stands at a moment, from spans that reach from the day before as far as one wants to see."""
    until = at
    ordered = sorted(found)
    for each in ordered:  # what follows on without a gap is one opening
        if each.begins <= until < each.ends:
            until = each.ends
    if until > at:
        return State(True, until)
    return State(False, next((each.begins for each in ordered if each.begins > at), None))
