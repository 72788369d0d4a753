"""How an entry is sent, the same for every kind: faults first, then "is it one of these?", then to a steward."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from assetmap.errors import Fault, Faulty
from assetmap.models import Subject, Submission
from assetmap.services import submissions
from assetmap.web import holding, kinds
from assetmap.web.access import may
from assetmap.web.forms.fields import ContactForm, EntryForm
from assetmap.web.sessions import session, settings

WAYS = {"postcode", "address", "lat", "found"}
SHAPE_WAYS = {"way", "areas", "postcodes", "file"}


def shape_faults(form: EntryForm) -> list[Fault]:
    """The faults of a form's shape, and of a machine in the trap."""
    form.validate()
    trap = Fault(_("This looks as if a machine had sent it. Leave the field 'Leave this empty' empty."), field="website_2")
    row = Fault(_("There is room for one more now. Nothing has been sent yet."), field="schedules")
    return form.faults() + ([trap] if form.trapped else []) + ([row] if isinstance(form, ContactForm) and form.schedules.more else [])


def truth_faults(subject: Subject, content: dict[str, Any]) -> list[Fault]:
    """The faults the services find."""
    try:
        submissions.CHECKS[subject](session(), content, settings().assetmap_link_tolerance_m)
    except Faulty as faulty:
        return faulty.faults
    return []


def all_faults(*lists: Sequence[Fault]) -> list[Fault]:
    """The faults of every gate, one for each field; a missing place is said once, at the field where it was given."""
    found: dict[str, Fault] = {}
    for fault in (fault for faults in lists for fault in faults):
        said_before = WAYS if fault.field == "located" else SHAPE_WAYS if fault.field == "shape" else set()
        if fault.field not in found and not said_before & set(found):
            found[fault.field] = fault
    return list(found.values())


def send(subject: Subject, content: dict[str, Any]) -> Response:
    """Keep the entry for a steward; a steward's own is public at once, unless something in it asks for a second pair of eyes."""
    tolerance = settings().assetmap_link_tolerance_m
    submission = submissions.send(session(), subject, content, tolerance, holding.sent())
    if may("moderation.approve") and not submission.held:
        return approve(submission, submissions.seal(submission))
    session().commit()
    return redirect(url_for("submissions.show", reference=submission.reference), 303)


def approve(submission: Submission, seen: str) -> Response:
    """Publish an entry and show it."""
    number = submissions.approve(session(), submission, current_user, seen, settings().assetmap_link_tolerance_m)
    session().commit()
    flash(_("It is public now."))
    return redirect(kinds.of(submission).page(number), 303)
