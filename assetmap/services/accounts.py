"""Roles that exist, and what each is for."""

from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.models import Role


class RoleName(StrEnum):
    """The people of house.md who have accounts."""

    resident = "resident"
    developer = "developer"
    planner = "planner"
    steward = "steward"
    administrator = "administrator"


def ensure_roles(session: Session) -> None:
    """Make the roles that are missing."""
    known = set(session.scalars(select(Role.name)))
    session.add_all(Role(name=name.value) for name in RoleName if name.value not in known)
    session.flush()
