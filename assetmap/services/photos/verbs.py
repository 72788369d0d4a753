"""Photos of entries: sent by anyone with a description, looked at one by one, shown, taken away."""

import secrets
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.errors import AlreadyDecided, Fault, Faulty, NotFound
from assetmap.models import Photo, Status, Subject, User
from assetmap.models.columns import now
from assetmap.models.photos import DESCRIPTION_LIMIT
from assetmap.models.submissions import REASON_LIMIT
from assetmap.services import entries, places, remits, versions
from assetmap.services.photos import outcomes
from assetmap.services.photos.stores import Store
from assetmap.services.photos.tidying import Picture
from assetmap.services.words import checked

MOST = 12
SIZES = ("", "-small")


@dataclass(frozen=True)
class About:
    """Which entry a photo is of, and who sent it: `source` tells senders apart for a day, `email` is where they want to hear of it."""

    subject: Subject
    entry_id: int
    user: User | None = None
    source: str = ""
    email: str = ""


def send(session: Session, store: Store, picture: Picture, description: str, about: About) -> Photo:
    """Keep a photo until a steward has looked at it; Faulty where its description or the address to answer to cannot be kept,
    or the entry has enough."""
    if versions.find(session, about.subject, about.entry_id) is None:
        raise NotFound("There is nothing here any more that a photo could be of.")
    words, email = check(description), check_email(about.email)
    if len(of_entry(session, about.subject, about.entry_id)) >= MOST:
        raise Faulty([Fault(f"There are {MOST} photos here already, which is enough.", field="photo")])
    photo = Photo(
        subject=about.subject,
        entry_id=about.entry_id,
        stored=secrets.token_urlsafe(24),
        description=words,
        width=picture.width,
        height=picture.height,
        source=about.source,
        email=email,
        user_id=about.user.id if about.user else None,
    )
    for size, content in zip(SIZES, (picture.large, picture.small), strict=True):
        store.put(f"{photo.stored}{size}.jpg", content)  # first the files: a row never names what is not there
    session.add(photo)
    session.flush()
    return photo


def check(description: str) -> str:
    """A description that says what is in the photo to those who do not see it; Faulty where it cannot be kept."""
    needed = "Say what can be seen in the photo, for those who cannot see it."
    return checked(description, "description", DESCRIPTION_LIMIT, needed=needed)


def check_email(given: str) -> str:
    """An address to answer to, or none; Faulty where it is no address."""
    email, faults = entries.answer_to(given)
    if faults:
        raise Faulty(faults)
    return email


def by_stored(session: Session, stored: str) -> Photo:
    """The photo with this name, public or not; NotFound where there is none."""
    found = session.scalar(select(Photo).where(Photo.stored == stored))
    if found is None:
        raise NotFound("There is no such photo.")
    return found


def get(session: Session, photo_id: int) -> Photo:
    """One photo by its number; NotFound where there is none."""
    found = session.get(Photo, photo_id)
    if found is None:
        raise NotFound("There is no such photo.")
    return found


def public(session: Session, photo: Photo) -> bool:
    """Whether everybody may see a photo: it was approved, and its entry is public."""
    return photo.status == Status.approved and versions.find(session, photo.subject, photo.entry_id) is not None


def of_entry(session: Session, subject: Subject, entry_id: int) -> list[Photo]:
    """The approved photos of an entry, in their order."""
    mine = Photo.subject == subject, Photo.entry_id == entry_id, Photo.status == Status.approved
    return list(session.scalars(select(Photo).where(*mine).order_by(Photo.position, Photo.id)))


def waiting(session: Session, user: User) -> list[Photo]:
    """The photos that wait for a steward, of what they look after, the oldest first."""
    found = session.scalars(select(Photo).where(Photo.status == Status.waiting).order_by(Photo.made_at, Photo.id))
    return [photo for photo in found if covered(session, photo, user)]


def covered(session: Session, photo: Photo, user: User) -> bool:
    """Whether a photo is a steward's to decide on: of an entry within their limits; where that has gone, of those without any."""
    if versions.find(session, photo.subject, photo.entry_id) is None:
        return not remits.limits(session, user)
    return remits.covers_entry(session, user, photo.subject, photo.entry_id)


def approve(session: Session, photo: Photo, by: User, description: str) -> None:
    """Show a photo to everybody, with a description the steward may have improved, and tell whoever sent it. AlreadyDecided where
    that was done."""
    words = check(description)
    _hold(session, photo)
    places.changed(session)
    photo.description, photo.status, photo.decided_at, photo.decided_by_id = words, Status.approved, now(), by.id
    outcomes.tell(session, photo)


def decline(session: Session, photo: Photo, by: User, reason: str) -> None:
    """Do not show a photo, say why, and tell whoever sent it; Faulty without a reason. Whoever calls this removes its files once that
    is kept."""
    words = checked(reason, "reason", REASON_LIMIT, lines=True, needed="Say why.")
    _hold(session, photo)
    photo.status, photo.reason, photo.decided_at, photo.decided_by_id = Status.declined, words, now(), by.id
    outcomes.tell(session, photo)


def remove(session: Session, photo: Photo, by: User, reason: str) -> None:
    """Take a photo away that was public, and say why, as in `decline`."""
    words = checked(reason, "reason", REASON_LIMIT, lines=True, needed="Say why.")
    session.refresh(photo, with_for_update=True)
    if photo.status == Status.declined:
        raise AlreadyDecided("Somebody has taken this photo away already.")
    places.changed(session)
    photo.status, photo.reason, photo.decided_at, photo.decided_by_id = Status.declined, words, now(), by.id
    outcomes.tell(session, photo, shown_before=True)


def forget_files(store: Store, photo: Photo) -> None:
    """Delete the files of a photo that is not shown."""
    for size in SIZES:
        store.remove(f"{photo.stored}{size}.jpg")


def _hold(session: Session, photo: Photo) -> None:
    session.refresh(photo, with_for_update=True)
    if photo.status != Status.waiting:
        raise AlreadyDecided("Somebody has already decided on this photo.")
