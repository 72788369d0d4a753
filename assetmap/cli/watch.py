"""`assetmap watch`: ask every kept question again, as once a day."""

import click

from assetmap.cli.opening import writing
from assetmap.services import questions


@click.command()
def watch() -> None:
    """Ask every kept question about gaps again, and keep the answers that are new. Run it once a day."""
    with writing() as (session, _settings):
        asked = len(questions.listed(session))
        new, faults = questions.watch(session)
    click.echo(f"{asked} questions asked, {new} new answers kept.")
    for fault in faults:
        click.echo(f"  - {fault}", err=True)
