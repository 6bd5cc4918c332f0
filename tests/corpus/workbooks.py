"""XLSX as Excel, HR systems and people make it."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from tests.corpus.case import ASA, NO_HEADER, STAFF, TREE, Case, Days, Difference, Said, but, people
from tests.organisations.hr_workbooks import workbook
from tests.organisations.loading import ALICE, BERTIL, PEOPLE, Y2020

HEADER = PEOPLE.split(";")
FIRST, LAST, GIVEN, UNIT, TITLE = map(HEADER.index, ("från", "till", "förnamn", "enhetskod", "befattning"))
BO = but(ASA, number="4", given="Bo", email="")
MORNING = datetime(2020, 1, 1, 8, 30)  # noqa: DTZ001 -- what a cell holds has no zone
Fill = Callable[..., None]


def _cells(row: str, **typed: object) -> list[object]:
    """A row of cells, some of them other than text (`first`, `last`: its days)."""
    cells: list[object] = list(row.split(";"))
    for name, value in typed.items():
        cells[{"first": FIRST, "last": LAST, "number": 0, "protected": -1, "unit": UNIT}[name]] = value
    return cells


def _book(*rows: Sequence[object], fill: Fill | None = None, **options: object) -> Callable[[], bytes]:
    return lambda: workbook(HEADER, *rows, fill=fill, **options)


def _case(
    name: str,
    content: bytes | Callable[[], bytes],
    difference: Difference | None = None,
    *faults: Said,
    **more: Any,
) -> Case:
    return Case(
        name=f"workbook: {name}",
        content=content,
        encoding=None,
        separator=None,
        difference=difference,
        faults=faults,
        **{"given": TREE, **more},
    )


def _asa(name: str, content: Callable[[], bytes], **more: Any) -> Case:
    """A workbook with Åsa alone, employed since 2020."""
    days: dict[str, Days] = {"3": [("A", Y2020, None)]}
    return _case(name, content, (1, 0, 0, 0), stored=days, **more)


def _another_sheet(*, hidden: bool) -> Fill:
    def fill(book: Any, page: Any) -> None:
        other = book.add_worksheet("Listor")
        other.write(0, 0, "nivå")
        if hidden:
            other.hide()

    return fill


def _first_hidden() -> bytes:
    def fill(book: Any, page: Any) -> None:
        seen = book.add_worksheet("Personal")
        for line, row in enumerate((HEADER, _cells(ASA))):
            seen.write_row(line, 0, row)
        seen.activate()
        seen.set_first_sheet()
        page.hide()

    return workbook(["Metadata"], ["skapad av HR"], fill=fill)


def _written(line: int, column: int, how: str, *values: object) -> Fill:
    """Something that is written over a cell, as the writer calls it."""

    def fill(book: Any, page: Any) -> None:
        getattr(page, how)(line, column, *values)

    return fill


def _merged_units(book: Any, page: Any) -> None:
    page.merge_range(1, UNIT, 2, UNIT, "A", book.add_format())


def _merged_titles(book: Any, page: Any) -> None:
    page.merge_range(1, TITLE, 2, TITLE, "Lärare", book.add_format())


def _formatted_far_below(book: Any, page: Any) -> None:
    page.write_blank(5_000, 3, None, book.add_format({"bold": True}))


def _date_format(code: str) -> Fill:
    def fill(book: Any, page: Any) -> None:
        page.write_number(1, FIRST, 43831, book.add_format({"num_format": code}))

    return fill


def _filtered(book: Any, page: Any) -> None:
    page.set_row(1, options={"hidden": True})


def _archive() -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr("personal.csv", "x")
    return memory.getvalue()


def _truncated() -> bytes:
    return _book(_cells(ASA))()[:-200]


READ = (
    _asa("text alone", _book(_cells(ASA))),
    _asa("dates as dates", _book(_cells(ASA, first=date(2020, 1, 1)))),
    _asa(
        "dates in a swedish format", _book(_cells(ASA, first=""), fill=_date_format("[$-41D]d mmmm yyyy;@"))
    ),
    _asa("dates counted from 1904", _book(_cells(ASA, first=date(2020, 1, 1)), date_1904=True)),
    _asa("a number for a number", _book(_cells(ASA, number=3))),
    _asa("a number with a decimal point", _book(_cells(ASA, number=3.0))),
    _asa(
        "9999-12-31 as a date",
        _book(_cells(ASA, last=date(9999, 12, 31))),
        notices=((None, "till", "slutdatum saknas"),),
    ),
    _asa("true and false", _book(_cells(ASA, protected=False))),
    _asa("a hidden sheet besides", _book(_cells(ASA), fill=_another_sheet(hidden=True))),
    _asa(
        "another sheet besides",
        _book(_cells(ASA), fill=_another_sheet(hidden=False)),
        notices=((None, None, "Bara det första, ”Sheet1”"),),
    ),
    _asa("the first sheet hidden", _first_hidden),
    _asa(
        "a formula with its value",
        _book(_cells(ASA), fill=_written(1, GIVEN, "write_formula", '="Å"&"sa"', None, "Åsa")),
        texts=("Åsa",),
    ),
    _asa(
        "an error in a column that is not read",
        lambda: workbook(
            [*HEADER, "Skonummer"],
            _cells(ASA),
            fill=_written(1, 12, "write_formula", "=1/0", None, "#DIV/0!"),
        ),
        notices=((1, "Skonummer", "okänd"),),
    ),
    _asa("formatted cells far below", _book(_cells(ASA), fill=_formatted_far_below)),
    _asa("a row that a filter hides", _book(_cells(ASA), fill=_filtered)),
    _asa("a formula that is text", _book(_cells(but(ASA, title="=1+1"))), texts=("=1+1",)),
    _case(
        "leading zeros as text",
        _book(_cells(ASA, number="0003")),
        (1, 0, 0, 0),
        stored={"0003": [("A", Y2020, None)]},
    ),
    _case("the same again", _book(_cells(ALICE), _cells(BERTIL)), (0, 0, 0, 2), given=STAFF),
    _case(
        "merged cells where nothing is needed",
        _book(_cells(ASA), _cells(BO), fill=_merged_titles),
        (2, 0, 0, 0),
    ),
)

REFUSED = (
    _case(
        "merged cells",
        _book(_cells(ASA), _cells(BO), fill=_merged_units),
        None,
        (3, "enhetskod", "Fältet är tomt"),
    ),
    _case("a date as a number", _book(_cells(ASA, first=43831)), None, (2, "från", "inget datum")),
    _case(
        "a date with a time",
        _book(_cells(ASA, first=MORNING)),
        None,
        (2, "från", "inget datum"),
    ),
    _case(
        "a number that Excel made a date",
        _book(_cells(ASA, number=date(2026, 1, 3))),
        None,
        (2, "anställningsnummer", "Formatera kolumnen som text"),
    ),
    _case(
        "an error",
        _book(_cells(ASA), fill=_written(1, UNIT, "write_formula", "=NA()", None, "#N/A")),
        None,
        (2, "enhetskod", "formel"),
    ),
    _case(
        "an error and a mistake on one row",
        _book(_cells(but(ASA, level="kung")), fill=_written(1, UNIT, "write_formula", "=NA()", None, "#N/A")),
        None,
        (2, "enhetskod", "formel"),
        (2, "nivå", "Okänt ord"),
    ),
    _case(
        "a formula that was never computed",
        _book(_cells(ASA), fill=_written(1, UNIT, "write_formula", "=B1")),
        None,
        (2, "enhetskod", "Enheten finns inte"),
    ),
    _case("an empty sheet", lambda: workbook(), None, (None, None, "första blad är tomt")),
    _case(
        "a title above the header", lambda: workbook(["Personal 2026"], HEADER, _cells(ASA)), None, NO_HEADER
    ),
    _case(
        "an empty row above the header",
        lambda: workbook([], HEADER, _cells(ASA)),
        None,
        (1, None, "Första raden är tom"),
    ),
    _case(
        "an empty row between",
        _book(_cells(ASA), [], _cells(BO)),
        None,
        (3, None, "Raden är tom"),
    ),
    _case("a cell beyond the header", _book([*_cells(ASA), "x"]), None, (2, None, "utan rubrik")),
    _case("no workbook but an archive", _archive, None, (None, None, "ingen XLSX-fil")),
    _case("cut off", _truncated, None, (None, None, "skadad eller skyddad")),
    _case(
        "letters that went wrong before",
        _book(_cells(but(ASA, given="Ã…sa"))),
        None,
        (2, "förnamn", "fel teckenkodning"),
    ),
    _case(
        "half the people",
        _book(_cells(ALICE)),
        None,
        (None, None, "1 av 2 personer"),
        given=(*TREE, people(ALICE, BERTIL)),
    ),
)

CASES = READ + REFUSED
