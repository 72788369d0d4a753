"""Some three hundred real places of Tower Hamlets, as public lists have them (../shared/data/assets): pubs, galleries, surgeries ..."""

import csv
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from assetmap.models import Asset
from assetmap.services import places
from assetmap.services.columns import asset_columns
from assetmap.services.vocabulary import vocabulary
from assetmap.services.words import fold

BROKEN = ("Ô", "â€", "Ã")  # letters that were read in the wrong encoding before they came to us: nobody types these


def fill(session: Session, folder: Path) -> int:
    """Add those that the register does not have by their name; gives how many they are."""
    words, seen = vocabulary(session), {fold(name) for name in session.scalars(select(Asset.name))}
    usual = {"category": words.categories[0].slug, "holder": "community", "source_date": "2026-01-01"}
    rows = []
    for content in read(folder):
        if fold(content["name"]) not in seen:
            seen.add(fold(content["name"]))
            rows.append(asset_columns(words, usual | content))
    session.execute(insert(Asset), rows)
    places.changed(session)
    return len(rows)


def read(folder: Path) -> Iterator[dict]:
    """Name, what kind of list it stands in, address and, where it is told, the point (degrees) of each."""
    for file in sorted(folder.glob("*.csv")):
        kind = file.stem.removeprefix("gla_cim_2022_").replace("_", " ")
        with file.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                line = {key.lower().replace(" ", ""): (value or "").strip() for key, value in row.items() if key}
                name = line.get("name") or line.get("libraryname", "")
                if name and not any(sign in name for sign in BROKEN):
                    yield {"name": name, "summary": f"From the list: {kind}"} | _where(line)


def _where(line: dict[str, str]) -> dict:
    parts = [line.get(f"{start}{number}", "") for number in range(1, 6) for start in ("address", "addressline")]
    address = ", ".join(part for part in parts if part and part != "NA")[:200]
    point = {name: float(line[long]) for name, long in (("lon", "longitude"), ("lat", "latitude")) if line.get(long)}
    return {"address": address, "postcode": line.get("postcode", "")} | (point if len(point) == 2 else {})
