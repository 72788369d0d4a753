"""Text as people type it: cleaned at the door, folded for searching."""

import re
import unicodedata

from assetmap.errors import Fault, Faulty

# Reason: these marks reorder the text around them and can make one name look like another. Plain left-to-right and
# right-to-left marks (U+200E, U+200F) are ordinary in Arabic, Urdu or Hebrew names and stay.
REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# Accents and vowel points are dropped; what a word cannot be read without (Indic vowel signs, viramas, nuktas, kana voicing) stays.
KEPT_CLASSES = {0, 6, 7, 8, 9}
WORD_PARTS = "LNM"  # letters, numbers, marks
POSSESSIVE = re.compile(r"(?<=\w)['\u2019](?=s\b)")  # so that "St Peters" finds St Peter's

NAME_MARK = "qz"  # plain letters, which both databases' indexes keep with the word; no language begins words so


def clean(text: str, lines: bool = False) -> str:
    """The text without spaces round it; on one line unless `lines`."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()
    return re.sub(r"\n{3,}", "\n\n", text) if lines else re.sub(r"\s+", " ", text)


def unsafe(text: str) -> bool:
    """Whether the text holds control characters or marks that reorder what stands around them."""
    return bool(CONTROL.search(text) or REORDERING.search(text))


def typed(given: str, field: str, limit: int, lines: bool = False, needed: str = "") -> tuple[str, list[Fault]]:
    """What somebody typed into a field, cleaned, with what is wrong with it; `needed` is what to say where nothing was typed."""
    text = clean(given, lines)
    if needed and not text:
        return text, [Fault(needed, field=field)]
    if unsafe(given):
        return text, [Fault("This has characters that cannot be shown. Type it again without them.", field=field)]
    too_long = f"This has {len(text):,} characters; shorten it to {limit:,}."
    return text, [Fault(too_long, field=field)] if len(text) > limit else []


def checked(given: str, field: str, limit: int, lines: bool = False, needed: str = "") -> str:
    """What somebody typed into a field, cleaned; Faulty where something is wrong with it, as in `typed`."""
    text, faults = typed(given, field, limit, lines, needed)
    if faults:
        raise Faulty(faults)
    return text


def fold(*texts: str) -> str:
    """The words of the texts in lower case without accents, for searching."""
    lower = unicodedata.normalize("NFKD", " ".join(texts)).casefold()
    joined = POSSESSIVE.sub("", unicodedata.normalize("NFKD", lower))
    kept = (sign for sign in joined if unicodedata.combining(sign) in KEPT_CLASSES)
    return " ".join("".join(sign if unicodedata.category(sign)[0] in WORD_PARTS else " " for sign in kept).split())


def in_name(word: str) -> str:
    """A folded word marked as one of a name: indexed beside the word itself, so that the index knows who is called so."""
    return f"{NAME_MARK}{word}"


def search_words(text: str) -> list[str]:
    """The distinct words of a search, at most eight, the longest first."""
    return sorted(set(fold(text).split()), key=lambda word: (-len(word), word))[:8]


def postcode_code(text: str) -> str:
    """A postcode in capitals without spaces or punctuation."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())[:8]
