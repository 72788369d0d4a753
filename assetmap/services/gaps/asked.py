"""What is asked about gaps: an indicator of need, a set of assets, a walk."""

from dataclasses import asdict, dataclass, fields, replace
from fractions import Fraction
from typing import Any

from assetmap.geo.reach import METRES_A_MINUTE
from assetmap.services.filters import FACETS, Filters

PACES = tuple(METRES_A_MINUTE)
PARTS = {"fifth": Fraction(1, 5), "third": Fraction(1, 3), "half": Fraction(1, 2)}
METHODS = ("", "straight", "streets")
LONGEST_MINUTES, LONGEST_M = 60.0, 5_000.0


@dataclass(frozen=True)
class Asked:
    """A question. `geography` and `period` are empty for the usual ones, `worse` is high or low where the indicator does not say.

    `part` is how many areas count as high need; `when` is empty or one of services/times/asked.RECURRING; `metres` is the walk where
    `minutes` at a `pace` are not; `method` is empty for streets where they are loaded, else straight lines.
    """

    indicator: str
    geography: str = ""
    period: str = ""
    worse: str = ""
    part: str = "third"
    filters: Filters = Filters()
    when: str = ""
    minutes: float = 15.0
    metres: float | None = None
    pace: str = "usual"
    method: str = ""

    @property
    def metres_a_minute(self) -> float:
        """How fast people walk."""
        return METRES_A_MINUTE[self.pace]

    @property
    def limit_m(self) -> float:
        """The longest walk that counts as within reach."""
        return self.metres if self.metres is not None else self.minutes * self.metres_a_minute


def kept(asked: Asked) -> dict[str, Any]:
    """A question as JSON keeps it: only what is not the usual."""
    usual = Asked(asked.indicator)
    content = {name: value for name, value in asdict(asked).items() if name == "indicator" or value != getattr(usual, name)}
    chosen = {name: list(value) if name in FACETS else value for name, value in asdict(asked.filters).items() if value}
    return {name: value for name, value in content.items() if name != "filters"} | ({"filters": chosen} if chosen else {})


def from_kept(content: dict[str, Any]) -> Asked:
    """The question that was kept; what a later version does not know is left out."""
    known = {each.name for each in fields(Asked)}
    plain = {name: value for name, value in content.items() if name in known and name != "filters"}
    chosen: dict[str, Any] = {name: tuple(value) if name in FACETS else value for name, value in content.get("filters", {}).items()}
    return replace(Asked(plain.pop("indicator")), filters=Filters(**chosen), **plain)
