"""`assetmap forget`: forget what is known about people once it is old, as once a day."""

import click

from assetmap.cli.opening import writing
from assetmap.services import retention


@click.command()
@click.option("--do", is_flag=True, help="Do it. Without this, only say how much there is.")
def forget(do: bool) -> None:
    """Forget what is known about people after the months of the settings. Says counts, never names. Run it with --do once a day."""
    with writing() as (session, settings):
        months = {kind.name: getattr(settings, f"assetmap_forget_{kind.name}_months") for kind in retention.KINDS}
        counts = retention.forget(session, months, do)
    for kind in retention.KINDS:
        click.echo(f"{counts[kind.name]:>7,}  {kind.words}, older than {months[kind.name]} months")
    click.echo("Forgotten." if do else "Nothing was changed. To forget them: assetmap forget --do")
