"""Holding rules: what sends even a trusted person's entry to review. They accuse nobody; they ask for a second pair of eyes."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap.errors import NotAllowed
from assetmap.models import Submission, User
from assetmap.services import contents
from assetmap.services.accounts import STEWARDS, with_roles
from assetmap.services.words import fold

Content = dict[str, Any]
Reason = dict[str, Any]
MOST_A_DAY = 20
# Not words of the sender: slugs, codes and days. Lists of text are slugs too; of what repeats, only titles and notes are words.
CHOSEN = {"category", "holder", "cost", "precision", "kind", "source_date", "postcode", "replaces", "reference"}
SAID_OF_TIMES = ("title", "note")
ENDINGS = "com|org|net|info|biz|io|co|me|app|shop|site|online|store|xyz|top|club|link|click|live|ly|gg|tv|eu|uk|london|gle"
LINK = re.compile(rf"(?:https?://|www\.)[^\s<>\"']+|(?<![@\w.-])(?:[\w-]+\.)+(?:{ENDINGS})\b(?:/[^\s<>\"']*)?", re.IGNORECASE)
TIME = re.compile(r"(?<!\d)\d{1,2}[.:]\d{2}(?!\d)|(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
PHONE = re.compile(r"\+?\(?\d[\d ()./\u2010-\u2015-]{6,}\d")
PHONE_DIGITS = range(9, 16)
TELLING_DIGITS = 9  # without the codes of countries and the trunk's zero, which the same number is written with and without
# Scripts that put no space between words: there a blocked word is looked for anywhere.
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True)
class Rules:
    """What is looked for: blocked words and phrases, folded; and how many entries one source may send in a day."""

    words: tuple[str, ...] = ()
    most_a_day: int = MOST_A_DAY


def read_words(file: Path) -> tuple[str, ...]:
    """The blocked words and phrases of a file (UTF-8), one on each line; empty lines and those beginning with # say nothing."""
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    folded = (plain(line) for line in lines if not line.lstrip().startswith("#"))
    return tuple(dict.fromkeys(words for words in folded if words))


def reasons(session: Session, content: Content, before: Content, source: str, rules: Rules) -> list[Reason]:
    """Why an entry should be looked at, compared with what it said before (nothing, for a new one); empty where nothing is noticed.

    Each has a `code` and its facts: link (`new`: the address), email (`new`: the public one), phone (`new`: as typed),
    word (`word`), many (`count` of entries from
    `source` today, this one among them if it is kept already; `most`).
    """
    text, said = texts(content), texts(before)
    found = [{"code": "link", "new": link} for link in links(text) if link not in links(said)]
    email = str(content.get("public_email") or "")
    found += [{"code": "email", "new": email}] if email and plain(email) != plain(str(before.get("public_email") or "")) else []
    known = phones(said)
    found += [{"code": "phone", "new": typed} for digits, typed in phones(text).items() if digits not in known]
    found += [{"code": "word", "word": word} for word in blocked(text, rules.words) if word not in blocked(said, (word,))]
    sent = from_source(session, source)
    return found + ([{"code": "many", "count": sent, "most": rules.most_a_day}] if sent > rules.most_a_day else [])


def of_submission(session: Session, submission: Submission, rules: Rules) -> list[Reason]:
    """The reasons to look at an entry that was sent, compared with the published one it changes."""
    target = submission.target_id
    before = contents.of_entry(session, submission.subject, target).everything if target is not None else {}
    return reasons(session, submission.content | {"message": submission.message}, before, submission.source, rules)


def check_reviewer(session: Session, submission: Submission, by: User) -> None:
    """NotAllowed where somebody would review their own entry that is held, and somebody else could."""
    if not submission.held or submission.user_id != by.id:
        return
    if any(other.id != by.id for other in with_roles(session, STEWARDS)):
        raise NotAllowed("You sent this entry yourself, and it is held for review: another steward has to approve it.")


def from_source(session: Session, source: str) -> int:
    """How many entries came from one source; sources change every day (see services/salts), so this is of one day."""
    if not source:
        return 0
    return session.scalar(select(func.count()).select_from(Submission).where(Submission.source == source)) or 0


def texts(content: Content) -> list[str]:
    """What somebody wrote in an entry."""
    return [text for name, value in content.items() for text in _written(name, value) if text]


def _written(name: str, value: object) -> Iterator[str]:
    if isinstance(value, str) and name not in CHOSEN:
        yield value
    if isinstance(value, list):
        yield from (str(each.get(part) or "") for each in value if isinstance(each, dict) for part in SAID_OF_TIMES)


def links(texts: Iterable[str]) -> list[str]:
    """The web addresses in texts, without what makes one look like two: scheme, www, a slash or a full stop at the end."""
    found = (match.group() for text in texts for match in LINK.finditer(unicodedata.normalize("NFKC", text)))
    return list(dict.fromkeys(filter(None, map(_plain_link, found))))


def _plain_link(link: str) -> str:
    host, slash, path = re.sub(r"^https?://", "", link.rstrip(".,;:!?)]}\u2019\u201d/"), flags=re.IGNORECASE).partition("/")
    return re.sub(r"^www\.", "", host.lower()) + slash + path


def phones(texts: Iterable[str]) -> dict[str, str]:
    """The telephone numbers in texts as they were typed, by their last digits; in any script's digits."""
    found: dict[str, str] = {}
    for text in texts:
        without_links = LINK.sub(" ", unicodedata.normalize("NFKC", text))
        for match in PHONE.finditer(TIME.sub("|", without_links)):
            digits = "".join(str(unicodedata.digit(sign)) for sign in match.group() if sign.isdigit())
            if len(digits) in PHONE_DIGITS:
                found.setdefault(digits[-TELLING_DIGITS:], match.group().strip())
    return found


def blocked(texts: Iterable[str], words: Iterable[str]) -> list[str]:
    """Which of the folded words or phrases stand in texts as whole words, in any script."""
    folded = [f" {plain(text)} " for text in texts]
    return [word for word in words if any((word if UNSPACED.search(word) else f" {word} ") in text for text in folded)]


def plain(text: str) -> str:
    """The words of a text folded, without signs that cannot be seen and would part or hide them."""
    return fold("".join(sign for sign in text if unicodedata.category(sign) != "Cf"))
