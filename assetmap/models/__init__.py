"""WHAT WE KEEP. Tables, relations, limits.

No rules, no web, no frames: a rule belongs in services, a picture in web or maps.
"""

from assetmap.models.accounts import Remit, Role, User
from assetmap.models.areas import Area, AreaLookup, AreaTile, Geography, Patch, PatchArea
from assetmap.models.assets import Asset, Cost, Holder, Precision, PrivatePlace
from assetmap.models.categories import Category, Term, TermKind
from assetmap.models.claims import Claim, ClaimState, Proof
from assetmap.models.consents import Consent
from assetmap.models.distinctions import Distinction
from assetmap.models.examples import Example
from assetmap.models.groups import Group, GroupArea, GroupKind, GroupTheme
from assetmap.models.indicators import Indicator, Measure, Method, Observation, Polarity, ValueState
from assetmap.models.introductions import Introduction, Outcome
from assetmap.models.keepers import Ask, Keeper
from assetmap.models.known_words import KnownWord
from assetmap.models.letters import Letter
from assetmap.models.links import Frequency, Link, LinkKind, Visibility
from assetmap.models.loads import Load, Mapping, ReplacedObservation, Upload
from assetmap.models.notices import Notice, Side, Thing
from assetmap.models.papers import Paper
from assetmap.models.photos import Photo
from assetmap.models.places import Place
from assetmap.models.postcodes import Postcode
from assetmap.models.questions import Answer, Question
from assetmap.models.reminders import Reminder
from assetmap.models.reports import Report, ReportKind
from assetmap.models.salts import Salt
from assetmap.models.schedules import Schedule, ScheduleKind, TermTime
from assetmap.models.shortlists import Shortlist
from assetmap.models.streets import StreetNetwork
from assetmap.models.submissions import Channel, NoteKind, Sender, Status, Subject, Submission, SubmissionNote, Wish
from assetmap.models.tickets import Purpose, Ticket
from assetmap.models.trail import Step
from assetmap.models.versions import Act, Departure, PrivateVersion, Version

__all__ = [
    "Act",
    "Answer",
    "Area",
    "AreaLookup",
    "AreaTile",
    "Ask",
    "Asset",
    "Category",
    "Channel",
    "Claim",
    "ClaimState",
    "Consent",
    "Cost",
    "Departure",
    "Distinction",
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
    "KnownWord",
    "Letter",
    "Link",
    "LinkKind",
    "Load",
    "Mapping",
    "Measure",
    "Method",
    "NoteKind",
    "Notice",
    "Observation",
    "Outcome",
    "Paper",
    "Patch",
    "PatchArea",
    "Photo",
    "Place",
    "Polarity",
    "Postcode",
    "Precision",
    "PrivatePlace",
    "PrivateVersion",
    "Proof",
    "Purpose",
    "Question",
    "Reminder",
    "Remit",
    "ReplacedObservation",
    "Report",
    "Role",
    "ReportKind",
    "Salt",
    "Schedule",
    "ScheduleKind",
    "Sender",
    "Shortlist",
    "Side",
    "Status",
    "Step",
    "StreetNetwork",
    "Subject",
    "Submission",
    "SubmissionNote",
    "Term",
    "TermKind",
    "TermTime",
    "Thing",
    "Ticket",
    "Upload",
    "User",
    "ValueState",
    "Version",
    "Visibility",
    "Wish",
]
