"""A network as Kumu's two sheets, as a zip of CSVs, and as a CSV of links. Formulas become text; what it is stands in the file."""

import io
import json
import zipfile
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from flask import url_for
from flask_babel import gettext as _

from assetmap.graphs.graphml import graphml
from assetmap.models import Place
from assetmap.services.networks import Network, lines
from assetmap.services.words import fold
from assetmap.web.context import Words
from assetmap.web.downloads import Cell, csv_text
from assetmap.web.link_words import FREQUENCIES, KINDS, STATES, VISIBILITIES
from assetmap.web.sessions import session
from assetmap.web.sheets import Sheet, as_workbook
from assetmap.web.words import kind_word

ELEMENTS = (
    *("Label", "Type", "Description", "Tags", "Kind", "Audiences", "Languages", "Neighbourhoods", "Latitude", "Longitude"),
    *("Only roughly there", "Run by", "Last answered in", "Website"),
)
CONNECTIONS = (
    *("From", "To", "Direction", "Type", "Description", "Frequency", "Strength", "State", "Since", "Noted in"),
    *("Seen by", "Source", "Row", "As of"),
)
BETWEEN = "|"


@dataclass(frozen=True)
class Written:
    """A network on its way into a file, as of a day."""

    network: Network
    place: Place
    day: date
    areas: dict[str, str]

    def about(self) -> dict[str, str]:
        """What must be read with the file, by name."""
        network = self.network
        title = _("Network of groups in %(place)s", place=self.place.title)
        found = {"title": title, "as_of": self.day.isoformat()}
        if network.example:
            found["title"] = _("Example, invented: %(title)s", title=title)
            found["example"] = _("None of these groups and places exists. They show what a network could look like.")
        found["holds"] = (
            _("Links that everybody may see, and links shared among community developers and stewards. Do not pass it on.")
            if network.viewer == "connector" and (network.links["visibility"] != "public").any()
            else _("Links that everybody may see, as far as anybody has stated them. There are others that nobody has told us.")
        )
        found["states"] = _("Confirmed: both ends say so. Claimed: one end says so. Observed: only somebody else has noted it down.")
        found["licence"] = _("As named with each link's source; entries of residents and groups: ask the site before publishing them.")
        found["attribution"] = self.place.attribution
        found["page"] = url_for("home.index", _external=True)
        return found

    def sheets(self) -> list[Sheet]:
        """Kumu's two sheets, and one that Kumu passes over."""
        notes: list[list[Cell]] = [[name, text] for name, text in self.about().items()]
        return [
            Sheet("Elements", ELEMENTS, self.elements()),
            Sheet("Connections", CONNECTIONS, self.connections()),
            Sheet("About (ignore)", ("What", "Text"), notes),
        ]

    def workbook(self) -> bytes:
        """The sheets as a workbook."""
        return as_workbook(self.sheets())

    def zipped(self) -> bytes:
        """The sheets as CSVs in a zip; the same content makes the same bytes."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
            for sheet in self.sheets():
                name = zipfile.ZipInfo(f"{sheet.title.lower()}.csv", (self.day.year, self.day.month, self.day.day, 0, 0, 0))
                packed.writestr(name, csv_text(sheet.header, sheet.rows), zipfile.ZIP_DEFLATED)
        return target.getvalue()

    def table(self) -> bytes:
        """The links as one CSV, each with the kinds of its ends."""
        kinds = dict(zip(self.labels().values(), self.network.nodes["kind"], strict=True))
        rows = [[*row, kinds[str(row[0])], kinds[str(row[1])], self.about()["title"]] for row in self.connections()]
        return csv_text((*CONNECTIONS, "From is", "To is", "What this is"), rows).encode()

    def graphml(self) -> bytes:
        """Everything that is known of the groups and links as a graph, of days the year."""
        network = self.network
        return graphml(of_years(network.nodes), of_years(network.links.reset_index(drop=True).rename(lambda row: row + 1)), self.about())

    def on_a_map(self) -> bytes:
        """The links as GeoJSON, with what it is in members of their own, which programs pass over."""
        return json.dumps({**json.loads(lines.geojson(session(), self.network)), **self.about()}, ensure_ascii=False).encode()

    def labels(self) -> dict[str, str]:
        """A name for each node that no other has: where two are the same to whoever reads them in again, the node stands behind it."""
        names = self.network.nodes["name"]
        often = Counter(fold(name) for name in names)
        return {str(node): f"{name} ({node})" if often[fold(name)] > 1 else name for node, name in names.items()}

    def elements(self) -> list[list[Cell]]:
        """A row for each group and each asset."""
        words, labels = Words(), self.labels()
        categories = {each.slug: each.name for each in words.categories}
        terms = {kind: {each.slug: each.name for each in words.terms(kind)} for kind in ("audience", "language")}
        rows: list[list[Cell]] = []
        for node, row in self.network.nodes.iterrows():
            is_group = row["kind"] == "group"
            known = pd.notna(row["lon"]) and pd.notna(row["lat"])
            rows.append(
                [
                    *(labels[str(node)], "Group" if is_group else "Asset", row["summary"]),
                    BETWEEN.join(categories.get(each, each) for each in row["themes"]),
                    kind_word(row["detail"]) if is_group else categories.get(row["detail"], row["detail"]),
                    *(BETWEEN.join(terms[kind].get(each, each) for each in row[f"{kind}s"]) for kind in ("audience", "language")),
                    BETWEEN.join(self.areas.get(each, each) for each in row["areas"]),
                    *((float(row["lat"]), float(row["lon"])) if known else (None, None)),
                    (_("yes") if row["approximate"] else _("no")) if known else None,
                    labels.get(row["runs_by"]),
                    _year(row["answered_on"]),
                    _page(row),
                ]
            )
        return rows

    def connections(self) -> list[list[Cell]]:
        """A row for each link that stands."""
        labels, rows = self.labels(), list[list[Cell]]()
        for number, (_link, row) in enumerate(self.network.links.iterrows(), 1):
            rows.append(
                [
                    *(labels[row["source"]], labels[row["target"]], "directed" if row["directed"] else "mutual"),
                    *(str(KINDS[row["kind"]]), row["note"], str(FREQUENCIES[row["frequency"]]), int(row["strength"])),
                    *(str(STATES[row["state"]]), None if pd.isna(row["since"]) else int(row["since"]), _year(row["made_on"])),
                    *(str(VISIBILITIES[row["visibility"]]), row["origin"], number, self.day.isoformat()),
                ]
            )
        return rows


def _year(value: pd.Timestamp) -> int | None:
    """Of a day only the year: the day would tell which group it was that answered then."""
    return None if pd.isna(value) else int(value.year)


def of_years(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame with the years of its days (`made_in` for `made_on`), and its rows as they are."""
    days = [str(name) for name in frame.columns if str(frame[name].dtype).startswith("datetime")]
    years = {name: frame[name].dt.year.astype("Int64") for name in days}
    return frame.assign(**years).rename(columns={name: name.removesuffix("_on") + "_in" for name in days})


def _page(row: "pd.Series[Any]") -> str | None:
    """The address of what is in the register; what is invented has none."""
    if pd.isna(row["id"]):
        return None
    number = int(str(row["id"]))
    if row["kind"] == "group":
        return url_for("groups.show", group_id=number, _external=True)
    return url_for("assets.show", asset_id=number, _external=True)
