"""What the words of somebody else's file may mean here. A person sees each guess and can say otherwise."""

import re

from assetmap.models import Frequency, LinkKind
from assetmap.services.words import fold

# In this order: the first whose words are in it counts, so that "member of a partnership" is no partnership.
KINDS: tuple[tuple[LinkKind, str], ...] = (
    (LinkKind.member_of, r"member|belongs to|part of|affiliat|subscrib"),
    (LinkKind.funds, r"fund|grant|donat|sponsor|financ|commission|gives money"),
    (LinkKind.refers_to, r"refer|signpost|sends people|introduces people"),
    (LinkKind.shares_space, r"shar\w* (?:\w+ )?(?:space|room|building|venue|office|hall|kitchen)|co locat|colocat|same building"),
    (LinkKind.meets_at, r"\bmeets?\b|meeting|venue|based (?:at|in)|located|\buses\b|\bhosted|gathers"),
    (LinkKind.co_runs, r"\bco runs?\b|together|partner|collaborat|joint|co deliver|works? with|runs? with|project"),
    (LinkKind.trusted_contact, r"trust|contact|know|friend|relationship|relation|talks? to|speaks? to"),
)
OFTEN: tuple[tuple[Frequency, str], ...] = (
    (Frequency.unknown, r"not known|unknown"),
    (Frequency.rarely, r"rare|once a year|seldom|less than yearly"),
    (Frequency.weekly, r"week|daily|every day|each day"),
    (Frequency.monthly, r"month"),
    (Frequency.yearly, r"year|annual|quarter|term"),
)
ASSETS = re.compile(r"\b(asset|venue|place|space|building|hall|centre|center|room|site|location|park|garden|activity|equipment)s?\b")
YEAR = re.compile(r"(?:^|\D)(\d{4})(?:\D|$)")


def kind(words: str) -> str:
    """The kind of link that words such as `signposts to` mean, or nothing."""
    said = fold(words.replace("_", " "))
    return next((found.value for found, pattern in KINDS if said == fold(found.value.replace("_", " ")) or re.search(pattern, said)), "")


def frequency(words: str) -> str:
    """How often something is, from words; a bare number says how strong, not how often, so it says nothing."""
    said = fold(words)
    return next((found.value for found, pattern in OFTEN if re.search(pattern, said)), Frequency.unknown.value)


def is_asset(words: str) -> bool:
    """Whether a type of element is rather an asset than a group."""
    return bool(ASSETS.search(fold(words)))


def year(words: str) -> int | None:
    """The year in words such as `2019`, `May 2019` or `2019-05-01`; none where there is none."""
    found = YEAR.search(words)
    return int(found[1]) if found else None
