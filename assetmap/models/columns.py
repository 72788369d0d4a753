"""Column types that several tables share."""

from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import DateTime, Dialect, Enum, TypeDecorator


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite forgets time zones, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Say that a moment read is in UTC."""
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


def now() -> datetime:
    """This moment in UTC."""
    return datetime.now(UTC)


def choice(kind: type[StrEnum], name: str) -> Enum:
    """A text column that holds one of an enumeration's values, checked by the database."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=max(len(member.value) for member in kind),
        values_callable=lambda members: [member.value for member in members],
    )
