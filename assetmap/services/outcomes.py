"""Telling whoever sent an entry, and gave an e-mail address, what became of it."""

from sqlalchemy.orm import Session

from assetmap.models import Sender, Status, Submission, Wish
from assetmap.services import consents, holding, letters
from assetmap.services.letters import Words

SECRET = "the secret that signs addresses"  # noqa: S105  a name in Session.info, too
SITE = "the address of this site"  # in Session.info: https://map.example.org, without a slash at its end; web/sessions puts it there
LEFT_OUT = "\n\nNot all of it: some of what you sent stays as it was."


def tell(session: Session, submission: Submission) -> None:
    """Put a letter with the outcome into the box, in the transaction that decides. Nothing where there is nobody to tell, or who
    decided is who sent it."""
    email, left = email_of(session, submission), bool(left_email(session, submission))
    if email and (left or submission.user_id != submission.decided_by_id):
        site, secret = session.info.get(SITE, ""), session.info.get(SECRET, "")
        ticket = consents.ticket(session, secret, submission, email) if secret else ""
        letters.write(session, "outcome", email, words(submission, site, f"{site}/withdraw/{ticket}" if ticket else "", left))


def email_of(session: Session, submission: Submission) -> str:
    """Where whoever sent an entry is written to: the address they left with it, or else that of the account they sent it with; empty
    where there is neither."""
    account = submission.user.email if submission.user and submission.user.active else ""
    return left_email(session, submission) or account


def left_email(session: Session, submission: Submission) -> str:
    """The address that was left with an entry; empty where none was."""
    sender = session.get(Sender, submission.id)
    return sender.email if sender else ""


def words(submission: Submission, site: str, withdraw: str = "", left: bool = True) -> Words:
    """The letter about a decided entry: what was decided, why, where it can be read, and where a contact can be taken back. `left` is
    whether the address was left with the entry; else it is that of an account."""
    name = called(submission)
    subject, said = _said(submission, name)
    reason = f"\n\nA steward wrote:\n\n{submission.reason}" if submission.reason else ""
    back = (
        f"The contact you gave is public now. To take it back, at any time in the next three years:\n\n{withdraw}\n\n" if withdraw else ""
    )
    how = "gave this address when you sent it" if left else "sent it with your account"
    where = f" How long we keep your address:\n{site}/privacy#kept" if left else ""
    last = (
        f"No more letters follow about it.{where}"
        if submission.status == Status.declined or submission.wish == Wish.close
        else "At most once in 30 days we ask whether it is still right; each such letter says how to stop them."
    )
    body = (
        f"Hello,\n\n{said}{reason}\n\nHow it stands, on one page:\n\n{site}/sent/{submission.reference}\n\n{back}"
        f"You get this because you {how} on {_day(submission)}.\n"
        f"{last}\nYou need not do anything.\n\nThank you for telling your neighbours.\n"
    )
    return Words(subject, body)


def called(submission: Submission) -> str:
    """What a letter calls an entry: its name, unless that could lead anywhere. The letter goes to whatever address somebody typed."""
    name = str(submission.content["name"])
    return name if submission.status == Status.approved or not holding.links([name]) else "your entry"


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
