"""`assetmap remind`: ask who keeps or sent an entry whether it is still right."""

from datetime import UTC, datetime

import click
from sqlalchemy.orm import Session

from assetmap import create_app, db
from assetmap.cli.ask import check
from assetmap.cli.opening import open_engine
from assetmap.config import Settings
from assetmap.services import freshness, reminders


@click.command()
@click.option("--dry-run", is_flag=True, help="Say how many people would be written to; write to nobody.")
def remind(dry_run: bool) -> None:
    """Write to whoever keeps or sent entries that nobody has confirmed for a while, and send every letter that waits. Run it once a day.

    Each person gets one message for all their entries, and none within 30 days of the last. Nobody is named here.
    """
    engine, settings = open_engine()
    try:
        db.migrate(engine)
        if not dry_run:
            check(settings)
        with Session(db.writer(engine), expire_on_commit=False) as session:
            written, entries = remind_all(session, settings, dry_run)
    finally:
        engine.dispose()
    click.echo(f"{written} people {'would be ' if dry_run else ''}asked about {entries} entries.")
    if not dry_run:
        deliver(settings)


def remind_all(session: Session, settings: Settings, dry_run: bool) -> tuple[int, int]:
    """Write to everybody who is due, each in one transaction; how many people, and about how many entries."""
    within = freshness.limits(datetime.now(UTC).date(), settings.assetmap_ageing_months, settings.assetmap_stale_months)
    due = reminders.due(session, within)
    session.commit()
    written = entries = 0
    for email, own in due.items():
        if dry_run or reminders.remind(session, settings.secret_key, settings.assetmap_site_url.rstrip("/"), email, own):
            written, entries = written + 1, entries + len(own)
        session.commit()
    return written, entries


def deliver(settings: Settings) -> None:
    """Send every letter that waits; exit with 1 where some could not be sent (they are tried again)."""
    app = create_app(settings)
    try:
        with app.app_context():
            sent, failed = app.extensions["post"]["deliver"]()
    finally:
        app.extensions["engine"].dispose()
    click.echo(f"{sent} messages sent, {failed} failed{'; those are tried again next time' if failed else ''}.")
    if failed:
        raise SystemExit(1)
