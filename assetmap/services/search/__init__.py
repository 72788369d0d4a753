"""One box: what somebody typed is understood here, in one place, before any list, map, count or API looks for it."""

from assetmap.services.search.understanding import Understood, as_typed, understand, understand_of_groups

__all__ = ["Understood", "as_typed", "understand", "understand_of_groups"]
