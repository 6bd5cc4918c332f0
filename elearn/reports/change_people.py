"""The people behind a change, as far as the reader may see their names. Pure.

Somebody is shown on a day only where they counted in the unit on it: nobody learns from here what a newcomer
had done before, or what became of those who went elsewhere. What a list of names leaves to HR is left to HR here.
Of a day before today only what is done is said by name, so nobody is named for having been late, or not late, then.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from elearn.formatting import swedish_order
from elearn.reports.causes import Cause, Change, Day
from elearn.reports.lists import Cell, Named, Word, cell
from elearn.reports.members import Member

# Causes that say no more than the cells: where somebody is, or that a module is done. The others say who is late.
OPEN = frozenset({Cause.NEW, Cause.LEFT, Cause.MOVED_IN, Cause.MOVED_OUT, Cause.COMPLETIONS})
# What may be said of anybody on any day; being late is not of it.
EVER_TOLD = frozenset({"people", "required", "completed"})
# Causes that are about being late alone, and may be told by name where they led to today.
OF_TODAY = frozenset({Cause.OVERDUE, Cause.HOLDS})
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, and when. `told_of`: in which units, what is asked."""

    told_of: Container[int]
    is_hr: bool
    today: date


@dataclass(frozen=True, slots=True)
class Side:
    """Somebody on one day: counted in the unit or not, and the module's cell where it is asked.

    elsewhere: another legal entity asks for it, which the reader is not told.
    """

    counted: bool
    cell: Cell | None
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One person behind a change."""

    person: Named
    before: Side
    after: Side


@dataclass(frozen=True, slots=True)
class PeopleBehind:
    """The named ones in Swedish order, the first of them; how many more there are, and how many without a name."""

    lines: list[Line]
    more: int
    nameless: int

    @property
    def everybody(self) -> int:
        return len(self.lines) + self.more + self.nameless


def list_behind(
    changes: Iterable[Change],
    names: Mapping[UUID, Named],
    days: tuple[Day, Day],
    module: str,
    reader: Reader,
) -> PeopleBehind:
    """The people of some changes. `names`: those whom the reader may see by name."""
    lines: list[Line] = []
    nameless = 0
    for change in changes:
        named = names.get(change.person_id)
        line = None if named is None else Line(named, *(_side(day, named, module, reader) for day in days))
        if line is None or not _may_be_named(change, line, days[1].on, reader):
            nameless += 1
        else:
            lines.append(line)
    lines.sort(
        key=lambda line: (swedish_order(line.person.family_name), swedish_order(line.person.given_name))
    )
    return PeopleBehind(lines[:MOST_SHOWN], max(len(lines) - MOST_SHOWN, 0), nameless)


def _side(day: Day, person: Named, module: str, reader: Reader) -> Side:
    if person.person_id not in day.counted:
        return Side(counted=False, cell=None)
    everywhere = day.members[person.person_id]
    past = day.on < reader.today
    told, whole = (
        _cell(member, module, day, past=past) for member in (everywhere.within(reader.told_of), everywhere)
    )
    return Side(counted=True, cell=told, elsewhere=told != whole)


def _cell(member: Member, module: str, day: Day, *, past: bool) -> Cell | None:
    asked = (state for state in member.states if state.obligation.module == module)
    return next((cell(member, state, day.on, past=past) for state in asked), None)


def _may_be_named(change: Change, line: Line, last: date, reader: Reader) -> bool:
    if change.cause in OPEN:
        return True
    of_today = last == reader.today and change.cause in OF_TODAY
    if not of_today and change.before & EVER_TOLD == change.after & EVER_TOLD:
        return False
    return (reader.is_hr or change.cause is not Cause.HOLDS) and _may_be_told(line, is_hr=reader.is_hr)


def _may_be_told(line: Line, *, is_hr: bool) -> bool:
    """Whether a name may stand under a cause that says who is late, or why not."""
    sides = (line.before, line.after)
    if any(side.elsewhere for side in sides):
        return False
    return is_hr or not any(side.cell is not None and side.cell.word is Word.HELD for side in sides)
