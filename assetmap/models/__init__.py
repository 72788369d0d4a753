"""WHAT WE KEEP. Tables, relations, limits.

No rules, no web, no frames: a rule belongs in services, a picture in web or maps.
"""

from assetmap.models.accounts import Role, User
from assetmap.models.areas import Area, AreaLookup, AreaTile, Geography, Patch, PatchArea
from assetmap.models.assets import Asset, Cost, Holder, PrivatePlace
from assetmap.models.categories import Category, Term, TermKind
from assetmap.models.examples import Example
from assetmap.models.groups import Group, GroupArea, GroupKind, GroupTheme
from assetmap.models.indicators import Indicator, Measure, Method, Observation, Polarity, ValueState
from assetmap.models.introductions import Introduction, Outcome
from assetmap.models.keepers import Ask, Keeper
from assetmap.models.links import Frequency, Link, LinkKind, Visibility
from assetmap.models.loads import Load, Mapping, ReplacedObservation, Upload
from assetmap.models.notices import Notice, Side, Thing
from assetmap.models.places import Place
from assetmap.models.postcodes import Postcode
from assetmap.models.questions import Answer, Question
from assetmap.models.streets import StreetNetwork
from assetmap.models.submissions import Status, Subject, Submission

__all__ = [
    "Answer",
    "Area",
    "AreaLookup",
    "AreaTile",
    "Ask",
    "Asset",
    "Category",
    "Cost",
    "Example",
    "Frequency",
    "Geography",
    "Group",
    "GroupArea",
    "GroupKind",
    "GroupTheme",
    "Holder",
    "Indicator",
    "Introduction",
    "Keeper",
    "Link",
    "LinkKind",
    "Load",
    "Mapping",
    "Measure",
    "Method",
    "Notice",
    "Observation",
    "Outcome",
    "Patch",
    "PatchArea",
    "Place",
    "Polarity",
    "Postcode",
    "PrivatePlace",
    "Question",
    "ReplacedObservation",
    "Role",
    "Side",
    "Status",
    "StreetNetwork",
    "Subject",
    "Submission",
    "Term",
    "TermKind",
    "Thing",
    "Upload",
    "User",
    "ValueState",
    "Visibility",
]
