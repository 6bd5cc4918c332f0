"""HR files as records: every fault of the file itself at once, none of them an exception."""

from collections.abc import Callable, Iterable
from collections.abc import Mapping as Table
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, TypeVar

from flask_babel import gettext as _

from elearn.organisations.files.columns import MANAGERS, PEOPLE, UNITS, FileKind
from elearn.organisations.files.consistency import check_managers, check_people, check_units
from elearn.organisations.files.delimited import read_delimited
from elearn.organisations.files.drafts import Findings, draft_rows
from elearn.organisations.files.faults import MOST_FAULTS, Fault, FileRefused, Notice
from elearn.organisations.files.grid import Grid, note_guess, refuse_wrong_encoding
from elearn.organisations.files.layout import Layout, count_known, lay_out
from elearn.organisations.files.mapping import Mapping
from elearn.organisations.files.records import ManagerRecord, PersonRecord, UnitRecord
from elearn.organisations.files.workbook import is_workbook, read_workbook

R = TypeVar("R")
Check = Callable[[Findings, date | None], None]


@dataclass(frozen=True, slots=True)
class Mention:
    """The unit under which a row with a fault hangs: that it exists can be looked up all the same."""

    line: int
    code: str


@dataclass(frozen=True, slots=True)
class ReadFile(Generic[R]):
    """What a file holds: `records` without a fault, how it was read, and `headers`: our English name → as written.

    `left_out` is what may be a key (unit code, employee number) of a row with a fault, so that whoever misses
    it elsewhere does not report as absent what is merely wrong.
    """

    encoding: str | None
    separator: str | None
    rows: int
    records: tuple[R, ...]
    notices: tuple[Notice, ...]
    faults: tuple[Fault, ...]
    headers: Table[str, str]
    left_out: frozenset[str] = frozenset()
    mentions: tuple[Mention, ...] = ()


def read_units(
    content: bytes, mapping: Mapping | None = None, effective: date | None = None
) -> ReadFile[UnitRecord]:
    """A units file. `effective`, where known, is the first day of rows that state none."""
    return _read(content, UNITS, UnitRecord, check_units, (mapping or Mapping(), effective))


def read_people(
    content: bytes, mapping: Mapping | None = None, effective: date | None = None
) -> ReadFile[PersonRecord]:
    """A people file, one record per employment."""
    return _read(content, PEOPLE, PersonRecord, check_people, (mapping or Mapping(), effective))


def read_managers(
    content: bytes, mapping: Mapping | None = None, effective: date | None = None
) -> ReadFile[ManagerRecord]:
    """A managers file, one record per post."""
    return _read(content, MANAGERS, ManagerRecord, check_managers, (mapping or Mapping(), effective))


def _read(
    content: bytes,
    kind: FileKind,
    record: Callable[..., R],
    check: Check,
    terms: tuple[Mapping, date | None],
) -> ReadFile[R]:
    mapping, effective = terms
    try:
        if is_workbook(content):
            grid = read_workbook(content)
        else:
            grid = read_delimited(content, lambda header: count_known(header, kind, mapping))
    except FileRefused as refused:
        return _result(Grid(None, None), Layout(), Findings(faults=list(refused.faults)), ())
    if not grid.header or refuse_wrong_encoding(grid):
        return _result(grid, Layout(), Findings(), ())
    note_guess(grid)
    layout = lay_out(grid.header, kind, mapping)
    if not layout.places:
        grid.faults, grid.blanks = [], []  # what a row should be is not known either
        return _result(grid, layout, Findings(), ())
    findings = draft_rows(grid, layout, kind, mapping)
    check(findings, effective)
    grid.left_out.update(draft.text(kind.key) for draft in findings.drafts if draft.bad)
    records = [record(line=draft.line, **draft.values) for draft in findings.drafts if not draft.bad]
    mentions = [
        Mention(draft.line, code)
        for draft in findings.drafts
        if draft.bad and draft.has(kind.refers) and (code := draft.text(kind.refers))
    ]
    return replace(_result(grid, layout, findings, records), mentions=tuple(mentions))


def _result(grid: Grid, layout: Layout, findings: Findings, records: Iterable[R]) -> ReadFile[R]:
    return ReadFile(
        encoding=grid.encoding,
        separator=grid.separator,
        rows=grid.count,
        records=tuple(records),
        notices=tuple(sorted(grid.notices + layout.notices + findings.notices, key=_place)),
        faults=_in_order(grid.all_faults() + layout.faults + findings.faults),
        headers=layout.headers,
        left_out=frozenset(grid.left_out - {""}),
    )


def _in_order(faults: list[Fault]) -> tuple[Fault, ...]:
    shown = sorted(faults, key=_place)[:MOST_FAULTS]
    if len(faults) > MOST_FAULTS:
        message = _("Filen har fler än %(most)s fel. De första visas här.", most=MOST_FAULTS)
        shown.append(Fault(None, None, None, message))
    return tuple(shown)


def _place(said: Fault | Notice) -> int:
    """What is said of the whole file comes first."""
    return said.line or 0
