"""Telling whoever sent an entry, and gave an e-mail address, what became of it."""

from sqlalchemy.orm import Session

from assetmap.models import Sender, Status, Submission, Wish
from assetmap.services import consents, letters
from assetmap.services.letters import Words

SECRET = "the secret that signs addresses"  # noqa: S105  a name in Session.info, too
SITE = "the address of this site"  # in Session.info: https://map.example.org, without a slash at its end; web/sessions puts it there
LEFT_OUT = "\n\nNot all of it: some of what you sent stays as it was."


def tell(session: Session, submission: Submission) -> None:
    """Put a letter with the outcome into the box, in the transaction that decides. Nothing where nobody wants to hear."""
    sender = session.get(Sender, submission.id)
    if sender is not None and sender.email:
        site, secret = session.info.get(SITE, ""), session.info.get(SECRET, "")
        ticket = consents.ticket(session, secret, submission, sender.email) if secret else ""
        letters.write(session, "outcome", sender.email, words(submission, site, f"{site}/withdraw/{ticket}" if ticket else ""))


def words(submission: Submission, site: str, withdraw: str = "") -> Words:
    """The letter about a decided entry: what was decided, why, where it can be read, and where a contact can be taken back."""
    name = submission.content["name"]
    subject, said = _said(submission, name)
    reason = f"\n\nA steward wrote:\n\n{submission.reason}" if submission.reason else ""
    back = (
        f"The contact you gave is public now. To take it back, at any time in the next three years:\n\n{withdraw}\n\n" if withdraw else ""
    )
    last = (
        "It was only kept for this letter, and no more letters follow about it."
        if submission.status == Status.declined or submission.wish == Wish.close
        else "At most once in 30 days we ask\nwhether it is still right; each such letter says how to stop them."
    )
    body = (
        f"Hello,\n\n{said}{reason}\n\nHow it stands, on one page:\n\n{site}/sent/{submission.reference}\n\n{back}"
        f"You get this because you gave this address when you sent it on {_day(submission)}.\n"
        f"{last}\nYou need not do anything.\n\nThank you for telling your neighbours.\n"
    )
    return Words(subject, body)


def _said(submission: Submission, name: str) -> tuple[str, str]:
    """What the subject says, and the first sentences."""
    if submission.status == Status.declined:
        return f"Not on the map: {name}", f"a steward read what you sent about “{name}” and said no."
    if submission.wish == Wish.close:
        return f"Taken off the map: {name}", f"a steward took “{name}” off the map, as you said that it has closed."
    if submission.wish == Wish.add:
        return f"On the map: {name}", f"a steward said yes to “{name}”. Everyone can see it now."
    if submission.left_out:
        return f"Changed in part: {name}", f"a steward took over some of what you suggested about “{name}”.{LEFT_OUT}"
    return f"Changed: {name}", f"a steward said yes to what you suggested about “{name}”. Everyone can see it now."


def _day(submission: Submission) -> str:
    return f"{submission.submitted_at:%d %B %Y}".lstrip("0")
