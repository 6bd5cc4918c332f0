"""Key figures: what the budget and the sustainability programme call our figures. A small file says; none is built in."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.formatting import share
from elearn.modules.models import ModuleVersion
from elearn.organisations.files.faults import shown
from elearn.organisations.kinds import Level
from elearn.organisations.models import Unit
from elearn.reports.figures import Count, Tally
from elearn.reports.queries import Question, Report, get_figures
from elearn.reports.small_numbers import Share, is_safe
from elearn.reports.toml_file import TomlFile

FILE = "key-figures.toml"
SECTION = "figures"
KEYS = ("title", "unit", "module", "level", "measure", "date")


class Measure(StrEnum):
    """Which of a unit's figures; the share is in whole per cent, rounded down."""

    PEOPLE = "people"
    REQUIRED = "required"
    COMPLETED = "completed"
    SHARE_COMPLETED = "share_completed"
    OVERDUE = "overdue"
    EXPIRED = "expired"


class Outcome(StrEnum):
    """Whether there is a number, or why there is none."""

    SHOWN = "shown"
    SMALL = "small"
    LATER = "later"
    NO_UNIT = "no_unit"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigure:
    """One line of the file. No module: all that are asked of somebody. No day: that of the report."""

    key: str
    title: str
    unit: str
    measure: Measure
    module: str | None = None
    level: Level | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A key figure with its day and its number."""

    figure: KeyFigure
    on: date
    outcome: Outcome
    value: int | None = None


def get_key_figures(session: Session, text: str, as_of: date, today: date) -> list[Answer]:
    """The numbers of a file, small ones left out. One report per day and level.

    Raises FileRefused with every mistake in the file.
    """
    units = frozenset(session.scalars(select(Unit.code)))
    modules = frozenset(session.scalars(select(ModuleVersion.slug).distinct()))

    @cache
    def report(on: date, level: Level | None) -> Report:
        return get_figures(session, Question(on=on, today=today, level=level))

    return [_answer(figure, as_of, report) for figure in read_key_figures(text, units, modules)]


def _answer(figure: KeyFigure, as_of: date, report: Callable[[date, Level | None], Report]) -> Answer:
    on = figure.on or as_of
    if on > as_of:
        return Answer(figure, on, Outcome.LATER)
    found = report(on, figure.level)
    node = found.tree.by_code.get(figure.unit)
    if node is None or node.ended:
        return Answer(figure, on, Outcome.NO_UNIT)
    tally = found.tally(node.id)
    count = tally.count(figure.module) if figure.module else _of_all(tally)
    part = _number(figure.measure, tally, count)
    # How many there are tells of the group alone; what they have done, of those who have not as well.
    whole = part if figure.measure in {Measure.PEOPLE, Measure.REQUIRED} else count.required
    if not is_safe(Share(part, whole)):
        return Answer(figure, on, Outcome.SMALL)
    is_share = figure.measure is Measure.SHARE_COMPLETED
    return Answer(figure, on, Outcome.SHOWN, share(part, whole) if is_share else part)


def _of_all(tally: Tally) -> Count:
    """All modules as one: completed is who has done everything asked of them."""
    return Count(required=tally.asked, completed=tally.finished, overdue=tally.overdue, expired=tally.expired)


def _number(measure: Measure, tally: Tally, count: Count) -> int:
    numbers = {
        Measure.PEOPLE: tally.people,
        Measure.REQUIRED: count.required,
        Measure.COMPLETED: count.completed,
        Measure.SHARE_COMPLETED: count.completed,
        Measure.OVERDUE: count.overdue,
        Measure.EXPIRED: count.expired,
    }
    return numbers[measure]


def read_key_figures(text: str, units: Collection[str], modules: Collection[str]) -> list[KeyFigure]:
    """The key figures of a file; FileRefused with every mistake in it, each with its line."""
    file = TomlFile(text)
    for name in file.content.keys() - {SECTION}:
        file.add_fault(_("Det här är okänt. Skriv ett avsnitt per nyckeltal: [figures.namn]."), name)
    tables = file.content.get(SECTION)
    figures = []
    if not isinstance(tables, dict) or not tables:
        file.add_fault(_("Filen har inga nyckeltal. Skriv ett avsnitt per nyckeltal: [figures.namn]."))
    else:
        figures = [
            figure
            for key, table in tables.items()
            if (figure := _read_figure(_Entry(file, key, table), units, modules))
        ]
    file.refuse_faults()
    return figures


class _Entry:
    """One section of the file, and where its mistakes are noted."""

    def __init__(self, file: TomlFile, key: str, table: object) -> None:
        self.key = key
        self.is_whole = isinstance(table, dict)
        self._file = file
        self._table: Mapping[str, object] = table if isinstance(table, dict) else {}
        if not self.is_whole:
            self.add_fault(
                _("Skriv nyckeltalet som ett avsnitt: [figures.namn], och under det unit och measure.")
            )
        for name in self._table.keys() - set(KEYS):
            self.add_fault(_("Det här är okänt. Ett nyckeltal har %(names)s.", names=", ".join(KEYS)), name)

    def add_fault(self, message: str, *name: str) -> None:
        self.is_whole = False
        self._file.add_fault(message, SECTION, self.key, *name)

    def one_of(self, name: str, known: Collection[str], *, needed: bool = False) -> str | None:
        """The word under a name, among those that there are."""
        value = self._table.get(name)
        if value is None:
            if needed:
                self.add_fault(_("%(name)s saknas.", name=name))
            return None
        if isinstance(value, str) and value in known:
            return value
        if name == "unit":
            self.add_fault(_("Det finns ingen enhet med koden ”%(code)s”.", code=shown(str(value))), name)
        else:
            self.add_fault(_("Välj ett av orden %(words)s.", words=", ".join(sorted(known))), name)
        return None

    def text(self, name: str) -> str:
        value = self._table.get(name, "")
        if isinstance(value, str):
            return value
        self.add_fault(_("Värdet ska vara text inom citattecken."), name)
        return ""

    def day(self, name: str) -> date | None:
        value = self._table.get(name)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        self.add_fault(_("Skriv en dag utan citattecken, till exempel 2026-12-31."), name)
        return None


def _read_figure(entry: _Entry, units: Collection[str], modules: Collection[str]) -> KeyFigure | None:
    unit = entry.one_of("unit", units, needed=True)
    measure = entry.one_of("measure", [each.value for each in Measure], needed=True)
    module = entry.one_of("module", modules)
    level = entry.one_of("level", [each.value for each in Level])
    title, on = entry.text("title"), entry.day("date")
    if not entry.is_whole or unit is None or measure is None:
        return None
    return KeyFigure(
        key=entry.key,
        title=title,
        unit=unit,
        measure=Measure(measure),
        module=module,
        level=Level(level) if level else None,
        on=on,
    )


def contents(answers: Iterable[Answer]) -> Iterator[dict[str, str | int | None]]:
    """The answers as programs read them."""
    for answer in answers:
        figure = answer.figure
        yield {
            "key": figure.key,
            "title": figure.title,
            "unit": figure.unit,
            "module": figure.module,
            "level": figure.level.value if figure.level else None,
            "measure": figure.measure.value,
            "date": answer.on.isoformat(),
            "value": answer.value,
            "outcome": answer.outcome.value,
        }
