"""The words an entry can be described with: categories, audiences, languages, access features."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session, make_transient_to_detached

from assetmap.db import Base
from assetmap.models import Category, Term, TermKind
from assetmap.services.remember import remembered_of_place

KINDS = tuple(kind.value for kind in TermKind)
T = TypeVar("T", bound=Base)


@dataclass(frozen=True)
class Vocabulary:
    """All categories and terms, in the order people should read them."""

    categories: tuple[Category, ...]
    all_terms: tuple[Term, ...]

    @cached_property
    def _by_kind(self) -> dict[str, list[Term]]:
        return {kind: [term for term in self.all_terms if term.kind == kind] for kind in KINDS}

    @cached_property
    def _by_id(self) -> dict[int, Category]:
        return {category.id: category for category in self.categories}

    def terms(self, kind: str) -> list[Term]:
        """The terms of one kind."""
        return self._by_kind[kind]

    def category(self, slug: str) -> Category | None:
        """The category with this slug, if there is one."""
        return next((category for category in self.categories if category.slug == slug), None)

    def category_by_id(self, number: int) -> Category:
        """The category with this id."""
        return self._by_id[number]

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
    return remembered_of_place(session, "vocabulary", lambda: read(session))


def read(session: Session) -> Vocabulary:
    """The place's words as they stand in the database. They are no part of the session, and take nothing out of it that it works with:
    what a group is about is written by what its session knows."""
    categories = _apart(session, Category, Category.position, Category.name)
    return Vocabulary(categories, _apart(session, Term, Term.kind, Term.position, Term.name))


def _apart(session: Session, model: type[T], *order: Any) -> tuple[T, ...]:
    """Every row of a table as an object that no session has."""
    names = [column.key for column in inspect(model).column_attrs]
    rows = session.execute(select(*(getattr(model, name) for name in names)).order_by(*order))
    found = tuple(model(**row._mapping) for row in rows)
    for each in found:
        make_transient_to_detached(each)
    return found
