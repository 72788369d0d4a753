"""The `assetmap` command: what is typed in a terminal."""

import click

from assetmap.cli.ask import ask
from assetmap.cli.database import database
from assetmap.cli.forget import forget
from assetmap.cli.link import link
from assetmap.cli.load import load
from assetmap.cli.remind import remind
from assetmap.cli.serve import serve
from assetmap.cli.user import user
from assetmap.cli.watch import watch
from assetmap.cli.weekly import weekly_letters
from assetmap.config import UnknownSetting
from assetmap.errors import AssetmapError, Faulty


@click.group()
@click.version_option(package_name="assetmap")
def commands() -> None:
    """Assetmap: a community asset map joined to neighbourhood wellbeing."""


for command in (database, load, link, user, watch, ask, remind, weekly_letters, forget, serve):
    commands.add_command(command)


def main() -> None:
    """Run the command; what people can act on is said in a sentence, without a traceback."""
    try:
        commands()
    except Faulty as faulty:
        click.echo(f"Nothing was changed. {len(faulty.faults)} fault(s):", err=True)
        for fault in faulty.faults:
            click.echo(f"  - {fault}", err=True)
        raise SystemExit(1) from None
    except (AssetmapError, UnknownSetting) as error:
        click.echo(str(error), err=True)
        raise SystemExit(1) from None
