"""Networks out as files, and in from Kumu: a file sent, what it would do looked at, done, and taken back."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, Flask, flash, g, redirect, render_template, request, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from assetmap.errors import Fault, Faulty, NotFound
from assetmap.models import LinkKind, Upload, Visibility
from assetmap.services import areas, exchange, networks, places, remits
from assetmap.services.exchange import Choices, Plan, kumu
from assetmap.services.loads import uploads
from assetmap.services.remember import remembered_file
from assetmap.web import holding
from assetmap.web.access import may
from assetmap.web.downloads import file_name
from assetmap.web.exchange.files import Written
from assetmap.web.link_words import KINDS, choices
from assetmap.web.neighbourhoods import WORKBOOK, as_file, today
from assetmap.web.networks import asking
from assetmap.web.policy import cached_by
from assetmap.web.sessions import session, settings, writing
from assetmap.web.uploads import make_room

blueprint = Blueprint("exchange", __name__, url_prefix="/networks")
SHOWN_LINKS, SHOWN_FAULTS, SHOWN_NAMES, SHOWN_QUESTIONS = 20, 200, 100, 300
NONE_OF_THESE = "none"
FORMATS: dict[str, tuple[str, str, Callable[[Written], bytes]]] = {
    "kumu": ("xlsx", WORKBOOK, Written.workbook),
    "sheets": ("zip", "application/zip", Written.zipped),
    "graphml": ("graphml", "application/graphml+xml", Written.graphml),
    "csv": ("csv", "text/csv; charset=utf-8", Written.table),
    "geojson": ("geojson", "application/geo+json", Written.on_a_map),
}


def register(app: Flask) -> None:
    """Let those who may bring networks in send larger requests; before anything reads one."""
    app.before_request(partial(make_room, blueprint.name))


@blueprint.get("/export")
def export() -> Response:
    """The network of a look as a file; NotFound for a format there is none of."""
    kind = request.args.get("format", "kumu")
    if kind not in FORMATS:
        raise NotFound(_("There is no file of this kind. There are: %(kinds)s.", kinds=", ".join(FORMATS)))
    ending, content_type, write = FORMATS[kind]
    look, place, day = asking.must_read(request.args), places.current(session()), today()
    network = networks.look(session(), look)

    def anew() -> bytes:
        g.made_anew = True
        titles = {area.code: area.title for area in areas.neighbourhoods(session())}
        return write(Written(network, place, day, titles))

    content = remembered_file(session(), ("network file", kind, look, day, request.root_url, str(get_locale())), anew)
    words = [place.title, "network", *(["example"] if network.example else []), *([look.area] if look.area else []), day.isoformat()]
    response = as_file(content, content_type, file_name(words, ending))
    response.headers["Cache-Control"] = cached_by(look.viewer)
    return response


@blueprint.get("/import")
def index() -> str:
    """Choose a file; what waits, and what was brought in."""
    return choose_page([])


def choose_page(faults: list[Fault]) -> str:
    """The page on which a file is chosen, with what was wrong with the last one."""
    past = [(each, exchange_may_undo(each)) for each in exchange.history(session())]
    waiting = uploads.waiting(session(), current_user, networks=True)
    return render_template("exchange/index.html", faults=faults, past=past, waiting=waiting, megabytes=settings().assetmap_upload_mb)


def exchange_may_undo(past: exchange.Past) -> bool:
    """Whether whoever asks may take an import back."""
    return not past.answered and exchange.may_undo(past.batch, current_user, any_of_them())


def any_of_them() -> bool:
    """Whether whoever asks looks after all that anybody brings in: a steward who is limited looks after their own imports only."""
    return may("moderation.approve") and not remits.limits(session(), current_user)


@blueprint.post("/import")
def send() -> Response | tuple[str, int]:
    """Take a file, or a sheet of elements and one of connections, if they are a network at all."""
    try:
        name, content = received(request.files.getlist("file"))
        kumu.read(content, name)
    except Faulty as faulty:
        return choose_page([Fault(str(fault), field="file") for fault in faulty.faults]), 422
    upload = uploads.keep(writing(), current_user, name, content, uploads.NETWORK)
    session().commit()
    return redirect(url_for("exchange.show", reference=upload.reference), 303)


def received(files: list[FileStorage]) -> tuple[str, bytes]:
    """The name and the content of what was sent, several as one; Faulty where there is nothing."""
    given = []
    for file in files[: kumu.MOST_FILES]:
        content = file.read()
        file.close()  # a large one lies on the disk until then
        if content:
            given.append((file.filename or "", content))
    if not given:
        raise Faulty([Fault(_("Choose a file that is not empty."))])
    return kumu.together(given)


@blueprint.get("/import/<reference>")
def show(reference: str) -> str:
    """What a file would do, as far as it was understood."""
    upload = uploads.get(session(), reference, current_user, uploads.NETWORK)
    return render(upload, planned(upload, Choices()), 0)


@blueprint.post("/import/<reference>/look")
def look(reference: str) -> str:
    """The same after a person has said more."""
    upload = uploads.get(session(), reference, current_user, uploads.NETWORK)
    return render(upload, chosen(upload), 0)


@blueprint.post("/import/<reference>/do")
def do(reference: str) -> Response | tuple[str, int]:
    """Do what the page has shown; where that would be something else by now, it is shown again."""
    upload = uploads.get(session(), reference, current_user, uploads.NETWORK)
    made = chosen(upload)
    if not made.links:
        return render(upload, made, 1), 422
    if made.seal != request.form.get("seal"):
        return render(upload, made, 2), 422
    try:
        sent, publishes = holding.sent(), may("moderation.approve")
        done = exchange.do(session(), made, upload.file_name, sent, settings().assetmap_link_tolerance_m, publishes)
    except Faulty as faulty:
        session().rollback()  # some of the groups may have been added
        upload = uploads.get(session(), reference, current_user, uploads.NETWORK)
        made = chosen(upload)
        made.faults = [*faulty.faults, *made.faults]
        return render(upload, made, 3), 422
    uploads.forget(session(), upload)
    session().commit()
    flash(said(done), "success")
    return redirect(url_for("exchange.index"), 303)


def said(done: exchange.Done) -> str:
    """What was done, in words."""
    words = [ngettext("%(num)s link is noted down.", "%(num)s links are noted down.", done.links)]
    if done.groups:
        words.append(ngettext("%(num)s group is added.", "%(num)s groups are added.", done.groups))
    if done.waiting:
        waits = ngettext("%(num)s group waits for a steward.", "%(num)s groups wait for a steward.", done.waiting)
        words.append(waits + " " + _("Send the file again when they are public."))
    return " ".join([*words, _("If something is wrong, undo it below.")])


@blueprint.post("/import/<reference>/forget")
def forget(reference: str) -> Response:
    """Forget a file that waits."""
    uploads.forget(session(), uploads.get(session(), reference, current_user, uploads.NETWORK))
    session().commit()
    flash(_("The file is forgotten. Nothing was brought in."))
    return redirect(url_for("exchange.index"), 303)


@blueprint.post("/import/<reference>/undo")
def undo(reference: str) -> Response:
    """Take an import back."""
    count = exchange.undo(session(), reference, current_user, any_of_them())
    session().commit()
    flash(ngettext("Undone: %(num)s link is gone.", "Undone: %(num)s links are gone.", count), "success")
    return redirect(url_for("exchange.index"), 303)


def planned(upload: Upload, said_of: Choices) -> Plan:
    """What a file would do with these choices."""
    return exchange.plan(session(), kumu.read(upload.content, upload.file_name), said_of)


def chosen(upload: Upload) -> Plan:
    """What a file would do as the form says. Fields are numbered as types and names stand in the file."""
    first = planned(upload, Choices())
    kinds, nodes = {}, {}
    for number, words in enumerate(first.types):
        if (kind := request.form.get(f"kind-{number}")) is not None:
            kinds[words] = kind if kind in list(LinkKind) else ""
    for number, label in enumerate(first.matches):
        if node := request.form.get(f"node-{number}"):
            nodes[label] = "" if node == NONE_OF_THESE else node
    visibility = request.form.get("visibility", "")
    visible = visibility if visibility in (Visibility.public, Visibility.shared) else Visibility.shared.value
    return planned(upload, Choices(kinds, nodes, visible, bool(request.form.get("add_groups"))))


def render(upload: Upload, made: Plan, trouble: int) -> str:
    """The page of a file. `trouble`: 1 where nothing would be done, 2 where something else would be done than was shown, 3 where doing
    it has failed."""
    numbers = {label: number for number, label in enumerate(made.matches)}
    return render_template(
        "exchange/show.html",
        upload=upload,
        plan=made,
        trouble=trouble,
        kinds=list(enumerate(made.types.items())),
        kind_choices=[("", _("Leave these out")), *choices(KINDS)],
        questions=[question(made, numbers[each.label], each) for each in made.questions[:SHOWN_QUESTIONS]],
        links=[(each, *(made.names.get(end, end) for end in each.key[1:])) for each in made.links[:SHOWN_LINKS]],
        faults=made.faults[:SHOWN_FAULTS],
        new_groups=list(made.new_groups)[:SHOWN_NAMES],
        unknown=made.unknown[:SHOWN_NAMES],
        publishes=may("moderation.approve"),
    )


def question(made: Plan, number: int, each: exchange.Match) -> dict[str, Any]:
    """One name of the file with the names here that it may be."""
    words = {"g": _("group"), "a": _("asset")}
    options = [(node, f"{made.names[node]} ({words[node[0]]})") for node in dict.fromkeys([*each.near, *filter(None, [each.node])])]
    decided = each.node or (NONE_OF_THESE if each.said else "")
    return {
        "number": number,
        "label": each.label,
        "options": [("", _("Choose")), *options, (NONE_OF_THESE, _("None of these"))],
        "chosen": decided,
    }
