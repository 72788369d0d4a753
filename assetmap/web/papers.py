"""Entries that come on paper or by telephone: printing forms, typing them in, and seeing what became of one."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from assetmap.errors import Fault, Faulty
from assetmap.models import Channel, Paper, Subject, Submission
from assetmap.services import papers
from assetmap.services.submissions import Sent
from assetmap.web import holding, kinds, qr, registering, sites
from assetmap.web.access import may
from assetmap.web.forms.fields import EntryForm
from assetmap.web.sessions import session, settings

blueprint = Blueprint("papers", __name__, url_prefix="/paper")
SUBJECTS = {"asset": Subject.asset, "group": Subject.group}
HOW = ((Channel.paper.value, lazy_gettext("On paper")), (Channel.telephone.value, lazy_gettext("By telephone")))
Answer = tuple[str, int] | Response


@blueprint.get("")
def index() -> str:
    """Fill in on paper: make a form, or see what became of one; staff see the forms that are out."""
    return render_index([])


@blueprint.post("")
def make() -> Answer:
    """Make forms; whoever is no staff makes one at a time."""
    subject = SUBJECTS.get(request.form.get("kind", ""), Subject.asset)
    count = request.form.get("count", "1") if may("papers.enter") else "1"
    try:
        made = papers.make(session(), subject, int(count) if count.isascii() and count.isdigit() else 0, holding.sent().user)
    except Faulty as faulty:
        return render_index(faulty.faults), 422
    session().commit()
    if len(made) == 1:
        return redirect(url_for("papers.form", serial=made[0].serial), 303)
    return redirect(url_for("papers.forms", serial=[paper.serial for paper in made]), 303)


@blueprint.get("/find")
def find() -> Response | Answer:
    """From a number somebody typed to its page."""
    try:
        serial = papers.read_serial(request.args.get("serial", "")[:40])
    except Faulty as faulty:
        return render_index(faulty.faults), 422
    return redirect(url_for("papers.enter" if may("papers.enter") else "papers.show", serial=serial), 303)


@blueprint.get("/<serial>")
def show(serial: str) -> str:
    """What became of a form: nothing in it, only how it stands."""
    paper = papers.get(session(), serial[:40])
    submission = papers.status(session(), paper)
    page = kinds.page_of(submission) if submission else ""
    return render_template("papers/show.html", paper=paper, submission=submission, page=page, another=kinds.KINDS[paper.subject].another)


@blueprint.get("/<serial>/form")
def form(serial: str) -> str:
    """One form to print."""
    return printed([papers.get(session(), serial[:40])])


@blueprint.get("/forms")
def forms() -> str:
    """Several forms to print, each on sheets of its own."""
    return printed([papers.get(session(), serial[:40]) for serial in request.args.getlist("serial")[: papers.MOST]])


@blueprint.route("/<serial>/enter", methods=["GET", "POST"])
def enter(serial: str) -> Answer:
    """Type a form in."""
    paper = papers.get(session(), serial[:40])
    if request.method != "POST" and paper.submission_id is not None:
        return redirect(url_for("papers.show", serial=paper.serial), 303)
    return typed_in(paper, paper.subject)


@blueprint.route("/telephone/<kind>", methods=["GET", "POST"])
def telephone(kind: str) -> Answer:
    """Type in what somebody says on the telephone."""
    return typed_in(None, SUBJECTS.get(kind, Subject.asset))


def typed_in(paper: Paper | None, subject: Subject) -> Answer:
    """The form, or what was typed into it."""
    kind = kinds.KINDS[subject]
    form = kind.form()
    channel = Channel.telephone if paper is None else Channel.paper
    if request.method != "POST":
        return render(paper, subject, form, Sent(channel=channel)), 200
    content, place_faults, candidates = form.content()
    sent = said()
    truth = registering.truth_faults(subject, content)
    faults = registering.all_faults(registering.shape_faults(form), place_faults, truth)
    faults += papers.check(sent, bool(request.form.get("consent")))
    if not faults:
        try:
            tolerance = settings().assetmap_link_tolerance_m
            if paper is not None:
                made = papers.enter(session(), paper, subject, content, tolerance, sent)
            else:
                made = papers.enter_call(session(), request.form.get("call", "")[:40], subject, content, tolerance, sent)
        except Faulty as faulty:
            faults = faulty.faults
    if faults:
        return render(paper, subject, form, sent, faults=faults, candidates=candidates), 422
    session().commit()
    return typed(made)


def typed(made: Submission) -> Response:
    """Thank you, and where it waits."""
    flash(_("It waits for a steward now."))
    steward = registering.decides(made)
    return redirect(url_for("moderation.show", submission_id=made.id) if steward else url_for("papers.index"), 303)


def said() -> Sent:
    """Who sent it and how, as typed."""
    given = request.form
    channel = Channel(given["channel"]) if given.get("channel") in list(Channel) else Channel.web
    name, email, phone = (given.get(f"sender_{each}", "")[:300] for each in ("name", "email", "phone"))
    return replace(holding.sent(), channel=channel, name=name, email=email, phone=phone)


def printed(found: list[Paper]) -> str:
    """Forms for printing, each with the code of its own page."""
    codes: dict[str, Markup] = {paper.serial: qr.picture(address(paper), _("Code of this form's page")) for paper in found}
    return render_template("papers/form.html", papers=found, codes=codes, address=address)


def address(paper: Paper) -> str:
    """The whole address of a form's page."""
    return sites.shown() + url_for("papers.show", serial=paper.serial)


def render_index(faults: list[Fault]) -> str:
    """The page of papers."""
    staff = may("papers.enter")
    wrong = {fault.field: fault.message for fault in faults}
    rows = papers.listed(session()) if staff else []
    counted = papers.open_count(session()) if staff else 0
    typed = {"serial": request.args.get("serial", ""), "count": request.form.get("count", "10")}
    return render_template("papers/index.html", rows=rows, counted=counted, faults=faults, wrong=wrong, typed=typed, page_of=kinds.page_of)


def render(paper: Paper | None, subject: Subject, form: EntryForm, sent: Sent, **more: object) -> str:
    """The page to type an entry in on."""
    kind = kinds.KINDS[subject]
    faults: list[Fault] = more.pop("faults", [])  # type: ignore[assignment]
    wrong = {fault.field: fault.message for fault in faults}
    given = "" if "call" in wrong else request.form.get("call", "")[:40]
    call = "" if paper else given or papers.new_serial()
    context = {"candidates": [], "map": None, "call": call} | kind.shown({}) | more
    return render_template(
        "papers/enter.html", paper=paper, subject=subject, kind=kind, form=form, sent=sent, how=HOW, faults=faults, wrong=wrong, **context
    )
