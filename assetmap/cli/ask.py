"""`assetmap ask`: whom to ask this year, and asking them by e-mail."""

from collections.abc import Callable

import click
from sqlalchemy.orm import Session

from assetmap import create_app, db
from assetmap.cli.opening import open_engine
from assetmap.cli.posting import check
from assetmap.config import Settings
from assetmap.errors import AssetmapError
from assetmap.models import Group, Keeper
from assetmap.services import groups, keepers, letters, yearly

Send = Callable[[str, letters.Words], None]


@click.command()
@click.option("--send", is_flag=True, help="Send each a link by e-mail (without it, only say whom).")
@click.option("--older-than", default=yearly.YEAR_DAYS, show_default=True, type=click.IntRange(0, 3650), help="Days since the last answer.")
def ask(send: bool, older_than: int) -> None:
    """Say which groups have not answered for a year, and write to those who answer for them. Safe to run every day.

    Nobody is written to twice within 30 days. Groups are named here, never people, their addresses or their links.
    """
    engine, settings = open_engine()
    try:
        db.migrate(engine)
        if send:
            check(settings)
        with Session(db.writer(engine), expire_on_commit=False) as session:
            say(yearly.due(session, older_than))
            failed = ask_all(session, settings, older_than) if send else []
    finally:
        engine.dispose()
    if failed:
        raise SystemExit(1)


def say(due: list[yearly.Standing]) -> None:
    """Name the groups to ask."""
    click.echo(f"{len(due)} groups to ask.")
    for row in due:
        when = f"answered on {row.answered_at:%Y-%m-%d}" if row.answered_at else "never answered"
        how = f"{row.reachable} by e-mail" if row.reachable else "nobody by e-mail: pass a link on yourself"
        click.echo(f"  - {row.name}: {when}; {row.keepers} keepers, {how}")


def ask_all(session: Session, settings: Settings, older_than: int) -> list[str]:
    """Write to every keeper of the groups that are due; the names of groups where that failed."""
    sent, failed, app = 0, [], create_app(settings)
    send: Send = app.extensions["post"]["send"]
    for row in yearly.due(session, older_than):
        group = groups.get(session, row.group_id)
        for keeper in keepers.of_group(session, group):
            if keeper.email:
                try:
                    with app.app_context():
                        ask_one(session, settings, group, keeper, send)
                    sent += 1
                except AssetmapError as error:
                    failed.append(group.name)
                    click.echo(f"  - {group.name}: not sent. {error}", err=True)
        session.commit()
    click.echo(f"{sent} messages sent, {len(failed)} failed.")
    return failed


def ask_one(session: Session, settings: Settings, group: Group, keeper: Keeper, send: Send) -> None:
    """Make an address and send it. It is kept before it is sent, so that no message leads nowhere; and taken back where sending
    fails, so that the group is asked again next time. While the mail server is spoken to, nobody else waits for the database."""
    asked, token = keepers.ask(session, group, keeper, None)
    session.commit()
    address = f"{settings.assetmap_site_url.rstrip('/')}/keepers/{token}"
    try:
        send(keeper.email, letters.letter(group, address, asked.expires_at))
    except BaseException:
        keepers.withdraw(session, asked)
        session.commit()
        raise
    keepers.sent(session, asked)
    session.commit()
