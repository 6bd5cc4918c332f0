"""Workbooks to read, as a writer makes them and as somebody has damaged them."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime

import xlsxwriter

from elearn.organisations.files.faults import Fault
from elearn.organisations.files.reading import read_units
from tests.organisations.hr_files import only_fault

HEADER = ["enhetskod", "namn", "typ", "överordnad", "från", "till"]
SHEET = "xl/worksheets/sheet1.xml"


def workbook(*rows: Sequence[object], fill: Callable[..., None] | None = None, **options: object) -> bytes:
    """A workbook as XlsxWriter makes it: days as day cells, everything else as what it is."""
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True, "strings_to_formulas": False, **options})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    page = book.add_worksheet()
    for line, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, (date, datetime)):
                page.write_datetime(line, column, value, day)
            else:
                page.write(line, column, value)
    if fill:
        fill(book, page)
    book.close()
    return memory.getvalue()


def changed(content: bytes, part: str, how: bytes | Callable[[bytes], bytes] | None) -> bytes:
    """The same package with one part changed, added or (None) left out."""
    memory = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        if how is not None:
            new.writestr(part, how(old.read(part)) if callable(how) else how)
    return memory.getvalue()


def with_sheet(how: Callable[[bytes], bytes]) -> bytes:
    return changed(workbook(HEADER, ["A", "Skola", "enhet", "", "", ""]), SHEET, how)


def one_fault(content: bytes) -> Fault:
    """The one fault of a units workbook."""
    return only_fault(read_units(content))
