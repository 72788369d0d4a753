"""Periods, as headings and cells name them."""

import re

MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
YEAR = r"(?:19|20)\d\d"
PERIOD = re.compile(
    rf"(?<![\d.])(?:(?:(?:{MONTHS})[a-z]*\.?[ -])?{YEAR}(?:\s?(?:-|–|/| to )\s?(?:{YEAR}|\d\d))?(?:[ -]?q[1-4])?)(?![\d]|\.\d)",
    re.IGNORECASE,
)
WHOLE = re.compile(rf"(?:fy|year|mid|census|years?)?[ _-]*({PERIOD.pattern})", re.IGNORECASE)
SHORT_CODE = re.compile(r"(?<=[a-z])\d\d(?=cd\b|nm\b|_code|_name| code| name)")


def normal(text: str) -> str:
    """A period in one way of writing: 2020-21 for 2020/21 and for FY 2020/21, as a span says that itself."""
    text = re.sub(r"\s*(?:–|/| to )\s*", "-", " ".join(text.split()), flags=re.IGNORECASE)
    text = re.sub(r"(?<=\d)\s-\s(?=\d)", "-", text).removesuffix(".0")
    return re.sub(rf"^fy[ _-]*(?={YEAR}-\d)", "", text, flags=re.IGNORECASE)


def is_period(text: str) -> bool:
    """Whether a cell is a period and nothing else."""
    return bool(WHOLE.fullmatch(text.strip().removesuffix(".0")))


def within(text: str) -> tuple[str, str]:
    """The one period that a heading names, or none, and what is left of the heading without it."""
    found = list(PERIOD.finditer(text.replace("_", " ")))
    if len({each[0] for each in found}) != 1:
        return "", tidy(text)
    start, end = found[0].span()
    return normal(found[0][0]), " ".join(filter(None, (tidy(text[:start]), tidy(text[end:]))))


def tidy(text: str) -> str:
    """A heading's words without the signs that joined them to something else."""
    words = re.sub(r"\(\s*\)|\[\s*\]", " ", text.replace("_", " "))
    return " ".join(words.split()).strip(" -–/,:;.")


def without(heading: str) -> str:
    """A heading in which years play no part, so that next year's file has the same."""
    lower = " ".join(heading.casefold().split())
    return tidy(PERIOD.sub(" ", SHORT_CODE.sub("", lower).replace("_", " ")))
