"""What can go wrong, in plain words. No HTTP here: web/errors.py says which status each one gets."""

from dataclasses import dataclass


class AssetmapError(Exception):
    """Something a person can understand and act on; its text is shown to them."""


class NotFound(AssetmapError):
    """There is nothing at this address."""


class Gone(AssetmapError):
    """There was something at this address, and its time is over."""


class Departed(NotFound):
    """There was an entry at this address. `kind` is asset or group; `goal` is the number of the entry it was merged into, if it was."""

    def __init__(self, message: str, kind: str, entry_id: int, goal: int | None = None):
        self.kind, self.entry_id, self.goal = kind, entry_id, goal
        super().__init__(message)


class NotAllowed(AssetmapError):
    """This person may not do this."""


class AlreadyDecided(AssetmapError):
    """Somebody else approved or declined this entry first."""


class NothingLoaded(AssetmapError):
    """No place has been loaded yet, so there is nothing to show."""


class OutsideEveryArea(AssetmapError):
    """The point lies in no area of this place, not even within the tolerance."""


class UnknownPostcode(AssetmapError):
    """The postcode is not one of this place's."""


class BadQuery(AssetmapError):
    """A question to the API that cannot be read; `faults` says each reason."""

    def __init__(self, faults: list[str]):
        self.faults = faults
        super().__init__(" ".join(faults))


@dataclass(frozen=True)
class Fault:
    """One thing wrong in one place of a file or a form: where, and what to do about it."""

    message: str
    source: str = ""
    row: int | None = None
    field: str = ""

    def __str__(self) -> str:
        row = f"row {self.row}" if self.row is not None else ""
        where = ", ".join(part for part in (self.source, row, self.field) if part)
        return f"{where}: {self.message}" if where else self.message


class Faulty(AssetmapError):
    """What was given cannot be accepted; `faults` holds every reason at once."""

    def __init__(self, faults: list[Fault]):
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))
