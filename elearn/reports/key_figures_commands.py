"""`elearn report key-figures`: the figures by the names that the budget and the programme have for them."""

import json
import os
import sys
from datetime import date
from pathlib import Path

import click
from sqlalchemy.exc import DBAPIError

from elearn import clock
from elearn.config import Config
from elearn.opening import Day, fail, open_database
from elearn.organisations.files.faults import FileRefused, in_words
from elearn.reports.exports import NOTE
from elearn.reports.key_figures import FILE, Answer, Measure, Outcome, contents, get_key_figures
from elearn.reports.spreadsheets import Column, write_csv
from elearn.reports.toml_file import read_text

COLUMNS = (
    Column("key"),
    Column("title"),
    Column("unit"),
    Column("module"),
    Column("level"),
    Column("measure"),
    Column("date"),
    Column("value", int),
    Column("outcome"),
)
WHY_NOT = {
    Outcome.SMALL: "visas inte: färre än fem personer skulle kunna pekas ut",
    Outcome.LATER: "dagen har inte varit än",
    Outcome.NO_UNIT: "enheten fanns inte den dagen",
}


@click.command("key-figures")
@click.option(
    "--as-of", type=Day(), help="Läget vid den dagens slut, där filen inte säger en egen dag (i dag)."
)
@click.option(
    "--file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FIL",
    help=f"Filen som ger nyckeltalen deras namn ({FILE} i instansmappen).",
)
@click.option(
    "--format",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="En tabell att läsa, eller en fil för andra program.",
)
def key_figures(*, as_of: date | None, file: Path | None, format: str) -> None:
    """Nyckeltal med de namn som budgeten och hållbarhetsprogrammet har på dem."""
    today = clock.today()
    on = as_of or today
    if on > today:
        fail(f"{on} har inte varit än. Ange en dag till och med i dag, {today}.")
    path = file or Config.from_env(os.environ, serving=False).instance_dir / FILE
    if not path.exists():
        fail(f"Filen {path} finns inte. Skriv den med docs/key-figures.example.toml som förlaga.")
    answers = _answer(path, on, today)
    if format == "json":
        found = {"as_of": on.isoformat(), "figures": list(contents(answers)), "note": NOTE}
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    elif format == "csv":
        rows = (list(each.values()) for each in contents(answers))
        write_csv(sys.stdout.buffer, COLUMNS, rows, note=NOTE)
    else:
        _write_table(answers)


def _answer(path: Path, on: date, today: date) -> list[Answer]:
    database = open_database()
    try:
        with database.reading() as session:
            return get_key_figures(session, read_text(path), on, today)
    except FileRefused as refused:
        fail("\n".join(f"{path}: {in_words(fault)}" for fault in refused.faults))
    except DBAPIError:
        fail("Databasen slutade svara. Försök igen om en stund.")
    finally:
        database.dispose()


def _write_table(answers: list[Answer]) -> None:
    width = max(len(answer.figure.key) for answer in answers)
    for answer in answers:
        title = f"  {answer.figure.title}" if answer.figure.title else ""
        click.echo(f"{answer.figure.key:<{width}}  {answer.on}  {_in_words(answer):>6}{title}")


def _in_words(answer: Answer) -> str:
    if answer.value is None:
        return f"– ({WHY_NOT[answer.outcome]})"
    return f"{answer.value} %" if answer.figure.measure is Measure.SHARE_COMPLETED else str(answer.value)
