"""The people behind a change, as far as the reader may see their names. Pure.

Somebody is shown on a day only where they counted in the unit on it: nobody learns from here what a newcomer
had done before, or what became of those who went elsewhere. What a list of names leaves to HR is left to HR here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from elearn.formatting import swedish_order
from elearn.reports.causes import Cause, Change, Day
from elearn.reports.lists import Cell, Named, Word, cell

# Causes that say no more than the cells: where somebody is, or that a module is done. The others say who is late.
OPEN = frozenset({Cause.NEW, Cause.LEFT, Cause.MOVED_IN, Cause.MOVED_OUT, Cause.COMPLETIONS})
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Side:
    """Somebody on one day: counted in the unit or not, and the module's cell where it is asked."""

    counted: bool
    cell: Cell | None


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
    *,
    is_hr: bool,
) -> PeopleBehind:
    """The people of some changes. `names`: those whom the reader may see by name."""
    lines: list[Line] = []
    nameless = 0
    for change in changes:
        named = names.get(change.person_id)
        line = None if named is None else Line(named, *(_side(day, named, module) for day in days))
        if line is None or not (is_hr or change.cause in OPEN or not _is_left_to_hr(line)):
            nameless += 1
        else:
            lines.append(line)
    lines.sort(
        key=lambda line: (swedish_order(line.person.family_name), swedish_order(line.person.given_name))
    )
    return PeopleBehind(lines[:MOST_SHOWN], max(len(lines) - MOST_SHOWN, 0), nameless)


def _side(day: Day, person: Named, module: str) -> Side:
    if person.person_id not in day.counted:
        return Side(counted=False, cell=None)
    member = day.members[person.person_id]
    asked = (state for state in member.states if state.obligation.module == module)
    return Side(counted=True, cell=next((cell(member, state, day.on) for state in asked), None))


def _is_left_to_hr(line: Line) -> bool:
    return any(side.cell is not None and side.cell.word is Word.HELD for side in (line.before, line.after))
