"""The elected: the council before and after the election of 2026, committees, boards and auditors."""

from itertools import cycle, islice

from elearn.demo.files import CAST
from elearn.demo.organisation import COMMITTEES, JOINT_COMMITTEE, REGISTER, SUBCOMMITTEES, boards
from elearn.demo.register import Employment, Person, Register

COUNCIL_SEATS = 61
REELECTED = 38
ON_COMMITTEES = 10  # of the newly elected: already members of a committee
LEAVING_SEATS = 23
LAST_TERM = 8  # of those who left the council: on a committee until the year ends
OUTSIDE_COUNCIL = 45
BOARD_SEATS = 7
AUDITORS = 7
TITLES = ("Ordförande", "Förste vice ordförande", "Andre vice ordförande", "Ledamot")

THIS_TERM = ("2026-10-15", "2030-10-14")
TERM_BEFORE = ("2022-10-15", "2026-10-14")
COMMITTEE_FROM = ("2023-01-01", "2019-01-01")
YEAR_ENDS, YEAR_BEGINS = "2026-12-31", "2027-01-01"
ACCOUNT_COMMITTEE, ACCOUNT_SEAT = "UN", 5


def elect(register: Register) -> None:
    source, number = CAST["politiker"]
    account = next(
        person for person in register.persons if (person.source, person.number) == (source, number)
    )
    council = _new(register, COUNCIL_SEATS - 1)
    council.insert(ACCOUNT_SEAT, account)
    left = _new(register, LEAVING_SEATS)
    others = _new(register, OUTSIDE_COUNCIL)
    for seat, person in enumerate(council):
        if seat < REELECTED:
            person.employments.append(_office("KF", seat, *TERM_BEFORE))
        person.employments.append(_office("KF", seat, *THIS_TERM))
    for person in left:
        person.employments.append(_office("KF", COUNCIL_SEATS, *TERM_BEFORE))
    experienced = [person for person in council[: REELECTED + ON_COMMITTEES] if person is not account]
    _fill_committees(
        account, [*experienced, *left[:LAST_TERM], *others], council[REELECTED + ON_COMMITTEES :]
    )
    _fill_subcommittees([*experienced, *others])
    _fill_boards(register, [*others[::-1], *experienced])
    _audit(register)
    register.settle(*(person for person in register.persons if person.source == REGISTER))


def _fill_committees(account: Person, pool: list[Person], newcomers: list[Person]) -> None:
    """Dealt like cards, so that all of the pool sit somewhere and nobody twice at one table."""
    deck = cycle(pool)
    successors = cycle(newcomers)
    for code, _, seats in (*COMMITTEES, JOINT_COMMITTEE):
        own = code == ACCOUNT_COMMITTEE
        dealt = list(islice(deck, seats - own))
        if own:
            dealt.insert(ACCOUNT_SEAT, account)
        for seat, person in enumerate(dealt):
            leaves = person is not account and (_left_council(person) or seat % 4 == 3)
            start = COMMITTEE_FROM[seat % 3 == 0]
            person.employments.append(_office(code, seat, start, YEAR_ENDS if leaves else ""))
        successor = next(successors)
        successor.employments.append(_office(code, seats, YEAR_BEGINS, ""))


def _left_council(person: Person) -> bool:
    councils = [employment for employment in person.employments if employment.unit == "KF"]
    return bool(councils) and councils[-1].valid_to == TERM_BEFORE[1]


def _fill_subcommittees(pool: list[Person]) -> None:
    for code, _, parent in SUBCOMMITTEES:
        staying = [p for p in pool if any(e.unit == parent and not e.valid_to for e in p.employments)]
        for seat, person in enumerate(staying[:5]):
            person.employments.append(_office(code, seat, "2023-01-01", ""))


def _fill_boards(register: Register, pool: list[Person]) -> None:
    deck = cycle(pool)
    for board in boards():
        for seat, person in enumerate(islice(deck, BOARD_SEATS)):
            person.employments.append(_office(board.code, seat, "2023-04-01", ""))


def _audit(register: Register) -> None:
    for seat, person in enumerate(_new(register, AUDITORS)):
        office = _office("REV", seat, "2023-01-01", YEAR_ENDS if seat == AUDITORS - 1 else "")
        office.title = "Förtroendevald revisor"
        person.employments.append(office)


def _new(register: Register, count: int) -> list[Person]:
    return [register.add(REGISTER) for _ in range(count)]


def _office(unit: str, seat: int, start: str, end: str) -> Employment:
    title = TITLES[min(seat, len(TITLES) - 1)]
    return Employment(unit, title, start, end, level="politiker", form="arvoderad", extent="")
