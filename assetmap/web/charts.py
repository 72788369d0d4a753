"""Charts: each a picture, its text and its table. One registry says which there are; chart_files.py gives each in four forms.

Another part of the site adds a chart by `@charts.maker("name", "argument", ...)` over a function that makes it from the query,
and shows it by `chart_here` of templates/macros/charts.html.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from flask import url_for

from assetmap.web.downloads import Cell, file_name

Spec = dict[str, Any]
Args = Mapping[str, str]


@dataclass(frozen=True)
class Chart:
    """A chart with all that stands beside it.

    `key` is its maker's name and `asked` the arguments by which that makes it again; `summary` says the chart in one or two
    sentences; `draw` makes the Vega-Lite chart when somebody looks at it (Altair takes its time); `columns` and `rows` are its
    table in words, and `numbers` the same rows as a spreadsheet wants them. `facts` are what every form that is taken away must
    say by name: period, unit, source, licence, how the figures came about.
    """

    key: str
    title: str
    summary: str
    draw: Callable[[], Spec]
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    asked: Args = field(default_factory=dict)
    numbers: Sequence[Sequence[Cell]] = ()
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Its name among the charts of a page."""
        return file_name(["chart", self.key, *self.asked.values()], "x").removesuffix(".x")

    @property
    def spec(self) -> Spec:
        """The Vega-Lite chart under its title, with its summary as its description."""
        from assetmap.charts import titled  # Reason: it brings Altair, which takes a second.

        return {**titled(self.draw(), self.title, self.source), "description": self.summary}

    @property
    def source(self) -> str:
        """Its facts in a sentence."""
        return " · ".join(f"{name}: {text}" for name, text in self.facts.items() if text)

    def url(self, form: str) -> str:
        """The address of one of its forms: `spec`, `svg`, `png` or `table`."""
        return url_for(f"charts.{form}", name=self.key, _external=False, **dict(self.asked))

    def file(self, ending: str) -> str:
        """What its file is called when somebody keeps it."""
        return file_name([self.title, *self.asked.values()], ending)


Maker = Callable[[Args], Chart | None]
makers: dict[str, tuple[Maker, frozenset[str]]] = {}
of_today: set[str] = set()
"""The charts that show how things stand today, so that they are kept for that day only."""


def maker(name: str, *arguments: str, today: bool = False) -> Callable[[Maker], Maker]:
    """Register a function as the maker of the chart with this name, which may be asked with these arguments; `today` puts it among
    the charts `of_today`."""

    def add(make: Maker) -> Maker:
        makers[name] = make, frozenset(arguments)
        if today:
            of_today.add(name)
        return make

    return add


def get_ready() -> None:
    """Bring Altair in before somebody waits for it."""
    import_module("assetmap.charts")
