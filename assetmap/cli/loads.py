"""`assetmap load indicators`, `history` and `undo`: figures from the tables that councils and offices publish."""

import json
from dataclasses import replace
from pathlib import Path

import click

from assetmap.cli.opening import analyse, writing
from assetmap.errors import Faulty
from assetmap.services import loads, sheets
from assetmap.services.loads import Mapping, Preview
from assetmap.services.sheets.columns import MAIN

STATES = ("", "suppressed", "missing")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--sheet", default="", help="The sheet of a workbook; else the one with the most figures.")
@click.option("--geography", default="", help="The key of the geography its codes are of; else it is found.")
@click.option("--period", default="", help="The year or period of the figures, where the table does not say it.")
@click.option("--mapping", "given", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="How to read it, as JSON.")
@click.option("--write-mapping", "target", type=click.Path(dir_okay=False, path_type=Path), help="Write the guess as JSON; load nothing.")
@click.option("--source", default="", help="Where the figures of new indicators come from.")
@click.option("--publisher", default="", help="Who publishes them.")
@click.option("--licence", default="", help="Under which licence, such as 'OGL v3.0'.")
@click.option("--yes", is_flag=True, help="Load without asking; what is held is taken as meant.")
def indicators(  # noqa: PLR0913  one for each option
    file: Path, *, sheet: str, geography: str, period: str, given: Path | None, target: Path | None, yes: bool, **said: str
) -> None:
    """Load the figures of a CSV or XLSX FILE; all of them or none.

    First shows what was understood. What must be said about new indicators (who publishes them, under which licence) is written
    into a mapping: make one by --write-mapping, fill it in, and load with --mapping.
    """
    content = file.read_bytes()
    found = sheets.read(content, file.name)
    with writing() as (session, _settings):
        mapping = read_mapping(given) if given else loads.guess(session, found, file.name, sheet)
        for name, value in (("sheet", sheet), ("geography", geography), ("period", period)):
            mapping = replace(mapping, **{name: value}) if value else mapping  # type: ignore[arg-type]
        preview = loads.look(session, found, described(mapping, said))
        if target:
            target.write_text(json.dumps(loads.as_json(preview.mapping), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
            click.echo(f"Wrote {target}. Nothing was loaded.")
            return
        show(preview)
        if preview.faults:
            raise Faulty(preview.faults)
        if not yes:
            click.confirm("Load these figures?" if not preview.held else "Is all this meant, and shall it be loaded?", abort=True)
        row = loads.load(session, preview, content, file.name, None, {each.key for each in preview.held})
        number, rows = row.id, row.rows
    analyse()
    click.echo(f"Loaded {rows:,} figures. To take them back: assetmap load undo {number}")


def described(mapping: Mapping, said: dict[str, str]) -> Mapping:
    """The mapping with what was said of all new indicators at once."""
    given = {name: text for name, text in said.items() if text}
    new = {label: replace(facts, **given) if facts.is_new else facts for label, facts in mapping.indicators.items()}  # type: ignore[arg-type]
    return replace(mapping, indicators=new)


def read_mapping(path: Path) -> Mapping:
    """The mapping in a file; Faulty where it is none."""
    try:
        return loads.from_json(json.loads(path.read_text(encoding="utf-8")), path.name)
    except ValueError as error:
        raise click.BadParameter(f"{path.name} is not JSON: {error}", param_hint="--mapping") from error


def show(preview: Preview) -> None:
    """Say what was understood."""
    table = preview.table
    click.echo(f"Sheet '{table.sheet.name}', heading in row {table.header_row}, {len(table.rows):,} rows.")
    for column in preview.mapping.columns:
        more = ", ".join(filter(None, (column.indicator, column.period, column.only and f"only {said_of(column.only)}")))
        click.echo(f"  {column.heading}: {column.role}{f' ({more})' if more else ''}")
    for each in preview.brought:
        title = each.facts.title or each.facts.key or each.label
        state = "left out" if each.facts.skip else "here already" if each.is_here else f"new, {each.facts.measure}"
        counts = f"{each.known:,} known, {each.suppressed:,} suppressed, {each.missing:,} missing"
        click.echo(f"- {title} ({state}): {', '.join(each.periods)}; {counts}")
    for note in preview.notes:
        click.echo(f"  {note}")
    for one in preview.first[:5]:
        value = STATES[one.state] or f"{one.value:g}"
        click.echo(f"  row {one.row}: {one.area}, {one.period}, {one.indicator}: {value}")
    if preview.replaced:
        click.echo(f"  {preview.replaced:,} figures that are here would be replaced.")
    for waiting in preview.held:
        click.echo(f"? {waiting.message}")


def said_of(only: str) -> str:
    """Which rows of a column are kept."""
    return "the main rows of each indicator" if only == MAIN else f"'{only}'"


@click.command()
def history() -> None:
    """What was loaded, when and by whom."""
    with writing() as (session, _settings):
        for past in loads.history(session):
            who = (past.load.user.shown_name or past.load.user.email) if past.load.user else "the command line"
            undone = f", undone {past.load.undone_at:%Y-%m-%d}" if past.load.undone_at else ""
            titles = ", ".join(past.titles.values()) or ", ".join(past.load.before)
            click.echo(
                f"{past.load.id}  {past.load.made_at:%Y-%m-%d %H:%M}  {past.load.file_name}, {past.load.rows:,} figures by {who}{undone}"
            )
            click.echo(f"   {titles}")


@click.command()
@click.argument("number", type=int)
def undo(number: int) -> None:
    """Take the load with this NUMBER back; what it replaced returns."""
    with writing() as (session, _settings):
        loads.undo(session, loads.get(session, number))
    click.echo(f"Load {number} is undone.")
