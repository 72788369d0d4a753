"""Shortlists: put entries on one, see, order, print and send it. No account: a signed cookie holds its address and its key."""

from urllib.parse import urlsplit

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeSerializer
from markupsafe import Markup
from werkzeug.wrappers import Response

from assetmap.errors import BadQuery, Faulty, NotAllowed, NotFound
from assetmap.models import Shortlist, Subject
from assetmap.models.groups import EMAIL_LIMIT
from assetmap.services import shortlists
from assetmap.services.entries import EMAIL
from assetmap.services.shortlists import Entry
from assetmap.services.times import clock, entry
from assetmap.web import freshness, post, sites
from assetmap.web.addresses import BIGGEST_ID
from assetmap.web.sessions import session, settings, writing
from assetmap.web.time_words import change_words, schedule_words

blueprint = Blueprint("shortlists", __name__, url_prefix="/shortlists")
COOKIE, YEAR_S = "shortlist", 365 * 24 * 3600
NONE = ("", "")


def register(app: Flask) -> None:
    """Let entries be put on a shortlist from pages that are the same for every visitor, and so hold no token: see `from_here`."""
    app.extensions["csrf"].exempt(f"{add.__module__}.{add.__name__}")


@blueprint.get("")
def index() -> Response | str:
    """My shortlist, or how to begin one."""
    reference, _key = mine()
    try:
        return redirect(url_for("shortlists.show", reference=shortlists.get(session(), reference).reference), 303)
    except NotFound:
        return render_template("shortlists/index.html")


@blueprint.post("")
def add() -> Response:
    """Put an entry on my shortlist; the first makes it."""
    from_here()
    subject, number = entry_asked()
    reference, key = mine()
    try:
        row = shortlists.opened(session(), reference, key)
    except (NotFound, NotAllowed):
        row, key = shortlists.make(session())
    try:
        new = shortlists.add(session(), row, subject, number)
    except Faulty as faulty:
        flash(" ".join(fault.message for fault in faulty.faults), "error")
        return redirect(back(), 303)
    words = _("It is on your shortlist now.") if new else _("It is on your shortlist already.")
    count = len(row.content)
    held = row.reference
    session().commit()
    see = _("See your shortlist, print it or send it (%(count)s)", count=count)
    flash(Markup('{} <a href="{}">{}</a>').format(words, url_for("shortlists.index"), see), "success")
    return remembering(redirect(back(), 303), held, key)


@blueprint.get("/<reference>")
def show(reference: str) -> Response:
    """A shortlist, to read and print; whoever made it can change it here."""
    row = shortlists.get(session(), reference)
    if shortlists.seen(session(), row):
        session().rollback()
        row = shortlists.get(writing(), reference)
        shortlists.seen(session(), row)
        session().commit()
    return render(row, [])


@blueprint.post("/<reference>/change")
def change(reference: str) -> tuple[Response, int] | Response:
    """Take away, move, note, name; or delete all of it."""
    row = shortlists.opened(session(), reference, mine()[1])
    do = request.form.get("do", "")
    if do == "end":
        shortlists.end(session(), row)
        session().commit()
        flash(_("The shortlist is deleted."), "success")
        return remembering(redirect(url_for("shortlists.index"), 303), *NONE)
    try:
        alter(row, do)
    except Faulty as faulty:
        return render(row, [fault.message for fault in faulty.faults]), 422
    session().commit()
    return redirect(url_for("shortlists.show", reference=reference), 303)


@blueprint.post("/<reference>/send")
def send(reference: str) -> tuple[Response, int] | Response:
    """Send a shortlist to somebody by e-mail. To whom is not kept."""
    row = shortlists.opened(session(), reference, mine()[1])
    email = request.form.get("email", "").strip()
    faults = [] if EMAIL.fullmatch(email) and len(email) <= EMAIL_LIMIT else [_("Write an e-mail address, such as amina@example.org.")]
    faults += [] if post.works() else [_("This site does not send e-mail. Copy the link instead.")]
    if not faults:
        site = sites.mailed()
        try:
            shortlists.send(session(), row, email, site + url_for("shortlists.show", reference=reference), site, facts)
        except Faulty as faulty:
            faults = [fault.message for fault in faulty.faults]
    if faults:
        return render(row, faults), 422
    session().commit()
    flash(_("It is on its way. We do not keep the address you sent it to."), "success")
    return redirect(url_for("shortlists.show", reference=reference), 303)


def alter(row: Shortlist, do: str) -> None:
    """Do what a button says."""
    if do == "title":
        return shortlists.name(session(), row, request.form.get("title", ""))
    subject, number = entry_asked()
    if do in ("up", "down"):
        return shortlists.move(session(), row, subject, number, -1 if do == "up" else 1)
    if do == "note":
        return shortlists.note(session(), row, subject, number, request.form.get("note", ""))
    if do == "remove":
        return shortlists.remove(session(), row, subject, number)
    raise BadQuery([_("There is no such button.")])


def when(listed: Entry) -> list[str]:
    """When an entry is open or happens, in words: what comes, by its schedules, then what its own words say."""
    own = entry.known(session(), listed.subject, listed.leads_to)
    coming = [schedule_words(each) for each in own if each.rule or each.starts_on >= clock.today(session())]
    typed = " ".join(listed.asset.opening_times.split()) if listed.asset else ""
    return [*coming, *change_words(own), *([typed] if typed else [])]


def facts(listed: Entry) -> list[str]:
    """The same for a letter, with how fresh it is."""
    shown = listed.asset or listed.group
    known = freshness.told(shown) if shown else None
    fresh = [f"{known.word}. {known.sentence}"] if known else []
    return [*([_("When: %(when)s", when="; ".join(when(listed)))] if when(listed) else []), *fresh]


def render(row: Shortlist, faults: list[str]) -> Response:
    """The page of a shortlist."""
    page = render_template(
        "shortlists/show.html",
        shortlist=row,
        entries=shortlists.entries(session(), row),
        when=when,
        own=mine()[0] == row.reference and shortlists.opens(row, mine()[1]),
        large=request.args.get("print") == "large",
        link=sites.shown() + url_for("shortlists.show", reference=row.reference),
        mails=post.works(),
        faults=faults,
    )
    answer = current_app.make_response(page)
    answer.headers.update({"X-Robots-Tag": "noindex, nofollow", "Cache-Control": "no-store"})
    return answer


def mine() -> tuple[str, str]:
    """The address and the key of my shortlist; both empty where I have none."""
    try:
        reference, key = signer().loads(request.cookies.get(COOKIE, ""))
    except (BadSignature, ValueError, TypeError):
        return NONE
    return str(reference), str(key)


def remembering(answer: Response, reference: str, key: str) -> Response:
    """Keep in the browser which shortlist is mine, for a year; or forget it."""
    if not reference:
        answer.delete_cookie(COOKIE)
        return answer
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    value = signer().dumps([reference, key])
    answer.set_cookie(COOKIE, str(value), max_age=YEAR_S, httponly=True, samesite="Lax", secure=secure)
    return answer


def signer() -> URLSafeSerializer:
    """Signs the cookie."""
    return URLSafeSerializer(settings().secret_key, salt="shortlist")


def from_here() -> None:
    """NotAllowed where another site sent the form: browsers say where one comes from."""
    site, origin = request.headers.get("Sec-Fetch-Site", "same-origin"), request.headers.get("Origin", "")
    if site not in ("same-origin", "none") or (origin and urlsplit(origin).netloc != request.host):
        raise NotAllowed(_("This was sent from another site. Go back and press the button here."))


def entry_asked() -> tuple[Subject, int]:
    """Which entry a form is about; BadQuery where it is none."""
    subject, number = request.form.get("subject", ""), request.form.get("id", "")
    if subject not in (Subject.asset.value, Subject.group.value) or not (number.isascii() and number.isdigit() and len(number) <= 10):
        raise BadQuery([_("Choose an asset or a group.")])
    return Subject(subject), min(int(number), BIGGEST_ID)


def back() -> str:
    """Where the form was: a path of this site only."""
    path = request.form.get("back", "")
    plain = path.startswith("/") and not path.startswith(("//", "/\\")) and not any(ord(sign) < 32 for sign in path)
    return path[:2000] if plain else url_for("shortlists.index")
