"""The stewards' list: what waits, filtered, and decided on one by one or several at once. Each decision is a transaction of its own."""

from collections.abc import Callable
from datetime import timedelta

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import format_timedelta, ngettext
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from assetmap.errors import AssetmapError, Fault, Faulty, NotAllowed
from assetmap.models import Status, Subject, Submission, Wish
from assetmap.services import queue, remits, submissions, worklists
from assetmap.services.queue import Urgency, Wanted
from assetmap.services.revisions import PLACE
from assetmap.web import differing, kinds
from assetmap.web.sessions import session, settings

blueprint = Blueprint("queue", __name__, url_prefix="/moderation")

MOST_DIGITS = 10
HOUR = timedelta(hours=1)
Decide = Callable[[Submission, str], object]
Answer = tuple[str, int] | Response
Undone = list[tuple[str, str]]


def register(app: Flask) -> None:
    """Give the templates the words."""
    app.jinja_env.filters.update({"age_words": age_words, "item_kind": item_kind})


def render(**more: object) -> str:
    """The list of what waits, as filtered in the address or in the form that was sent."""
    wanted, page = asked()
    found = queue.page_of(session(), current_user, wanted, page, settings().assetmap_page_size)
    context: dict[str, object] = {"faults": [], "undone": [], "done": [], "chosen": set(), "reason": ""}
    return render_template(
        "moderation/index.html",
        queue=found,
        wanted=wanted,
        counts=submissions.counts(session()) | {"waiting": found.all},
        status=Status.waiting.value,
        kind_of=kinds.KINDS,
        seal=submissions.seal,
        from_list=from_list,
        said=said,
        Urgency=Urgency,
        nowhere=queue.NOWHERE,
        mine=remits.limits(session(), current_user),
        beside=worklists.counts(session(), current_user),
        **context | more,
    )


def render_decided(status: Status) -> str:
    """The list of what was approved or declined, the newest first."""
    counts, size = submissions.counts(session()), settings().assetmap_page_size
    pages = max(1, -(-counts[status.value] // size))
    page = min(asked()[1], pages)
    shown = submissions.listed(session(), status, size, (page - 1) * size)
    return render_template(
        "moderation/index.html",
        submissions=shown,
        own=remits.covered(session(), current_user, shown),
        pager_of={"page": page, "pages": pages},
        counts=counts | {"waiting": queue.count(session(), current_user)},
        beside=worklists.counts(session(), current_user),
        status=status.value,
        kind_of=kinds.KINDS,
    )


def asked() -> tuple[Wanted, int]:
    """The filters and the page, from the address or from a form's hidden fields."""
    area, kind, page = number(request.values.get("area", "")), request.values.get("kind", ""), number(request.values.get("page", ""))
    return Wanted(area, kind if kind in item_kinds() else ""), page or 1


def number(text: str) -> int | None:
    """A number that a database can hold, or none."""
    return int(text) if text.isdecimal() and len(text) < MOST_DIGITS else None


@blueprint.post("/approve")
def approve() -> Answer:
    """Approve every new asset and group that was ticked."""
    return decide(approve_new, approved_words)


def approve_new(submission: Submission, seen: str) -> None:
    """Approve a new asset or group, all of whose words the list shows. What else was sent is not for approving unopened: a list shows
    neither what a change replaces nor a line on a map, and a stranger's message would be public as the reason of a change."""
    if not from_list(submission):
        raise NotAllowed(_("Open it and decide there: the list does not show enough of it to approve it."))
    submissions.approve(session(), submission, current_user, seen, settings().assetmap_link_tolerance_m)


def from_list(submission: Submission) -> bool:
    """Whether something can be approved from the list."""
    return submission.wish == Wish.add and submission.subject != Subject.area


def said(submission: Submission) -> list[tuple[str, str]]:
    """Everything that a new asset or group says beside its name: the names of its fields and their words."""
    content, placed = submission.content, submission.subject == Subject.asset
    fields = [name for name in differing.LABELS if name != "name" and (content.get(name) or (name == PLACE and placed))]
    return [(differing.label(submission.subject, name), differing.words(name, content)) for name in fields]


@blueprint.post("/decline")
def decline() -> Answer:
    """Decline everything that was ticked, for one reason."""
    reason = request.form.get("reason", "")
    return decide(lambda each, seen: submissions.decline(session(), each, current_user, seen, reason), declined_words)


def decide(do: Decide, words: Callable[[int], str]) -> Answer:
    """Do the same to everything that was ticked; what cannot be done is said by name, and stops nothing else."""
    chosen = [each for each in map(number, dict.fromkeys(request.form.getlist("chosen"))) if each is not None]
    kept = {"chosen": set(chosen), "reason": request.form.get("reason", "")}
    if "look" in request.form:
        return render(**kept), 200
    if not chosen:
        return render(faults=[Fault(_("Tick at least one entry first."))], **kept), 422
    try:
        done, undone = each_by_itself(chosen, do)
    except Faulty as faulty:
        return render(faults=faulty.faults, **kept), 422
    if undone:
        return render(done=done, undone=undone, **kept), 409
    flash(words(len(done)), "success")
    wanted, page = asked()
    return redirect(url_for("moderation.index", area=wanted.area, kind=wanted.kind or None, page=page if page > 1 else None), 303)


def each_by_itself(chosen: list[int], do: Decide) -> tuple[list[str], Undone]:
    """The names of what was done, and of what could not be, with why; Faulty where the reason is what is wrong."""
    done, undone = [], []
    for chosen_id in chosen:
        name = _("Entry %(number)s", number=chosen_id)
        try:
            submission = submissions.get(session(), chosen_id)
            name = str(submission.content["name"])
            if not remits.covers(session(), current_user, submission):
                raise NotAllowed(_("It is not among what you look after."))
            do(submission, request.form.get(f"seen-{chosen_id}", ""))
            session().commit()
            done.append(name)
        except AssetmapError as error:
            session().rollback()
            if isinstance(error, Faulty) and any(fault.field == "reason" for fault in error.faults):
                raise
            faults = error.faults if isinstance(error, Faulty) else [error]
            undone.append((name, " ".join(fault.message if isinstance(fault, Fault) else str(fault) for fault in faults)))
    return done, undone


def approved_words(number: int) -> str:
    """What was approved."""
    return ngettext("Approved %(num)s entry. It is public now.", "Approved %(num)s entries. They are public now.", number)


def declined_words(number: int) -> str:
    """What was declined."""
    return ngettext("Declined %(num)s entry, with your reason.", "Declined %(num)s entries, each with your reason.", number)


def age_words(waited: timedelta) -> str:
    """How long something has waited, in words, such as 3 days."""
    return _("less than an hour") if waited < HOUR else str(format_timedelta(waited, threshold=1))


def item_kinds() -> dict[str, str]:
    """The kinds of things to do, in words."""
    return {
        "asset": _("New asset"),
        "group": _("New group"),
        "area": _("New neighbourhood"),
        "change": _("Change"),
        "close": _("It has closed"),
        "report": _("Reported by two people or more"),
    }


def item_kind(kind: str) -> str:
    """A kind of thing to do, in words."""
    return item_kinds()[kind]
