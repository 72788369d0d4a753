"""The words an entry can be described with: categories, audiences, languages, access features."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.models import Category, Term, TermKind
from assetmap.services.remember import remembered


@dataclass(frozen=True)
class Vocabulary:
    """All categories and terms, in the order people should read them."""

    categories: tuple[Category, ...]
    all_terms: tuple[Term, ...]

    def terms(self, kind: str) -> list[Term]:
        """The terms of one kind."""
        return [term for term in self.all_terms if term.kind == kind]

    def category(self, slug: str) -> Category | None:
        """The category with this slug, if there is one."""
        return next((category for category in self.categories if category.slug == slug), None)

    def category_by_id(self, number: int) -> Category:
        """The category with this id."""
        return next(category for category in self.categories if category.id == number)

    def bits(self, kind: str, slugs: Iterable[str]) -> int:
        """The slugs as bits of one whole number; unknown ones are left out."""
        wanted = set(slugs)
        return sum(1 << term.bit for term in self.terms(kind) if term.slug in wanted)

    def slugs(self, kind: str, bits: int) -> list[str]:
        """The slugs of the bits that are set."""
        return [term.slug for term in self.terms(kind) if bits >> term.bit & 1]

    def names(self, kind: str, bits: int) -> list[str]:
        """The names of the bits that are set."""
        return [term.name for term in self.terms(kind) if bits >> term.bit & 1]


def vocabulary(session: Session) -> Vocabulary:
    """The place's words."""
    return remembered(session, "vocabulary", lambda: read(session))


def read(session: Session) -> Vocabulary:
    """The place's words as they stand in the database, detached from the session."""
    categories = tuple(session.scalars(select(Category).order_by(Category.position, Category.name)))
    terms = tuple(session.scalars(select(Term).order_by(Term.kind, Term.position, Term.name)))
    for each in (*categories, *terms):
        session.expunge(each)
    return Vocabulary(categories, terms)


KINDS = tuple(kind.value for kind in TermKind)
