"""How an entry is sent, the same for every kind: faults first, then "is it one of these?", then to a steward."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from assetmap.errors import Fault, Faulty
from assetmap.models import Subject, Submission, Wish
from assetmap.services import entries, remits, submissions
from assetmap.services.revisions import Choice
from assetmap.web import holding, kinds
from assetmap.web.access import may
from assetmap.web.forms.fields import ContactForm, EntryForm
from assetmap.web.second_factor import may_now
from assetmap.web.sessions import session, settings

WAYS = {"postcode", "address", "lat", "found"}
SHAPE_WAYS = {"way", "areas", "postcodes", "file"}


def shape_faults(form: EntryForm) -> list[Fault]:
    """The faults of a form's shape, and of a machine in the trap."""
    form.validate()
    trap = Fault(_("This looks as if a machine had sent it. Leave the field 'Leave this empty' empty."), field="website_2")
    row = Fault(_("There is room for one more now. Nothing has been sent yet."), field="schedules")
    more = isinstance(form, ContactForm) and form.schedules.more
    return form.faults() + email_faults(form) + ([trap] if form.trapped else []) + ([row] if more else [])


def truth_faults(subject: Subject, content: dict[str, Any], place_kept: bool = False) -> list[Fault]:
    """The faults the services find; `place_kept` as in services/submissions.check."""
    try:
        submissions.check(session(), subject, content, settings().assetmap_link_tolerance_m, place_kept)
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


def email_faults(form: EntryForm) -> list[Fault]:
    """The fault of an address to write to that is none."""
    return entries.answer_to(form.sender_email.data or "")[1]


def send(subject: Subject, content: dict[str, Any], **more: Any) -> Response:
    """Keep the entry for a steward; a steward's own, within what they look after, is public at once, unless something in it asks for a
    second pair of eyes.

    `more` is what comes with it, as in services/submissions.Sent.
    """
    tolerance = settings().assetmap_link_tolerance_m
    submission = submissions.send(session(), subject, content, tolerance, holding.sent(**more))
    if decides(submission) and not submission.held:
        return approve(submission, submissions.seal(submission))
    if may("moderation.approve") and not submission.held:
        flash(why_it_waits(submission))
    session().commit()
    return redirect(url_for("submissions.show", reference=submission.reference), 303)


def decides(submission: Submission) -> bool:
    """Whether whoever asks may decide on an entry in this session: a steward who looks after it."""
    return may_now("moderation.approve") and remits.covers(session(), current_user, submission)


def why_it_waits(submission: Submission) -> str:
    """Why a steward's own entry is not public at once."""
    if not remits.covers(session(), current_user, submission):
        return _("It is not in the areas or categories you look after, so another steward looks at it first.")
    return _("It waits: to decide on it, sign in with your second step first.")


def approve(submission: Submission, seen: str, choice: Choice | None = None) -> Response:
    """Publish an entry, or what is chosen of a change, and show it."""
    number = submissions.approve(session(), submission, current_user, seen, settings().assetmap_link_tolerance_m, choice)
    session().commit()
    if submission.wish == Wish.close:
        flash(_("It is off the map now. Its old address says what became of it, and you can bring it back from its history."))
        return redirect(url_for("moderation.index"), 303)
    flash(_("It is public now."))
    return redirect(kinds.of(submission).page(number), 303)
