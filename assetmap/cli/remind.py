"""`assetmap remind`: ask who keeps or sent an entry whether it is still right."""

from datetime import UTC, datetime

import click
from sqlalchemy.orm import Session

from assetmap import db
from assetmap.cli.opening import open_engine
from assetmap.cli.posting import check, deliver
from assetmap.config import Settings
from assetmap.services import freshness, reminders


@click.command()
@click.option("--send", is_flag=True, help="Write to them by e-mail (without it, only say to how many).")
def remind(send: bool) -> None:
    """Write to whoever keeps or sent entries that nobody has confirmed for a while, and send every letter that waits. Run it with
    --send once a day.

    Each person gets one message for all their entries, and none within 30 days of the last. Nobody is named here.
    """
    engine, settings = open_engine()
    try:
        db.migrate(engine)
        if send:
            check(settings)
        with Session(db.writer(engine), expire_on_commit=False) as session:
            written, entries = remind_all(session, settings, send)
    finally:
        engine.dispose()
    click.echo(f"{written} people {'' if send else 'would be '}asked about {entries} entries.")
    if send:
        deliver(settings)


def remind_all(session: Session, settings: Settings, send: bool) -> tuple[int, int]:
    """Write to everybody who is due (without `send`, to nobody), each in one transaction; how many people, about how many entries."""
    within = freshness.limits(datetime.now(UTC).date(), settings.assetmap_ageing_months, settings.assetmap_stale_months)
    due = reminders.due(session, within)
    session.commit()
    written = entries = 0
    for email, own in due.items():
        if not send or reminders.remind(session, settings.secret_key, settings.assetmap_site_url.rstrip("/"), email, own):
            written, entries = written + 1, entries + len(own)
        session.commit()
    return written, entries
