"""`assetmap weekly`: the weekly letter to each steward, with the most useful things to do."""

from datetime import UTC, datetime

import click
from sqlalchemy.orm import Session

from assetmap import db
from assetmap.cli.opening import open_engine
from assetmap.cli.posting import check, deliver
from assetmap.config import Settings
from assetmap.models import User
from assetmap.services import freshness, weekly
from assetmap.services.weekly import Site


@click.command("weekly")
@click.option("--send", is_flag=True, help="Send them by e-mail (without it, only say to how many).")
def weekly_letters(send: bool) -> None:
    """Write to stewards once a week what helps most in what they look after. Safe to run every day: nobody gets two in a week."""
    engine, settings = open_engine()
    try:
        db.migrate(engine)
        if send:
            check(settings)
        with Session(db.writer(engine), expire_on_commit=False) as session:
            found = weekly.due(session)
            click.echo(f"{len(found)} of {len(weekly.stewards(session))} stewards are due a letter.")
            session.commit()  # the secret of digests may be new
            written = [write(session, user, settings) for user in found] if send else []
    finally:
        engine.dispose()
    if send:
        click.echo(f"{sum(written)} letters written.")
        deliver(settings)


def write(session: Session, user: User, settings: Settings) -> bool:
    """Write one steward's letter, and keep it."""
    written = weekly.write(session, user, site(settings))
    session.commit()
    return written


def site(settings: Settings) -> Site:
    """This site, as the letters name it."""
    today = datetime.now(UTC).date()
    within = freshness.limits(today, settings.assetmap_ageing_months, settings.assetmap_stale_months)
    return Site(settings.secret_key, settings.assetmap_site_url.rstrip("/"), within)
