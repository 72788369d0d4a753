"""Telling whoever sent a photo, and gave an e-mail address or has an account, what became of it."""

from sqlalchemy.orm import Session

from assetmap.models import Photo, Status, User
from assetmap.services import letters, versions
from assetmap.services.letters import Words
from assetmap.services.outcomes import SITE


def tell(session: Session, photo: Photo, shown_before: bool = False) -> None:
    """Put a letter with the outcome into the box, in the transaction that decides, and forget the address that was left for it.
    `shown_before`: it was public, and is taken away. Nothing where there is nobody to tell, or who decided is who sent it."""
    left, photo.email = photo.email, ""
    email = left or account_of(session, photo)
    session.flush()
    if email and (left or photo.user_id != photo.decided_by_id):
        letters.write(session, "photo", email, words(photo, _name(session, photo), session.info.get(SITE, ""), bool(left), shown_before))


def account_of(session: Session, photo: Photo) -> str:
    """The address of the account a photo was sent with; empty where there is none, or nobody can sign in with it any more."""
    user = session.get(User, photo.user_id) if photo.user_id else None
    return user.email if user and user.active else ""


def words(photo: Photo, name: str, site: str, left: bool, shown_before: bool) -> Words:
    """The letter about a photo of the entry called `name`, which is empty where that is public no more. `left` is whether the address
    was left with the photo; else it is that of an account."""
    what = f"“{name}”" if name else "something that is not on the map any more"
    subject, said = _said(photo, what, bool(name), shown_before)
    reason = f"\n\nA steward wrote:\n\n{photo.reason}" if photo.status == Status.declined else ""
    how = "gave this address when you sent it" if left else "sent it with your account"
    last = "No more letters follow about it, and we have forgotten this address." if left else "How long things are kept:"
    kept = "" if left else f"\n{site}/privacy#kept"
    body = (
        f"Hello,\n\n{said}{reason}\n\nHow it stands, on one page:\n\n{site}/photos/{photo.stored}\n\n"
        f"You get this because you {how} on {photo.made_at.day} {photo.made_at:%B %Y}.\n{last}{kept}\n"
        "You need not do anything.\n\nThank you for helping your neighbours to find the door.\n"
    )
    return Words(f"{subject}: {name}" if name else subject, body)


def _said(photo: Photo, what: str, stands: bool, shown_before: bool) -> tuple[str, str]:
    """What the subject says, and the first sentence."""
    if photo.status == Status.approved:
        seen = " Everyone can see it now." if stands else ""
        return "Your photo is shown" if stands else "Your photo", f"a steward said yes to your photo of {what}.{seen}"
    if shown_before:
        return "Your photo was taken away", f"a steward took your photo of {what} away again. It is deleted."
    return "Your photo is not shown", f"a steward looked at your photo of {what} and said no. It is deleted."


def _name(session: Session, photo: Photo) -> str:
    entry = versions.find(session, photo.subject, photo.entry_id)
    return entry.name if entry else ""
