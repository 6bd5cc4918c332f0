"""What a list says about each person: three words, minutes, and in which order."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from elearn.reports.lists import Cell, Named, Order, Word, cell, list_lines
from elearn.reports.members import Member
from elearn.requirements.standing import Done, Obligation, State

ON = date(2026, 3, 1)
DAY = timedelta(days=1)
MINUTES = {"a": 20, "b": 15}


# A module asked of somebody, and what they have done of it.
Asked = tuple[Obligation, list[Done]]

DONE = {
    State.COMPLETED: [Done(ON - 9 * DAY, ON + 9 * DAY)],
    State.EXPIRED: [Done(ON - 9 * DAY, ON - 2 * DAY)],
}


def asked(
    state: State = State.DUE, module: str = "a", *, due_on: date | None = None, recommended: bool = False
) -> Asked:
    day = due_on or (ON - DAY if state is State.OVERDUE else ON)
    obligation = Obligation(
        module=module, requirement_id=1, due_on=day, valid_months=24, recommended=recommended
    )
    return obligation, DONE.get(state, [])


def member(*modules: Asked, number: int = 1, **values: Any) -> Member:
    given: dict[str, Any] = {
        "on": ON,
        "places": frozenset(),
        "employments": 1,
        "start": date(2020, 1, 1),
        "held": False,
        "absent": False,
        "protected": False,
    }
    return Member(
        person_id=UUID(int=number),
        obligations=[obligation for obligation, _ in modules],
        done={obligation.module: done for obligation, done in modules},
        **(given | values),
    )


def only(somebody: Member) -> Cell:
    (state,) = somebody.states
    return cell(somebody, state, ON)


def test_who_does_it_in_a_way_of_their_own_is_not_done_and_no_date_in_the_past_tells_why() -> None:
    late, in_time = asked(State.OVERDUE), asked(State.DUE)
    own_way = frozenset({"a"})
    assert only(member(late)) == Cell(Word.OVERDUE, ON - DAY)
    assert only(member(late, aside=own_way)) == Cell(Word.NOT_DONE)
    assert only(member(in_time, aside=own_way)) == only(member(in_time)) == Cell(Word.DUE, ON)
    assert only(member(asked(State.EXPIRED, due_on=ON - 9 * DAY), aside=own_way)) == Cell(Word.NOT_DONE)
    back = [(ON - 9 * DAY, ON)]
    assert only(member(late, off=back)) == Cell(Word.NOT_DONE)


@pytest.mark.parametrize(
    ("which", "said"),
    [
        (State.COMPLETED, Cell(Word.COMPLETED, ON - 9 * DAY)),
        (State.DUE, Cell(Word.DUE, ON)),
        (State.OVERDUE, Cell(Word.OVERDUE, ON - DAY)),
        (State.EXPIRED, Cell(Word.OVERDUE, ON - 2 * DAY)),
    ],
)
def test_a_cell_says_how_it_stands_with_the_day_that_belongs_to_it(which: State, said: Cell) -> None:
    assert only(member(asked(which))) == said


@pytest.mark.parametrize(
    "why",
    [
        {"held": True},
        {"absent": True},
        {"employments": 2},
        {"start": ON - 29 * DAY},
    ],
    ids=str,
)
@pytest.mark.parametrize("which", [State.DUE, State.OVERDUE, State.EXPIRED])
def test_what_is_not_done_is_handled_by_hr_whatever_the_reason(why: dict[str, Any], which: State) -> None:
    assert only(member(asked(which), **why)) == Cell(Word.HELD)


def test_what_is_done_is_done_whoever_handles_the_rest() -> None:
    assert only(member(asked(State.COMPLETED), held=True)).word is Word.COMPLETED


def test_after_thirty_days_nobody_is_new() -> None:
    assert only(member(asked(), start=ON - 30 * DAY)).word is Word.DUE


def test_a_recommendation_has_no_last_day() -> None:
    assert only(member(asked(recommended=True))) == Cell(Word.NOT_DONE)


def people(*names: str) -> list[Named]:
    return [Named(UUID(int=number), "Kim", name) for number, name in enumerate(names, start=1)]


def test_the_minutes_left_are_those_of_what_the_person_has_to_do() -> None:
    done, left, held = asked(State.COMPLETED, "a"), asked(State.OVERDUE, "b"), asked(State.DUE, "c")
    lines = list_lines(people("Alm"), [member(done, left, held)], MINUTES, on=ON)
    assert [line.minutes for line in lines] == [15]  # nobody knows how long the third takes
    lines = list_lines(people("Alm"), [member(done, left, held=True)], MINUTES, on=ON)
    assert [line.minutes for line in lines] == [0]


def test_names_are_in_swedish_order() -> None:
    everybody = people("Öberg", "Ek", "Åberg", "Ärlig", "Zetterlund")
    members = [member(number=number) for number in range(1, 6)]
    lines = list_lines(everybody, members, MINUTES, on=ON, order=Order.NAME)
    assert [line.person.family_name for line in lines] == ["Ek", "Zetterlund", "Åberg", "Ärlig", "Öberg"]


def test_who_needs_attention_comes_first_and_those_alike_by_name() -> None:
    members = [
        member(asked(State.COMPLETED), number=1),
        member(asked(State.DUE, due_on=ON + DAY), number=2),
        member(asked(State.OVERDUE, due_on=ON - 5 * DAY), number=3),
        member(asked(), held=True, number=4),
        member(asked(State.EXPIRED), number=5),
        member(asked(State.DUE, due_on=ON), asked(State.COMPLETED, "b"), number=6),
        member(number=7),
        member(asked(State.OVERDUE, due_on=ON - 9 * DAY), number=8),
        member(asked(recommended=True), number=9),
        member(asked(State.COMPLETED), number=10),
    ]
    names = people(
        "done", "due later", "late", "held", "ran out", "due", "nothing", "later", "recommended", "Ab"
    )
    lines = list_lines(names, members, MINUTES, on=ON)
    assert [line.person.family_name for line in lines] == [
        "later",
        "late",
        "ran out",
        "due",
        "due later",
        "recommended",
        "held",
        "Ab",
        "done",
        "nothing",
    ]


def test_who_was_not_employed_on_the_day_is_not_on_the_list() -> None:
    assert list_lines(people("Alm"), [], MINUTES, on=ON) == []
