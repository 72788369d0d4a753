"""The form that says what a file's columns are. Its fields are numbered, since every file has others; WTForms has no such form."""

from dataclasses import replace

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict

from assetmap.models import Measure, Method, Polarity
from assetmap.services.loads import Facts, Mapping
from assetmap.services.loads.guesses import key_of
from assetmap.services.sheets.columns import MAIN, Column, Role, with_limits

Form = MultiDict[str, str]
NEW, LEAVE_OUT = "", "-"
LONGEST = 2000
SHARED = ("source", "publisher", "licence", "source_url", "updated_on", "method")
OWN = ("title", "description", "cannot_tell", "unit", "measure", "polarity", "weight")

ROLES: dict[str, LazyString] = {
    Role.IGNORE: _("Leave it out"),
    Role.CODE: _("Code of the area"),
    Role.NAME: _("Name of the area"),
    Role.PERIOD: _("Year or period"),
    Role.INDICATOR: _("Says what is measured"),
    Role.VALUE: _("Figures"),
    Role.LOWER: _("Lower limit"),
    Role.UPPER: _("Upper limit"),
    Role.ONLY: _("Keep only some rows"),
}
MEASURES: dict[str, LazyString] = {
    Measure.count: _("A count, such as people or homes"),
    Measure.percent: _("Per cent, from 0 to 100"),
    Measure.proportion: _("A share, from 0 to 1"),
    Measure.mean: _("An average or a rate"),
    Measure.score: _("A score or an index"),
    Measure.rank: _("A rank"),
    Measure.decile: _("A tenth (decile), from 1 to 10"),
}
POLARITIES: dict[str, LazyString] = {
    Polarity.none: _("Neither high nor low is better"),
    Polarity.high: _("Higher is better"),
    Polarity.low: _("Lower is better"),
}
METHODS: dict[str, LazyString] = {
    Method.measured: _("Measured"),
    Method.survey: _("Estimate from a survey"),
    Method.modelled: _("Estimate from a model"),
}


def text(form: Form, name: str) -> str:
    """What was typed into a field, without spaces round it."""
    return form.get(name, "").strip()[:LONGEST]


def whole(form: Form, name: str, most: int = 100_000) -> int:
    """A small whole number, 0 where none was typed."""
    typed = text(form, name)
    return min(int(typed), most) if typed.isascii() and typed.isdigit() else 0


def mapping(form: Form) -> Mapping:
    """What was said about a file."""
    columns = [column(form, number) for number in range(count(form, "heading"))]
    labels = [form.get(f"label-{number}", "") for number in range(count(form, "label"))]
    return Mapping(
        sheet=form.get("sheet", ""),
        header_row=whole(form, "header_row"),
        header_rows=whole(form, "header_rows", 6),
        columns=with_limits(columns),
        geography=text(form, "geography"),
        period=text(form, "period"),
        indicators={label: facts(form, number) for number, label in enumerate(labels)},
        names=names(form),
    )


def count(form: Form, name: str) -> int:
    """How many numbered fields of a name there are."""
    number = 0
    while f"{name}-{number}" in form:
        number += 1
    return number


def column(form: Form, number: int) -> Column:
    """What was said about one column; what belongs to another use of it is left out."""
    role = Role(text(form, f"role-{number}")) if text(form, f"role-{number}") in list(Role) else Role.IGNORE
    found = Column(form.get(f"heading-{number}", ""), role)
    if role == Role.VALUE:
        return replace(found, indicator=text(form, f"says-{number}"), period=text(form, f"when-{number}"))
    return replace(found, only=form.get(f"only-{number}", MAIN)) if role == Role.ONLY else found


def facts(form: Form, number: int) -> Facts:
    """What was said about one indicator: its own facts, and those that all new ones of the file share."""
    chosen = text(form, f"key-{number}")
    shared = {name: text(form, f"all-{name}") for name in SHARED}
    if chosen not in (NEW, LEAVE_OUT):
        return Facts(key=chosen, source_url=shared["source_url"], updated_on=shared["updated_on"])
    own = {name: text(form, f"{name}-{number}") for name in OWN}
    decimals = whole(form, f"decimals-{number}", 99)
    return Facts(key=key_of(own["title"], ""), **own, **shared, decimals=decimals, skip=chosen == LEAVE_OUT)


def names(form: Form) -> dict[str, str]:
    """The areas chosen for names that nobody here knows; those still open are not in it."""
    found = {}
    for number in range(count(form, "name")):
        chosen = text(form, f"area-{number}")
        if chosen:
            found[form.get(f"name-{number}", "")] = "" if chosen == LEAVE_OUT else chosen
    return found


def shared(given: Mapping) -> dict[str, str]:
    """What the new indicators of a file say of themselves in common, as far as they agree with the first that says it."""
    new = [each for each in given.indicators.values() if each.is_new or each.skip]
    everyone = new or list(given.indicators.values())
    said = {name: next((str(value) for each in everyone if (value := getattr(each, name))), "") for name in SHARED}
    return said | {"method": said["method"] or Method.measured.value}
