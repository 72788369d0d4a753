"""The form of an asset."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from assetmap.errors import Fault, UnknownPostcode
from assetmap.models import assets as limits
from assetmap.models.groups import NAME_LIMIT as GROUP_NAME_LIMIT
from assetmap.services import locate
from assetmap.services.entries import RADII
from assetmap.services.locate import Candidate
from assetmap.services.precision import USUAL, openness, precision
from assetmap.services.vocabulary import vocabulary
from assetmap.web.forms.fields import Checkboxes, ContactForm, chosen, ticked
from assetmap.web.sessions import session
from assetmap.web.words import cost_choices, holder_choices

NUMBER_LIMIT = 20
KEEP = "keep"  # the place stays as it is: only where a change to a published entry is suggested
TEXTS = (
    "name",
    "summary",
    "description",
    "group_name",
    "category",
    "holder",
    "cost",
    "opening_times",
    "website",
    "public_email",
    "public_phone",
)


class AssetForm(ContactForm):
    """Everything a person can say about an asset; hardly anything must be."""

    name = StringField(_("What is it called?"), [Length(max=limits.NAME_LIMIT)], description=_("Public."))
    category = SelectField(_("What kind of asset is it?"), validate_choice=False, description=_("Public."))
    summary = StringField(
        _("What is it, in one line?"), [Length(max=limits.SUMMARY_LIMIT)], description=_("Public. For example: a free lunch every Tuesday.")
    )
    holder = RadioField(_("Who holds it?"), validate_choice=False, description=_("Public."))
    located = RadioField(_("How do you want to say where it is?"), validate_choice=False, default="postcode")
    postcode = StringField(
        _("Postcode"), [Length(max=limits.POSTCODE_LIMIT)], description=_("Public only if you let everyone see the exact place.")
    )
    address = StringField(
        _("Address, or a place nearby"),
        [Length(max=limits.ADDRESS_LIMIT)],
        description=_("Public only if you let everyone see the exact place. For example: the hall behind the library."),
    )
    found = HiddenField(_("Which of these do you mean?"), [Optional(), Length(max=60)])
    lat = StringField(_("Latitude"), [Length(max=NUMBER_LIMIT)])
    lon = StringField(_("Longitude"), [Length(max=NUMBER_LIMIT)])
    home = BooleanField(_("This is somebody's home, or happens in one"))
    precision = RadioField(_("What may everyone see of the place?"), validate_choice=False, default=USUAL)
    radius_m = SelectField(_("How far from the place may the circle's middle be?"), validate_choice=False, default="500")
    place_ticked = BooleanField(
        _("The person it belongs to agrees that everyone sees this much of the place"),
        description=_("Needed only where you show more than usual of a person's own or of a home, or more than was shown before."),
    )
    place_agreed = HiddenField(validators=[Optional(), Length(max=NUMBER_LIMIT)])
    description = TextAreaField(_("Tell people more"), [Length(max=limits.DESCRIPTION_LIMIT)], description=_("Public."))
    group_name = StringField(
        _("Which group runs it?"), [Length(max=GROUP_NAME_LIMIT)], description=_("Public, once the group is in the register too.")
    )
    cost = RadioField(_("What does it cost?"), validate_choice=False, default="unknown", description=_("Public."))
    opening_times = TextAreaField(
        _("When is it open?"), [Length(max=limits.HOURS_LIMIT)], description=_("Public. For example: Mon to Fri, 10 to 4.")
    )
    audiences = Checkboxes(_("Who is it for?"), validate_choice=False, description=_("Public."))
    languages = Checkboxes(_("Which languages are spoken?"), validate_choice=False, description=_("Public."))
    access = Checkboxes(_("How easy is it to get in and take part?"), validate_choice=False, description=_("Public."))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        words = vocabulary(session())
        self.category.choices = [("", _("Choose one")), *((each.slug, each.name) for each in words.categories)]
        self.holder.choices, self.cost.choices = holder_choices(), cost_choices()
        self.audiences.choices, self.languages.choices, self.access.choices = (
            [(term.slug, term.name) for term in words.terms(kind)] for kind in ("audience", "language", "access")
        )
        self.located.choices = [
            ("postcode", _("By postcode")),
            ("address", _("By address, or the name of a place nearby")),
            ("map", _("On the map, or by coordinates")),
            ("none", _("It has no fixed place (online, at people's homes, all over)")),
        ]
        self.precision.choices = [
            (USUAL, _("As usual: the exact place; but of a person's own, or of what is in a home, only the neighbourhood")),
            ("exact", _("The exact place")),
            ("blurred", _("A circle in which it lies: the address and the exact point stay with the stewards")),
            ("area", _("Only the neighbourhood: the address and the point stay with the stewards")),
            ("hidden", _("Nothing: not even the neighbourhood is shown")),
        ]
        self.radius_m.choices = [(str(radius), _("At most %(metres)s metres", metres=f"{radius:,}")) for radius in RADII]

    def content(self) -> tuple[dict[str, Any], list[Fault], list[Candidate]]:
        """What was typed as an entry's content, faults about the place, and places to choose from where the words fit several."""
        point, faults, candidates = self.place()
        content = {name: getattr(self, name).data or "" for name in TEXTS}
        for name in ("audiences", "languages", "access"):
            content[name] = chosen(getattr(self, name).data)
        nowhere = self.located.data == "none"
        content |= {name: "" if nowhere else getattr(self, name).data or "" for name in ("address", "postcode")}
        content |= self.shown(nowhere) | {"consents": self.consents()}
        content["lon"], content["lat"] = point or (None, None)
        content["schedules"] = self.schedules.data
        return content, faults + self.schedules.faults, candidates

    def shown(self, nowhere: bool) -> dict[str, Any]:
        """What may be seen of the place, by whose leave."""
        radius, before = self.radius_m.data or "", self.place_agreed.data or ""
        return {
            "home": bool(self.home.data),
            "precision": "exact" if nowhere else self.precision.data or USUAL,
            "radius_m": int(radius) if self.precision.data == "blurred" and radius.isdecimal() else None,
            "place_ticked": bool(self.place_ticked.data),
            "place_agreed": int(before) if before.isdecimal() else None,
        }

    def place(self) -> tuple[tuple[float, float] | None, list[Fault], list[Candidate]]:
        """Where it is, by the way that was chosen."""
        way = {"postcode": self.by_postcode, "address": self.by_address, "map": self.by_numbers}.get(self.located.data or "")
        if way:
            return way()
        fault = Fault(str(_("Choose how to say where it is, or 'no fixed place'.")), field="located")
        return None, [] if self.located.data in ("none", KEEP) else [fault], []

    def by_postcode(self) -> tuple[tuple[float, float] | None, list[Fault], list[Candidate]]:
        """The middle of a postcode."""
        if not (self.postcode.data or "").strip():
            return None, [Fault(str(_("Give a postcode, or choose another way.")), field="postcode")], []
        try:
            found = locate.postcode(session(), self.postcode.data or "")
        except UnknownPostcode as error:
            return None, [Fault(str(error), field="postcode")], []
        self.postcode.data = found.label
        return (found.lon, found.lat), [], []

    def by_address(self) -> tuple[tuple[float, float] | None, list[Fault], list[Candidate]]:
        """The one place that the words mean, or the one chosen among several."""
        text = (self.address.data or "").strip()
        if not text:
            return None, [Fault(str(_("Give an address or the name of a place nearby, or choose another way.")), field="address")], []
        candidates = locate.words(session(), text)
        picked = next((each for each in candidates if f"{each.lon},{each.lat}" == self.found.data), None)
        if picked is None and len(candidates) == 1 and candidates[0].kind == "postcode":
            picked = candidates[0]
        if picked:
            return (picked.lon, picked.lat), [], candidates
        if candidates:
            return None, [Fault(str(_("Choose which of these places you mean.")), field="found")], candidates
        words = _("We do not know this address. Add its postcode, name a library or hall nearby, or choose another way.")
        return None, [Fault(str(words), field="address")], []

    def by_numbers(self) -> tuple[tuple[float, float] | None, list[Fault], list[Candidate]]:
        """Coordinates, typed or tapped."""
        try:
            return (float(self.lon.data or ""), float(self.lat.data or "")), [], []
        except ValueError:
            words = _("Tap the place on the map, or give its latitude and longitude as numbers, such as 51.5155 and -0.0722.")
            return None, [Fault(str(words), field="lat")], []


def filled(content: dict[str, Any]) -> AssetForm:
    """The form with an entry's content in it, for a steward to change."""
    located = "map" if content.get("lon") is not None else "none"
    shown = {"precision": precision(content).value, "radius_m": str(content.get("radius_m") or RADII[1]), "place_ticked": False}
    return AssetForm(
        formdata=None, data={"place_agreed": str(openness(content))} | content | {"located": located} | shown | ticked(content)
    )
