"""Whether an e-mail address is a group's own: what proves that whoever reads it answers for the group."""

from dataclasses import dataclass
from datetime import UTC, timedelta
from urllib.parse import urlsplit

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap.models import Act, Group, Sender, Subject, Submission, User, Version
from assetmap.models.columns import now
from assetmap.services import rights, salts, versions

STOOD = timedelta(days=30)
"""How long what a stranger has suggested must have stood in public before it proves anything: long enough for somebody to object."""
# Hosts that lend a name to everybody: an address or a page there says nothing about whose it is.
MAIL = """
gmail.com googlemail.com google.com outlook.com outlook.co.uk hotmail.com hotmail.co.uk live.com live.co.uk msn.com yahoo.com yahoo.co.uk
ymail.com rocketmail.com icloud.com me.com mac.com aol.com aol.co.uk proton.me protonmail.com pm.me tutanota.com tuta.io tuta.com gmx.com
gmx.co.uk gmx.net mail.com email.com zoho.com zoho.eu zohomail.com yandex.com yandex.ru mail.ru fastmail.com fastmail.co.uk fastmail.fm
hey.com hushmail.com btinternet.com btopenworld.com bt.com sky.com talktalk.net talk21.com virginmedia.com virgin.net ntlworld.com
blueyonder.co.uk tiscali.co.uk orange.net plus.net plusnet.com o2.co.uk ee.co.uk mail.co.uk nhs.net web.de qq.com 163.com
"""
PAGES = """
sites.google.com docs.google.com facebook.com fb.com instagram.com x.com twitter.com tiktok.com youtube.com linkedin.com whatsapp.com
wordpress.com blogspot.com blogger.com wixsite.com wix.com weebly.com squarespace.com webflow.io github.io gitlab.io netlify.app pages.dev
vercel.app carrd.co jimdo.com jimdosite.com godaddysites.com strikingly.com webnode.com linktr.ee nextdoor.co.uk nextdoor.com meetup.com
eventbrite.com eventbrite.co.uk gofundme.com justgiving.com btck.co.uk notion.site
"""
SHARED = frozenset((MAIL + PAGES).split())


@dataclass(frozen=True)
class Asker:
    """Who says that they answer for a group, and the internet address they say it from, which is kept nowhere."""

    user: User
    internet_address: str = ""


def lent(host: str) -> bool:
    """Whether a host, or one that it is part of, lends its name to everybody."""
    parts = host.lower().split(".")
    return any(".".join(parts[number:]) in SHARED for number in range(len(parts)))


def fields(group: Group, email: str) -> list[str]:
    """By which of a group's fields an address is its own: `public_email`, or `website` at whose domain it is.

    A page within somebody else's site, and hosts that lend their name to everybody, say nothing.
    """
    address, domain = email.strip().lower(), email.rpartition("@")[2].strip().lower()
    found = ["public_email"] if group.public_email and address == group.public_email.strip().lower() else []
    parts = urlsplit(group.website)
    host = (parts.hostname or "").lower().removeprefix("www.")
    return found + (["website"] if host and parts.path in ("", "/") and domain == host and not lent(domain) else [])


def proves(session: Session, group: Group, email: str, asker: Asker) -> bool:
    """Whether whoever reads an address answers for a group: it is the group's own, by a value that who asks did not bring about."""
    return any(trusted(session, group, field, asker) for field in fields(group, email))


def trusted(session: Session, group: Group, field: str, asker: Asker) -> bool:
    """Whether what stands in a group's field proves something: it came with the package, a steward or keeper has set it, or it has
    stood long enough and is not what who asks has sent."""
    version = _setter(session, group, field)
    if version is None or version.act == Act.loaded:
        return True
    sent = session.get(Submission, version.submission_id) if version.submission_id else None
    if sent is None and version.user_id is not None and version.act in (Act.added, Act.changed):
        return version.user_id != asker.user.id
    if sent is not None and _sent_by(session, sent, asker):
        return False
    by_keeper = sent is not None and sent.user is not None and rights.keeps(session, sent.user, group.id)
    by_steward = sent is not None and sent.user_id is not None and sent.user_id == version.user_id
    return by_keeper or by_steward or version.made_at <= now() - STOOD


def _setter(session: Session, group: Group, field: str) -> Version | None:
    """The version in which a group's field came to say what it says now; none where nobody changed the entry."""
    found, value = None, getattr(group, field).strip().lower()
    for version in versions.history(session, Subject.group, group.id):
        if str(version.content.get(field) or "").strip().lower() != value:
            break
        found = version
    return found


def _sent_by(session: Session, sent: Submission, asker: Asker) -> bool:
    """Whether somebody has sent an entry: signed in, from their e-mail address, from where they sent others that day, or from where
    they ask now. Two neighbours may share a connection: then a steward looks."""
    user = asker.user
    own = Submission.user_id == user.id
    same = select(Submission.id).where(own, Submission.source == sent.source, Submission.source != "")
    email = select(Sender.submission_id).where(Sender.submission_id == sent.id, func.lower(Sender.email) == user.email.lower())
    known = sent.user_id == user.id or session.scalar(email) is not None or session.scalar(same.limit(1)) is not None
    return known or _sent_from(session, sent, asker.internet_address)


def _sent_from(session: Session, sent: Submission, internet_address: str) -> bool:
    """Whether an entry came from an internet address: whether its mark is what that address was given on the day it came, or the day
    before, should it have come at midnight. Nothing is kept that would tell of two days that somebody is the same; once the mark is
    forgotten (services/retention), the time that the value has stood and the steward who let it in are all there is."""
    came = sent.submitted_at.astimezone(UTC)
    days = (came, came - timedelta(days=1))
    return bool(sent.source) and sent.source in {salts.source_of(session, internet_address, f"{day:%Y-%m-%d}") for day in days}
