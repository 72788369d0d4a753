"""Entries that may be the same: a list of likely pairs, two side by side, merged, told apart, or taken apart again."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from assetmap.errors import AlreadyDecided, Faulty, NotAllowed
from assetmap.models import Departure, Subject
from assetmap.services import contents, doubles, merging, revisions, versions, whereabouts
from assetmap.services.merging import BOTH, GONE, KEPT, Merger
from assetmap.web import differing, kinds, query
from assetmap.web.sessions import session, settings

blueprint = Blueprint("merging", __name__, url_prefix="/moderation/pairs")
PAIR = "/<any(asset, group):subject>/<int:first>/<int:second>"
SIZE = 25
FIRST, SECOND = "first", "second"
QUIET = {"approximate", "source_date"}  # what goes with something else that is shown


@blueprint.get("")
def index() -> str:
    """Likely pairs, the likeliest first, and what was merged last."""
    subject = Subject.group if request.args.get("subject") == "group" else Subject.asset
    found = doubles.of_steward(session(), subject, current_user)
    pages = max(1, -(-len(found) // SIZE))
    page = min(query.read_page(request.args), pages)
    shown = found[(page - 1) * SIZE : page * SIZE]
    return render_template(
        "merging/index.html",
        subject=subject.value,
        pairs=shown,
        total=len(found),
        page=page,
        pages=pages,
        entries=doubles.entries(session(), subject, shown),
        mergers=[merged(subject, each) for each in merging.mergers(session(), subject, SIZE)],
    )


@blueprint.get(PAIR)
def show(subject: str, first: int, second: int) -> str:
    """Two entries side by side, and what a steward can do."""
    return render(Subject(subject), first, second)


@blueprint.post(f"{PAIR}/merge")
def merge(subject: str, first: int, second: int) -> Response | tuple[str, int]:
    """Merge them as chosen; nothing is lost where that cannot be done."""
    keep = SECOND if request.form.get("keep") == SECOND else FIRST
    kept, gone = (first, second) if keep == FIRST else (second, first)
    words = {keep: KEPT, BOTH: BOTH}
    picks = {name.removeprefix("pick-"): words.get(pick, GONE) for name, pick in request.form.items() if name.startswith("pick-")}
    merger = Merger(Subject(subject), kept, gone, picks, request.form.get("seen", ""), request.form.get("why", ""))
    try:
        allow(merger.subject, first, second)
        number = merging.merge(session(), merger, current_user, settings().assetmap_link_tolerance_m)
    except Faulty as faulty:
        return render(merger.subject, first, second, faults=faulty.faults, asked=request.form), 422
    session().commit()
    flash(_("They are one now. The other address leads here from now on, and both histories are kept."))
    return redirect(kinds.KINDS[merger.subject].page(number), 303)


@blueprint.post(f"{PAIR}/apart")
def apart(subject: str, first: int, second: int) -> Response:
    """Say that they are not the same."""
    allow(Subject(subject), first, second)
    merging.distinguish(session(), Subject(subject), (first, second), current_user)
    session().commit()
    flash(_("Kept: these two are not the same. Nobody is asked about them again."))
    return redirect(url_for("merging.index", subject=subject), 303)


@blueprint.post("/<any(asset, group):subject>/<int:gone>/undo")
def undo(subject: str, gone: int) -> Response:
    """Take two entries apart that were merged."""
    found = whereabouts.departure_of(session(), Subject(subject), gone)
    both = {gone, whereabouts.parted_from(session(), found)} if found else set()
    if not all(doubles.may_merge(session(), current_user, Subject(subject), (number, number)) for number in both):
        raise outside()
    merging.undo(session(), Subject(subject), gone, current_user, settings().assetmap_link_tolerance_m)
    session().commit()
    flash(_("Both are public again, each at its own address."))
    return redirect(kinds.KINDS[Subject(subject)].page(gone), 303)


def allow(subject: Subject, first: int, second: int) -> None:
    """NotAllowed where one of the two is not this steward's to look after; what is public no more is for the service to say."""
    here = [number for number in {first, second} if whereabouts.departure_of(session(), subject, number) is None]
    if any(not doubles.may_merge(session(), current_user, subject, (number, number)) for number in here):
        raise outside()


def outside() -> NotAllowed:
    """What to raise where one of two entries is not this steward's."""
    return NotAllowed(_("One of these two is outside what you look after. Ask an administrator of this site."))


def render(subject: Subject, first: int, second: int, **more: object) -> str:
    """The page of two entries."""
    if first == second:
        raise AlreadyDecided(_("These two are one entry already."))
    allow(subject, first, second)
    said = [contents.of_entry(session(), subject, number).everything for number in (first, second)]
    asked: Any = more.get("asked") or {}
    return render_template(
        "merging/show.html",
        **{"subject": subject.value, "first": first, "second": second, "said": said, "why": asked.get("why", "")},
        **{"keep": asked.get("keep", FIRST), "faults": more.get("faults") or [], "page_of": kinds.KINDS[subject].page},
        rows=rows(subject, said[0], said[1], asked),
        seen=merging.seal(session(), subject, first, second),
    )


def rows(subject: Subject, first: dict[str, Any], second: dict[str, Any], asked: Mapping[str, str]) -> list[dict[str, Any]]:
    """What the two say differently, part by part, in words; with what is picked unless somebody picks something else."""
    usual = {KEPT: FIRST, GONE: SECOND, BOTH: BOTH}
    picks = merging.usual(first, second)
    found = []
    for part, keys in merging.parts(first | second).items():
        one, other = ({key: content.get(key) for key in keys} for content in (first, second))
        if part in QUIET or revisions.plain(one) == revisions.plain(other):
            continue
        found.append(
            {
                **{"part": part, "label": differing.label(subject, part), "both": merging.is_list(first, second, part)},
                **{"first": differing.words(part, one), "second": differing.words(part, other)},
                "pick": asked.get(f"pick-{part}", usual[picks[part]]),
            }
        )
    return found


def merged(subject: Subject, gone: Departure) -> dict[str, Any]:
    """One merger in the list of what was merged last."""
    last = versions.history(session(), subject, gone.entry_id)[0]
    goal = whereabouts.goal(session(), subject, gone.entry_id)
    return {"id": gone.entry_id, "name": last.content["name"], "made_at": gone.made_at, "goal": goal, "why": last.why}
