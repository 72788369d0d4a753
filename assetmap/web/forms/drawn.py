"""The form of a neighbourhood that somebody draws."""

import json
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from assetmap.errors import Fault, Faulty
from assetmap.geo.shapes import MOST_CHARACTERS
from assetmap.models.areas import NAME_LIMIT
from assetmap.services import drawn, ground
from assetmap.services.drawn import WHY_LIMIT
from assetmap.services.locate import Candidate
from assetmap.web.forms.fields import Checkboxes, EntryForm, chosen
from assetmap.web.sessions import session

POSTCODES_LIMIT = 4000
Shape = dict[str, Any]


class DrawnForm(EntryForm):
    """A name, a reason, and a shape said in one of four ways."""

    name = StringField(_("What do people call it?"), [Length(max=NAME_LIMIT)], description=_("Public."))
    reason = TextAreaField(
        _("What makes it one neighbourhood?"),
        [Length(max=WHY_LIMIT)],
        description=_("Only stewards read this. Where does the name come from, who uses it, where do you feel it ends?"),
    )
    way = RadioField(_("How do you want to say where it is?"), validate_choice=False, default="map")
    shape = HiddenField(_("The shape"), [Optional(), Length(max=MOST_CHARACTERS)])
    areas = Checkboxes(_("Which small areas belong to it?"), validate_choice=False)
    postcodes = TextAreaField(
        _("Postcodes in it, one on a line"),
        [Optional(), Length(max=POSTCODES_LIMIT)],
        description=_("Take some from every side: the border goes round them, about 75 metres out."),
    )
    file = FileField(_("A file with the shape"), description=_("GeoJSON or KML with a polygon, at most 120,000 characters."))
    replaces = HiddenField(_("Which neighbourhood it follows"), [Optional(), Length(max=20)])

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.way.choices = [
            ("map", _("Draw it on the map")),
            ("areas", _("Choose small areas from a list")),
            ("postcodes", _("Type postcodes")),
            ("file", _("Send a file")),
        ]
        self.areas.choices = [small for _title, own in ground.small_areas(session()) for small in own]

    def content(self) -> tuple[dict[str, Any], list[Fault], list[Candidate]]:
        """What was said as an entry's content, and faults about the shape."""
        shape, faults = None, []
        try:
            shape = self.place()
        except Faulty as faulty:
            faults = faulty.faults
        return (
            {"name": self.name.data or "", "reason": self.reason.data or "", "replaces": self.replaces.data or "", "shape": shape},
            faults,
            [],
        )

    def place(self) -> Shape | None:
        """The shape by the way that was chosen, none where nothing was said; Faulty where it cannot be understood."""
        ways = {"map": self.by_drawing, "areas": self.by_areas, "postcodes": self.by_postcodes, "file": self.by_file}
        way = ways.get(self.way.data or "")
        if way is None:
            raise Faulty([Fault(str(_("Choose how to say where it is.")), field="way")])
        return way()

    def by_drawing(self) -> Shape | None:
        """What was drawn, or kept from before."""
        return drawn.read(self.shape.data) if self.shape.data else None

    def by_areas(self) -> Shape:
        """Whole small areas."""
        return ground.from_areas(session(), chosen(self.areas.data))

    def by_postcodes(self) -> Shape:
        """The ground round some postcodes."""
        return ground.from_postcodes(session(), self.postcodes.data or "")

    def by_file(self) -> Shape:
        """The polygon of a file; it is kept as if it had been drawn, since a browser forgets the file."""
        sent = self.file.data.read() if self.file.data else b""
        if not sent:
            raise Faulty([Fault(str(_("Choose a file, or another way.")), field="file")])
        try:
            found = drawn.read(sent.decode("utf-8"))
        except UnicodeDecodeError as error:
            raise Faulty([Fault(str(_("This cannot be read as text. Send GeoJSON or KML.")), field="file")]) from error
        except Faulty as faulty:
            raise Faulty([Fault(fault.message, field="file") for fault in faulty.faults]) from faulty
        self.shape.data, self.way.data = json.dumps(found), "map"
        return found


def filled(content: dict[str, Any]) -> DrawnForm:
    """The form with an entry's content in it, for a steward to change or for whoever draws it anew."""
    return DrawnForm(formdata=None, data=content | {"way": "map", "shape": json.dumps(content["shape"])})
