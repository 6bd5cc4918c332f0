"""A report of two days for the terminal and for other programs. Pure."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from elearn.reports.causes import CAUSES, FIGURES, Cause, Sums, add_up
from elearn.reports.causes_queries import Changes, ModuleChanges
from elearn.reports.spreadsheets import Column, Row

NAMED = (Column("unit_code"), Column("module"), Column("row"), Column("date", date))
COLUMNS = (*NAMED, *(Column(figure, int) for figure in FIGURES))
# How the table on the terminal names its columns and rows.
HEADS = {
    "people": "personer",
    "required": "krävs",
    "completed": "klara",
    "expired": "gör om",
    "overdue": "försenade",
    "due": "ej klara",
}
CAUSE_HEADS = {
    Cause.NEW: "nya i gruppen",
    Cause.LEFT: "slutat",
    Cause.MOVED_IN: "flyttat hit",
    Cause.MOVED_OUT: "flyttat härifrån",
    Cause.MOVED_WITHIN: "bytt plats eller nivå",
    Cause.COMPLETIONS: "blivit klara",
    Cause.EXPIRIES: "tiden gått ut",
    Cause.OVERDUE: "blivit försenade",
    Cause.HOLDS: "hos HR",
    Cause.LAST_DAY: "sista dagen gäller ej",
    Cause.REQUIREMENTS: "ändrade krav",
}


def content(found: Changes, known_at: datetime) -> dict[str, Any]:
    """The report as JSON: first + all causes = last; a day as known at its end + its corrections = the day."""
    question = found.question
    return {
        "from": question.first.isoformat(),
        "to": question.last.isoformat(),
        "known_at": known_at.isoformat(),
        "unit_code": found.node.code if found.node else None,
        "unit_name": found.node.name if found.node else None,
        "level": question.level.value if question.level else None,
        "modules": [_module(each) for each in found.modules],
    }


def _module(changes: ModuleChanges) -> dict[str, Any]:
    return {
        "module": changes.module,
        "first": dict(changes.first),
        "causes": {cause.value: dict(sums) for cause, sums in changes.causes.items()},
        "last": dict(changes.last),
        "corrections": {
            "first": dict(add_up(changes.corrected_first)),
            "last": dict(add_up(changes.corrected_last)),
        },
    }


def rows(found: Changes) -> Iterator[Row]:
    """The report as a flat file: a line per module and day, cause or correction."""
    first, last = found.question.first, found.question.last
    code = found.node.code if found.node else ""
    for module in found.modules:
        named: list[tuple[str, date | None, Sums]] = [
            ("first", first, module.first),
            *((cause.value, None, module.causes[cause]) for cause in CAUSES),
            ("last", last, module.last),
            ("corrections", first, add_up(module.corrected_first)),
            ("corrections", last, add_up(module.corrected_last)),
        ]
        for row, day, sums in named:
            yield [code, module.module, row, day, *(sums[figure] for figure in FIGURES)]


def blocks(found: Changes) -> Iterator[tuple[str, list[tuple[str, list[str]]]]]:
    """Per module the lines to read: both days, what led from one to the other, and what has been corrected since."""
    first, last = found.question.first, found.question.last
    for module in found.modules:
        lines = [
            (str(first), _plain(module.first)),
            *((f"  {CAUSE_HEADS[cause]}", _signed(module.causes[cause])) for cause in CAUSES),
            (str(last), _plain(module.last)),
        ]
        for day, corrected in ((first, module.corrected_first), (last, module.corrected_last)):
            if corrected:
                lines.append((f"rättat sedan dess, {day}", _signed(add_up(corrected))))
        yield module.module, lines


def _plain(sums: Sums) -> list[str]:
    return [str(sums[figure]) for figure in FIGURES]


def _signed(sums: Sums) -> list[str]:
    return [f"{sums[figure]:+d}" if sums[figure] else "" for figure in FIGURES]
