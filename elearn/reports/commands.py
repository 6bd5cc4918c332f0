"""`elearn report`: the figures of a day, on the terminal or for other programs."""

import json
import sys
from collections.abc import Iterable
from datetime import date, datetime, time

import click

from elearn import clock
from elearn.opening import Day, fail, open_database
from elearn.organisations.kinds import Level
from elearn.reports import change_tables
from elearn.reports.causes_queries import Between, Changes, DayOrderError, get_changes
from elearn.reports.exports import NOTE
from elearn.reports.figures import COUNTED, Row
from elearn.reports.key_figures_commands import key_figures
from elearn.reports.queries import (
    FutureError,
    Question,
    Report,
    Structure,
    UnknownModuleError,
    UnknownUnitError,
    get_figures,
)
from elearn.reports.reconcile_command import reconcile
from elearn.reports.spreadsheets import Column, write_csv

NAMED = ("unit_code", "unit_name", "kind", "parent_code", "module")
COLUMNS = (*NAMED, "people", *COUNTED)
# How the table on the terminal names what it counts.
HEADS = {
    "people": "personer",
    "required": "krävs",
    "completed": "klara",
    "expired": "gör om",
    "overdue": "försenade",
    "due": "ej klara",
    "held": "hos HR",
    "absent": "borta",
}


class Instant(click.ParamType[datetime]):
    """An instant; without a zone by the clock in Stockholm, and of a day alone its end."""

    name = "ÅÅÅÅ-MM-DD[THH:MM[:SS]]"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        text = str(value)
        try:
            if len(text) == len("2026-01-31"):
                return datetime.combine(date.fromisoformat(text), time.max, clock.STOCKHOLM)
            instant = datetime.fromisoformat(text)
        except ValueError:
            self.fail(f"”{text}” är ingen tidpunkt. Skriv till exempel 2026-01-31T16:00.", param, ctx)
        return instant if instant.tzinfo else instant.replace(tzinfo=clock.STOCKHOLM)


@click.group()
def report() -> None:
    """Hur långt gruppen har kommit."""


report.add_command(key_figures)
report.add_command(reconcile)


@report.command()
@click.option("--as-of", type=Day(), help="Läget vid den dagens slut (i dag).")
@click.option("--known-at", type=Instant(), help="Som det var känt vid den tidpunkten (nu).")
@click.option(
    "--structure",
    type=click.Choice([each.value for each in Structure]),
    default=Structure.THEN.value,
    show_default=True,
    help="Var folk står: där de var den dagen eller där de är i dag.",
)
@click.option("--module", metavar="SLUG", help="Bara den modulen.")
@click.option("--unit", metavar="KOD", help="Bara den enheten och alla under den.")
@click.option("--level", type=click.Choice([each.value for each in Level]), help="Bara den nivån.")
@click.option(
    "--format",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="En tabell att läsa, eller en fil för andra program.",
)
def units(
    *,
    as_of: date | None,
    known_at: datetime | None,
    structure: str,
    module: str | None,
    unit: str | None,
    level: str | None,
    format: str,
) -> None:
    """Siffror per enhet, med alla under den, och modul."""
    at = clock.now()
    today = clock.day_of(at)
    question = Question(
        on=as_of or today,
        today=today,
        known_at=known_at,
        structure=Structure(structure),
        module=module,
        unit=unit,
        level=Level(level) if level else None,
    )
    found = _answer(question)
    if format == "json":
        _write_json(found, known_at or at)
    elif format == "csv":
        columns = [Column(name) for name in COLUMNS]
        write_csv(
            sys.stdout.buffer,
            columns,
            ([_text(row, name) for name in COLUMNS] for row in found.rows),
            note=NOTE,
        )
    else:
        _write_table(found)


@report.command()
@click.option("--from", "first", type=Day(), required=True, help="Den första dagen, vid dess slut.")
@click.option("--to", "last", type=Day(), required=True, help="Den sista dagen, vid dess slut.")
@click.option("--known-at", type=Instant(), help="Som det var känt vid den tidpunkten (nu).")
@click.option("--unit", metavar="KOD", help="Den enheten med alla under den (hela gruppen).")
@click.option("--module", metavar="SLUG", help="Bara den modulen.")
@click.option("--level", type=click.Choice([each.value for each in Level]), help="Bara den nivån.")
@click.option(
    "--format",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="En tabell att läsa, eller en fil för andra program.",
)
def changes(
    *,
    first: date,
    last: date,
    known_at: datetime | None,
    unit: str | None,
    module: str | None,
    level: str | None,
    format: str,
) -> None:
    """Vad som har ändrats mellan två dagar, och varför."""
    at = clock.now()
    found = _explain(
        Between(
            first=first,
            last=last,
            today=clock.day_of(at),
            known_at=known_at,
            unit=unit,
            module=module,
            level=Level(level) if level else None,
        )
    )
    if format == "json":
        click.echo(json.dumps(change_tables.content(found, known_at or at), ensure_ascii=False, indent=1))
    elif format == "csv":
        write_csv(sys.stdout.buffer, change_tables.COLUMNS, change_tables.rows(found), note=NOTE)
    else:
        for name, lines in change_tables.blocks(found):
            heads = list(change_tables.HEADS.values())
            _write_block(name, heads, [line for line, _ in lines], [numbers for _, numbers in lines])


def _answer(question: Question) -> Report:
    database = open_database()
    try:
        with database.reading() as session:
            return get_figures(session, question)
    except FutureError:
        fail(f"{question.on} har inte varit än. Ange en dag till och med i dag, {question.today}.")
    except UnknownUnitError:
        fail(f"Det finns ingen enhet med koden ”{question.unit}”. Kontrollera koden i enhetsfilen.")
    except UnknownModuleError:
        fail(f"Det finns ingen modul ”{question.module}”. Modulerna heter som mapparna i content/.")
    finally:
        database.dispose()


def _explain(question: Between) -> Changes:
    database = open_database()
    try:
        with database.reading() as session:
            return get_changes(session, question)
    except DayOrderError:
        fail(f"{question.first} är inte före {question.last}. Ange den tidigare dagen i --from.")
    except FutureError:
        fail(f"{question.last} har inte varit än. Ange en dag till och med i dag, {question.today}.")
    except UnknownUnitError:
        fail(f"Det finns ingen enhet med koden ”{question.unit}”. Kontrollera koden i enhetsfilen.")
    except UnknownModuleError:
        fail(f"Det finns ingen modul ”{question.module}”. Modulerna heter som mapparna i content/.")
    finally:
        database.dispose()


def _write_json(found: Report, known_at: datetime) -> None:
    rows = [{name: getattr(row, name) for name in COLUMNS} for row in found.rows]
    content = {
        "as_of": found.question.on.isoformat(),
        "known_at": known_at.isoformat(),
        "structure": found.question.structure.value,
        "rows": rows,
    }
    click.echo(json.dumps(content, ensure_ascii=False, indent=1))


def _text(row: Row, name: str) -> str:
    value = getattr(row, name)
    return "" if value is None else str(value)


def _write_table(found: Report) -> None:
    """A block per module, units set in as they stand below each other."""
    depth = {node.id: len(list(found.tree.upward(node.id))) - 1 for node in found.tree.nodes.values()}
    for module in found.modules:
        rows = [row for row in found.rows if row.module == module]
        least = min((depth.get(row.unit_id or 0, 1) for row in rows), default=0)
        names = ["  " * (depth.get(row.unit_id or 0, 1) - least) + row.unit_name for row in rows]
        numbers = [[str(getattr(row, name)) for name in HEADS] for row in rows]
        _write_block(module, list(HEADS.values()), names, numbers)


def _write_block(module: str, heads: list[str], names: list[str], numbers: Iterable[list[str]]) -> None:
    width = max(map(len, [module, *names]))
    click.echo(f"{module:<{width}}  " + "  ".join(heads))
    for name, row in zip(names, numbers, strict=True):
        cells = (f"{cell:>{len(head)}}" for cell, head in zip(row, heads, strict=True))
        click.echo(f"{name:<{width}}  " + "  ".join(cells))
    click.echo()
