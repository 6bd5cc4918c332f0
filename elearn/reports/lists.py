"""What a list says about each person: three words per module, and the minutes left. Pure.

The manager's words: done with its date; not done with its due date, late after it; handled by HR. Handled by HR
says only what a manager knows anyway: away for long, new, several employments, or that HR takes care of it.

Of a day before today a list knows two words alone, done and not done: who was late then, beside who was not done
and not late, would tell for ever that somebody had a way of their own, or was away.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from elearn.formatting import swedish_order
from elearn.reports.members import Member, ModuleState
from elearn.requirements.standing import State

NEW_FOR = timedelta(days=30)


class Word(StrEnum):
    """What a cell says."""

    COMPLETED = "completed"
    NOT_DONE = "not_done"
    DUE = "due"
    OVERDUE = "overdue"
    HELD = "held"


class Order(StrEnum):
    """How a list is sorted: who needs attention first, by name, by state, or by the day that comes first."""

    ATTENTION = "behov"
    NAME = "namn"
    STATE = "lage"
    DUE = "dag"


# What needs attention first.
URGENCY = (Word.OVERDUE, Word.DUE, Word.NOT_DONE, Word.HELD, Word.COMPLETED)


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whom the reader may see by name."""

    person_id: UUID
    given_name: str
    family_name: str

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True, slots=True)
class Cell:
    """One module of one person: a word, and the day that belongs to it."""

    word: Word
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One person of a list. Modules that are not asked of the person have no cell."""

    person: Named
    cells: Mapping[str, Cell]
    minutes: int

    @property
    def urgency(self) -> tuple[int, date]:
        """The most urgent of the modules; nothing asked comes last."""
        return min(
            ((URGENCY.index(cell.word), cell.day or date.max) for cell in self.cells.values()),
            default=(len(URGENCY), date.max),
        )

    @property
    def is_late(self) -> bool:
        return any(cell.word is Word.OVERDUE for cell in self.cells.values())

    @property
    def last_day(self) -> date:
        """The first of the last days of what is not done; nothing left comes last."""
        left = (cell.day for cell in self.cells.values() if cell.word in {Word.OVERDUE, Word.DUE})
        return min((day for day in left if day is not None), default=date.max)


KEYS: Mapping[Order, Callable[[Line], tuple[int, date]]] = {
    Order.ATTENTION: lambda line: line.urgency,
    Order.NAME: lambda _line: (0, date.max),
    Order.STATE: lambda line: (line.urgency[0], date.max),
    Order.DUE: lambda line: (0, line.last_day),
}


def list_lines(
    people: Iterable[Named],
    members: Sequence[Member],
    minutes: Mapping[str, int],
    *,
    on: date,
    order: Order = Order.ATTENTION,
    module: str | None = None,
    past: bool = False,
) -> list[Line]:
    """The people of a list who were employed on its day, with what each has done and has left: in all modules or in one.

    `past`: the day is before today.
    """
    by_id = {member.person_id: member for member in members}
    lines = [
        _line(person, _cells(by_id[person.person_id], on, module, past=past), minutes)
        for person in people
        if person.person_id in by_id
    ]
    lines.sort(
        key=lambda line: (swedish_order(line.person.family_name), swedish_order(line.person.given_name))
    )
    lines.sort(key=KEYS[order])
    return lines


def _cells(member: Member, on: date, module: str | None, *, past: bool) -> Mapping[str, Cell]:
    return {
        state.obligation.module: cell(member, state, on, past=past)
        for state in member.states
        if module in {None, state.obligation.module}
    }


def _line(person: Named, cells: Mapping[str, Cell], minutes: Mapping[str, int]) -> Line:
    left = (module for module, each in cells.items() if each.word not in {Word.COMPLETED, Word.HELD})
    return Line(person, cells, sum(minutes.get(module, 0) for module in left))


def cell(member: Member, state: ModuleState, on: date, *, past: bool = False) -> Cell:
    """What the line may know about one person and one module; `past`: on a day before today."""
    obligation, standing = state
    if standing.state is State.COMPLETED:
        return Cell(Word.COMPLETED, standing.completed_on)
    if past:
        return Cell(Word.NOT_DONE)
    if is_handled(member, on):
        return Cell(Word.HELD)
    if standing.state is State.OVERDUE:
        return Cell(Word.OVERDUE, standing.due_on)
    if standing.state is State.EXPIRED:
        return Cell(
            Word.OVERDUE, standing.valid_until
        )  # late since it ran out: the line needs no fourth word
    due_on = None if obligation.recommended else standing.told_due_on
    return Cell(Word.DUE, due_on) if due_on else Cell(Word.NOT_DONE)


def is_handled(member: Member, on: date) -> bool:
    """Whether the line leaves what is not done to HR: held, away for long, new, or in several employments."""
    return member.held or member.absent or member.employments > 1 or on - member.start < NEW_FOR
