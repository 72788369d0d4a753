"""The form with which anyone says that an entry has changed or closed."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, TextAreaField
from wtforms.validators import Length, Optional

from assetmap.models import ReportKind
from assetmap.models.reports import WORDS_LIMIT
from assetmap.web.forms.fields import EntryForm


class ReportForm(EntryForm):
    """What is not right any more, and a word on it."""

    says = RadioField(_("What is not right any more?"), validate_choice=False)
    words = TextAreaField(
        _("What do you know about it?"),
        [Optional(), Length(max=WORDS_LIMIT)],
        description=_("Only stewards read it. Name nobody, please."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The form with its two choices."""
        super().__init__(*args, **kwargs)
        self.says.choices = [
            (ReportKind.changed.value, gettext("Something has changed")),
            (ReportKind.closed.value, gettext("It has closed, or it has gone")),
        ]
