"""The form of a group."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length

from assetmap.errors import Fault
from assetmap.models import groups as limits
from assetmap.services import areas
from assetmap.services.locate import Candidate
from assetmap.services.vocabulary import vocabulary
from assetmap.web.forms.fields import Checkboxes, ContactForm, chosen, ticked
from assetmap.web.sessions import session
from assetmap.web.words import group_kind_choices


class GroupForm(ContactForm):
    """Everything a person can say about a group."""

    name = StringField(_("What is the group called?"), [Length(max=limits.NAME_LIMIT)], description=_("Public."))
    purpose = TextAreaField(_("What is it for?"), [Length(max=limits.PURPOSE_LIMIT)], description=_("Public. A sentence or two will do."))
    kind = SelectField(_("What kind of group is it?"), validate_choice=False, description=_("Public."))
    audiences = Checkboxes(_("Who does it serve?"), validate_choice=False, description=_("Public."))
    themes = Checkboxes(
        _("What it is about"),
        validate_choice=False,
        description=_("Public. Its halls, classes and so on that are registered here count anyway."),
    )
    languages = Checkboxes(_("Which languages are spoken?"), validate_choice=False, description=_("Public."))
    areas = Checkboxes(_("In which neighbourhoods does it work?"), validate_choice=False, description=_("Public."))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        words = vocabulary(session())
        self.kind.choices = [("", _("Choose one")), *group_kind_choices()]
        self.audiences.choices, self.languages.choices = (
            [(term.slug, term.name) for term in words.terms(kind)] for kind in ("audience", "language")
        )
        self.themes.choices = [(category.slug, category.name) for category in words.categories]
        self.areas.choices = [(area.code, area.title) for area in areas.neighbourhoods(session())]

    def content(self) -> tuple[dict[str, Any], list[Fault], list[Candidate]]:
        """What was typed as an entry's content; a group has no place: only its times can be at fault."""
        texts: dict[str, Any] = {"consents": self.consents(), "schedules": self.schedules.data}
        texts |= {name: getattr(self, name).data or "" for name in ("name", "purpose", "kind", "website", "public_email", "public_phone")}
        listed = {name: chosen(getattr(self, name).data) for name in ("themes", "audiences", "languages", "areas")}
        return texts | listed, self.schedules.faults, []


def filled(content: dict[str, Any]) -> GroupForm:
    """The form with an entry's content in it, for a steward to change."""
    return GroupForm(formdata=None, data=content | ticked(content))
