"""Photos of assets and groups: sent by anyone, looked at one by one by stewards, shown."""

from functools import partial

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask import Response as Answer
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from assetmap.errors import Fault, Faulty, NotAllowed, NotFound
from assetmap.models import Photo, Subject
from assetmap.services import photos, versions
from assetmap.services.photos import About, Store
from assetmap.web import holding, kinds
from assetmap.web.second_factor import may_now
from assetmap.web.sessions import session, settings, writing
from assetmap.web.uploads import MEGABYTE, make_room

blueprint = Blueprint("photos", __name__)
AN_HOUR_S = 3600
SUBJECTS = {"assets": Subject.asset, "groups": Subject.group}
ENDINGS = {"large": "", "small": "-small"}
FIELDS = ["website_2", "photo", "description", "agreed", "sender_email"]
"""The fields of the form, as they stand on its page."""


def register(app: Flask) -> None:
    """Let anyone send a request with a photo in it; before anything reads one."""
    app.before_request(partial(make_room, blueprint.name, "assetmap_photo_mb"))
    app.jinja_env.globals["decides_on_photo"] = decides


@blueprint.get("/<kind>/<int:entry_id>/photos/new")
def new(kind: str, entry_id: int) -> str:
    """Choose a photo."""
    return render(kind, entry_id, [])


@blueprint.post("/<kind>/<int:entry_id>/photos/new")
def send(kind: str, entry_id: int) -> Response | tuple[str, int]:
    """Take a photo, if it is one and somebody said what is in it."""
    typed, email = request.form.get("description", ""), request.form.get("sender_email", "")
    try:
        picture = photos.tidy(sent_file())
        trapped_or_unasked()
        writing()  # only now: reading a photo takes a second, in which others can write
        sent = holding.sent()
        about = About(subject_of(kind), entry_id, sent.user, sent.source, email)
        photo = photos.send(session(), store(), picture, typed, about)
    except Faulty as faulty:
        return render(kind, entry_id, all_faults(faulty, typed, email), typed, email), 422
    session().commit()
    if decides(photo):
        flash(_("Thank you. Now look at it as a steward."))
        return redirect(url_for("photos.waiting"), 303)
    return redirect(url_for("photos.sent", stored=photo.stored), 303)


@blueprint.get("/photos/<stored>")
def sent(stored: str) -> str:
    """How a photo stands, for whoever sent it and kept the address."""
    photo = photos.by_stored(session(), stored[:80])
    return render_template("photos/sent.html", photo=photo, page=page_of(photo), public=photos.public(session(), photo))


@blueprint.get("/photos/<stored>/<size>.jpg")
def picture(stored: str, size: str) -> Answer:
    """The picture itself: for everybody once it is public, until then for the stewards who look after it."""
    photo = photos.by_stored(session(), stored[:80])
    shown = photos.public(session(), photo)
    allowed = size in ENDINGS and (shown or decides(photo))
    content = store().get(f"{photo.stored}{ENDINGS[size]}.jpg") if allowed else None
    if content is None:
        raise NotFound(_("There is no such photo."))
    response = Answer(content, mimetype="image/jpeg")
    response.headers["Content-Disposition"] = "inline"
    response.headers["Cache-Control"] = f"public, max-age={AN_HOUR_S}" if shown else "no-store"  # an hour after it is gone it is gone
    return response


@blueprint.get("/moderation/photos")
def waiting() -> str:
    """The photos that wait."""
    found = [(photo, page_of(photo), entry_name(photo)) for photo in photos.waiting(session(), current_user)]
    return render_template("photos/waiting.html", found=found, wrong={}, typed={})


@blueprint.post("/moderation/photos/<int:photo_id>/approve")
def approve(photo_id: int) -> Response | tuple[str, int]:
    """Show it."""
    photo = mine(photo_id)
    try:
        photos.approve(session(), photo, current_user, request.form.get("description", ""))
    except Faulty as faulty:
        return again(photo, faulty)
    session().commit()
    flash(_("The photo is public now."))
    return redirect(url_for("photos.waiting"), 303)


@blueprint.post("/moderation/photos/<int:photo_id>/decline")
def decline(photo_id: int) -> Response | tuple[str, int]:
    """Do not show it, or no longer, and say why."""
    photo = mine(photo_id)
    was_public = photos.public(session(), photo)
    try:
        (photos.remove if was_public else photos.decline)(session(), photo, current_user, request.form.get("reason", ""))
    except Faulty as faulty:
        return again(photo, faulty)
    session().commit()
    photos.forget_files(store(), photo)
    flash(_("The photo is not shown. Whoever sent it can read your reason on the page they were given, and by e-mail if they wished."))
    return redirect(page_of(photo) if was_public else url_for("photos.waiting"), 303)


def mine(photo_id: int) -> Photo:
    """A photo that whoever asks may decide on; NotAllowed where another steward looks after its entry."""
    photo = photos.get(session(), photo_id)
    if not photos.covered(session(), photo, current_user):
        raise NotAllowed(_("Another steward looks after this entry: it is not in your areas or categories."))
    return photo


def decides(photo: Photo) -> bool:
    """Whether whoever asks may decide on a photo in this session."""
    return may_now("photos.decline") and photos.covered(session(), photo, current_user)


def again(photo: Photo, faulty: Faulty) -> tuple[str, int]:
    """The page of photos that wait with what was typed for one of them and what is wrong with it."""
    session().rollback()
    found = [(each, page_of(each), entry_name(each)) for each in photos.waiting(session(), current_user)]
    if photo.id not in [each.id for each, _page, _name in found]:
        found.insert(0, (photo, page_of(photo), entry_name(photo)))
    wrong = {f"{fault.field}-{photo.id}": fault.message for fault in faulty.faults}
    return render_template("photos/waiting.html", found=found, wrong=wrong, typed={photo.id: request.form}), 422


def sent_file() -> bytes:
    """The bytes of the file in a form; Faulty where there is none."""
    file = request.files.get("photo")
    content = b""
    if file:
        content = file.read(settings().assetmap_photo_mb * MEGABYTE + 1)
        file.close()
    if not content:
        raise Faulty([Fault(_("Choose a photo."), field="photo")])
    if len(content) > settings().assetmap_photo_mb * MEGABYTE:
        raise Faulty([Fault(_("This file is larger than %(size)s megabytes.", size=settings().assetmap_photo_mb), field="photo")])
    return content


def trapped_or_unasked() -> None:
    """Faulty where a machine filled the form in, or nobody said that the photo may be shown."""
    if request.form.get("website_2"):
        raise Faulty([Fault(_("This looks as if a machine had sent it. Leave the field 'Leave this empty' empty."), field="website_2")])
    if not request.form.get("agreed"):
        words = _("Tick this box if it is so. Without it we cannot show the photo.")
        raise Faulty([Fault(words, field="agreed")])


def all_faults(faulty: Faulty, description: str, email: str) -> list[Fault]:
    """The faults of the photo, the box, the description and the address to answer to, each once."""
    found = {fault.field: fault for fault in faulty.faults}
    for check in (trapped_or_unasked, lambda: photos.check(description), lambda: photos.check_email(email)):
        try:
            check()
        except Faulty as more:
            found |= {fault.field: fault for fault in more.faults if fault.field not in found}
    return [found[field] for field in sorted(found, key=FIELDS.index)]


def render(kind: str, entry_id: int, faults: list[Fault], description: str = "", email: str = "") -> str:
    """The page to send a photo on."""
    entry = versions.find(session(), subject_of(kind), entry_id)
    if entry is None:
        raise NotFound(_("There is nothing here any more that a photo could be of."))
    wrong = {fault.field: fault.message for fault in faults}
    return render_template(
        "photos/new.html",
        kind=kind,
        entry=entry,
        faults=faults,
        wrong=wrong,
        description=description,
        email=email,
        megabytes=settings().assetmap_photo_mb,
    )


def subject_of(kind: str) -> Subject:
    """Which kind of entry an address names."""
    if kind not in SUBJECTS:
        raise NotFound(_("There is no page at this address."))
    return SUBJECTS[kind]


def page_of(photo: Photo) -> str:
    """The address of the entry a photo is of."""
    return kinds.KINDS[photo.subject].page(photo.entry_id)


def entry_name(photo: Photo) -> str:
    """What the entry is called that a photo is of; nothing where it is public no more."""
    entry = versions.find(session(), photo.subject, photo.entry_id)
    return entry.name if entry else ""


def store() -> Store:
    """Where the pictures lie."""
    return photos.open_store(settings().assetmap_photo_store, settings().assetmap_instance)
