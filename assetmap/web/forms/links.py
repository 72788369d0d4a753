"""The form of a link that somebody who looks after networks knows of."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from assetmap.errors import Fault
from assetmap.models import Asset, Frequency, Group, Link, LinkKind, Visibility
from assetmap.models.groups import NAME_LIMIT, SOURCE_LIMIT
from assetmap.models.links import DIRECTED, NOTE_LIMIT
from assetmap.services.links import Statement
from assetmap.web import link_words
from assetmap.web.addresses import BIGGEST_ID
from assetmap.web.forms.fields import EntryForm

INWARD = "from-"
"""Before a kind: the link comes from the other end."""
YEAR_LIMIT = 4
OBSERVABLE = (Visibility.public, Visibility.shared)
End = Group | Asset


class WordsForm(EntryForm):
    """What can be said of a link besides its kind and its ends."""

    frequency = SelectField(_("How often?"), validate_choice=False, default=Frequency.unknown.value)
    since = StringField(_("Since which year?"), [Optional(), Length(max=YEAR_LIMIT)])
    note = TextAreaField(
        _("Note"), [Length(max=NOTE_LIMIT)], description=_("Both ends can read this, and whoever else may see the link. Be kind and plain.")
    )
    source = StringField(_("Where do you know it from?"), [Length(max=SOURCE_LIMIT)])
    visibility = RadioField(_("Who may see it?"), validate_choice=False, default=Visibility.public.value)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.frequency.choices = link_words.choices(link_words.FREQUENCIES)
        self.visibility.choices = [(each.value, link_words.visibility_word(each)) for each in OBSERVABLE]

    def year(self) -> tuple[int | None, list[Fault]]:
        """The year, or none; and what is wrong with it."""
        typed = (self.since.data or "").strip()
        if typed and not (typed.isascii() and typed.isdigit()):
            return None, [Fault(str(_("Give the year as four digits, or leave it empty.")), field="since")]
        return (int(typed) if typed else None), []

    def words(self) -> dict[str, Any]:
        """What was said besides the kind, the ends and the year."""
        return {name: getattr(self, name).data or "" for name in ("frequency", "note", "source", "visibility")}


class LinkForm(WordsForm):
    """A link from or to one group, whose page it was opened on."""

    group = HiddenField(_("The group"))
    says = SelectField(_("What links them?"), validate_choice=False)
    q = StringField(_("The other group or place"), [Length(max=NAME_LIMIT)], description=_("Type part of its name."))
    to = RadioField(_("Which one?"), validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.says.choices = [("", _("Choose one")), *phrases()]
        self.to.choices = []

    def offer(self, ends: list[End]) -> None:
        """Let one of these be chosen for the other end."""
        self.to.choices = [(node_of(end), end.name) for end in ends]

    def statement(self, group_id: int) -> tuple[Statement, list[Fault]]:
        """What was said, and what of it cannot be: the services know the rest."""
        says, since = self.says.data or "", self.year()
        faults, inward = list(since[1]), says.startswith(INWARD)
        letter, number = self.other()
        if not number:
            faults.append(Fault(str(_("Find the other group or place, and choose it.")), field="to"))
        if inward and letter == "a":
            faults.append(
                Fault(str(_("Only a group can be at the start of such a link. Choose the group that runs the place.")), field="says")
            )
        ends: dict[str, Any] = {"from_group_id": group_id, "to_group_id" if letter == "g" else "to_asset_id": number or None}
        if inward:
            ends = {"from_group_id": number, "to_group_id": group_id}
        return Statement(kind=says.removeprefix(INWARD), **ends, since=since[0], **self.words()), faults

    def other(self) -> tuple[str, int]:
        """The letter and the number of what was chosen; 0 where nothing was."""
        chosen = self.to.data or ""
        known = chosen[:1] in ("g", "a") and chosen[1:].isascii() and chosen[1:].isdigit()
        number = int(chosen[1:]) if known and len(chosen) < len(str(BIGGEST_ID)) else 0
        return chosen[:1], number


def phrases() -> list[tuple[str, str]]:
    """How a sentence goes on after the group's name, for every kind, in both directions where that makes a difference."""
    found = []
    for kind in LinkKind:
        found.append((kind.value, link_words.link_phrase(kind)))
        if kind in DIRECTED:
            found.append((INWARD + kind.value, link_words.link_phrase(kind, outward=False).rstrip(":")))
    return found


def node_of(end: End) -> str:
    """The name of a node."""
    return f"{'g' if isinstance(end, Group) else 'a'}{end.id}"


def filled(link: Link) -> WordsForm:
    """The form with what is known of a link in it."""
    known = {name: str(getattr(link, name)) for name in ("frequency", "visibility", "note", "source")}
    return WordsForm(formdata=None, data=known | {"since": str(link.since or "")})
