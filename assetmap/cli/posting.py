"""Sending letters from a command: whether that can be done here, and doing it."""

import click

from assetmap import create_app
from assetmap.config import Settings, UnknownSetting


def check(settings: Settings) -> None:
    """UnknownSetting where nothing can be sent."""
    missing = [name for name in ("assetmap_mail_url", "assetmap_mail_from", "assetmap_site_url") if not getattr(settings, name)]
    if missing:
        raise UnknownSetting(f"To send e-mail, set {', '.join(name.upper() for name in missing)}.")


def deliver(settings: Settings) -> None:
    """Send every letter that waits; exit with 1 where some could not be sent (they wait in the box and are tried again)."""
    app = create_app(settings)
    try:
        with app.app_context():
            sent, failed = app.extensions["post"]["deliver"]()
    finally:
        app.extensions["engine"].dispose()
    click.echo(f"{sent} messages sent, {failed} failed{'; those are tried again next time' if failed else ''}.")
    if failed:
        raise SystemExit(1)
