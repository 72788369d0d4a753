"""A copy of the real place's folder, to be broken in one cell, one shape or one line at a time."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assetmap.errors import Faulty
from assetmap.paths import PLACES
from assetmap.services.packages import checks, read

Rows = list[dict[str, str]]


class Folder:
    """A place's folder that may be changed."""

    def __init__(self, path: Path):
        self.path = path
        shutil.copytree(PLACES / "tower-hamlets", path)

    def table(self, name: str, change: Callable[[Rows], object]) -> None:
        """Change the rows of a table; row 0 is the one a spreadsheet calls row 2."""
        file = self.path / f"{name}.csv"
        with file.open(encoding="utf-8", newline="") as text:
            reader = csv.DictReader(text)
            rows, columns = list(reader), list(reader.fieldnames or ())
        change(rows)
        with file.open("w", encoding="utf-8", newline="") as text:
            writer = csv.DictWriter(text, columns)
            writer.writeheader()
            writer.writerows(rows)

    def cell(self, name: str, row: int, column: str, value: str) -> None:
        """Put a value into one cell; rows are counted as a spreadsheet does."""
        self.table(name, lambda rows: rows[row - 2].update({column: value}))

    def column(self, name: str, column: str, value: str) -> None:
        """Add a column with the same value in every row."""
        file = self.path / f"{name}.csv"
        with file.open(encoding="utf-8", newline="") as text:
            rows = [{**row, column: value} for row in csv.DictReader(text)]
        with file.open("w", encoding="utf-8", newline="") as text:
            writer = csv.DictWriter(text, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)

    def add(self, name: str, **values: str) -> None:
        """Add a row like the first, but for these values."""
        self.table(name, lambda rows: rows.append(rows[0] | values))

    def json(self, name: str, change: Callable[[Any], object]) -> None:
        """Change a JSON file."""
        file = self.path / name
        content = json.loads(file.read_text(encoding="utf-8"))
        change(content)
        file.write_text(json.dumps(content), encoding="utf-8")

    def describe(self, change: Callable[[Any], object]) -> None:
        """Change the package's description."""
        self.json("datapackage.json", change)

    def faults(self) -> list[str]:
        """Every fault found at the door, as people read it."""
        try:
            return [str(fault) for fault in checks.faults(read(self.path))]
        except Faulty as faulty:
            return [str(fault) for fault in faulty.faults]


def resource(content: Any, name: str) -> dict[str, Any]:
    """One resource of a package's description."""
    return next(each for each in content["resources"] if each["name"] == name)
