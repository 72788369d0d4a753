"""What the forms share: words for a field, the trap for machines, and faults put beside their fields."""

from collections.abc import Iterable, Iterator
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from assetmap.errors import Fault
from assetmap.models.groups import EMAIL_LIMIT, PHONE_LIMIT, WEB_LIMIT
from assetmap.models.submissions import REASON_LIMIT
from assetmap.web.forms.times import TimesField

TRAP_LIMIT = 300
SHARED = {"website", "public_email", "agreed_email", "public_phone", "agreed_phone", "website_2", "not_similar", "message", "sender_email"}
AGREED = {"public_email": "agreed_email", "public_phone": "agreed_phone"}
MINE = _("It is mine to share, or I have its owner's agreement, and everyone may see it")


class Checkboxes(SelectMultipleField):
    """Several of a list, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class EntryForm(FlaskForm):
    """What every entry has: the trap for machines, and the answer to "is it one of these?"."""

    website_2 = StringField(_("Leave this empty"), [Optional(), Length(max=TRAP_LIMIT)])
    not_similar = BooleanField(_("None of these: send mine"))
    message = TextAreaField(
        _("What is wrong, or why should it change?"),
        [Optional(), Length(max=REASON_LIMIT)],
        description=_("Public once a steward says yes, so please name nobody. For example: I was there on Monday, and the number is new."),
    )
    sender_email = StringField(
        _("Your e-mail address"),
        [Optional(), Length(max=EMAIL_LIMIT)],
        description=_(
            "Never public: only stewards see it. We use it to tell you what became of this, and, "
            "at most once in 30 days, to ask whether it is still right; each such message has a link that stops them."
        ),
    )

    def __iter__(self) -> Iterator[Field]:
        """The fields as they stand on the page: what every entry has comes last."""
        return iter(sorted(self._fields.values(), key=lambda field: field.short_name in SHARED))

    @property
    def trapped(self) -> bool:
        """Whether a machine filled in what no person sees."""
        return bool(self.website_2.data)

    def faults(self) -> list[Fault]:
        """The faults of shape, each at its field."""
        return [Fault(str(message), field=name) for name, messages in self.errors.items() for message in messages if name]


class ContactForm(EntryForm):
    """An entry with public contact, and with times at which it is open or happens."""

    website = StringField(_("Web address"), [Optional(), Length(max=WEB_LIMIT)], description=_("Public. Begins with https:// or http://"))
    public_email = StringField(
        _("Public e-mail"),
        [Optional(), Length(max=EMAIL_LIMIT)],
        description=_("Public: anyone can read it. Leave it empty if it is private."),
    )
    agreed_email = BooleanField(MINE)
    schedules = TimesField(_("When is it open, or when does it happen?"))
    public_phone = StringField(
        _("Public telephone"),
        [Optional(), Length(max=PHONE_LIMIT)],
        description=_("Public: anyone can read it. Leave it empty if it is private."),
    )
    agreed_phone = BooleanField(MINE)

    def consents(self) -> list[str]:
        """The contact details whose box is ticked."""
        return [name for name, box in AGREED.items() if self[box].data]


def ticked(content: dict[str, Any]) -> dict[str, bool]:
    """The boxes as they were ticked when an entry was sent."""
    return {box: name in (content.get("consents") or ()) for name, box in AGREED.items()}


def chosen(values: Iterable[Any] | None) -> list[str]:
    """The values of a list field, none where nothing is chosen."""
    return [str(value) for value in values or ()]
