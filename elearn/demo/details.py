"""What sets single people apart: long names, no address, a shared one, a protected identity, an absence."""

from datetime import date, timedelta

from elearn.demo.dice import Dice
from elearn.demo.files import BASE, CAST
from elearn.demo.names import DOMAIN, LONG
from elearn.demo.organisation import REGISTER
from elearn.demo.register import Employment, Person, Register

NO_ADDRESS = 3  # percent of everybody
ABSENT = 5  # percent of those employed now
PROTECTED = (("UTB", 5), ("OMS", 3), ("AOV", 1), ("VXB", 1), ("WEXNET", 1))
SHARED = f"expeditionen.exempel@{DOMAIN}"
SHARED_UNIT = "UTB-F3-05"


def detail(register: Register) -> None:
    dice = Dice("details")
    protected = _protect(register)
    _rename(register)
    _share_an_address(register)
    _take_addresses(register, dice, protected)
    _make_absent(register, dice)


def _protect(register: Register) -> list[Person]:
    """Names and address stand empty for every second one."""
    dice = Dice("protected")
    chosen: list[Person] = []
    for code, count in PROTECTED:
        here = [p for p in register.unsettled() if p.only.unit.startswith(code) and p.only.current]
        chosen += dice.shuffled(here)[:count]
    for place, person in enumerate(chosen):
        person.protected = True
        if place % 2:
            person.given = person.family = person.email = ""
    register.settle(*chosen)
    return chosen


def _rename(register: Register) -> None:
    for name, person in zip(LONG, register.unsettled()[50::700], strict=False):
        person.given, person.family = name
        person.email = register.address(*name)
        register.settle(person)


def _share_an_address(register: Register) -> None:
    pair = [p for p in register.unsettled() if p.only.unit == SHARED_UNIT and p.only.current][:2]
    for person in pair:
        person.email = SHARED
    register.settle(*pair)


def _take_addresses(register: Register, dice: Dice, protected: list[Person]) -> None:
    """Most of those without an address are paid by the hour, clean or cook."""
    likely = [
        p
        for p in register.unsettled()
        if p.only.form == "timavlönad" or p.only.unit.startswith(("SVF-L", "SVF-M"))
    ]
    everybody = len({person.key for person in register.persons})
    without = sum(1 for person in protected if not person.email)
    for person in dice.shuffled(likely)[: everybody * NO_ADDRESS // 100 - without]:
        person.email = ""


def _make_absent(register: Register, dice: Dice) -> None:
    accounts = set(CAST.values())
    here = [person for person in register.persons if person.current and person.source != REGISTER]
    able = [
        person
        for person in here
        if (person.source, person.number) not in accounts
        and not any(e.absent_from for e in person.employments)
        and all(e.form in ("tillsvidare", "visstid") for e in person.employments)
    ]
    for place, person in enumerate(dice.shuffled(able)[: len(here) * ABSENT // 100]):
        for employment in person.employments:
            if employment.current:
                _absence(employment, dice, place)


def _absence(employment: Employment, dice: Dice, place: int) -> None:
    """One in seven is away for at most 30 days; every tenth of the others has no last day yet."""
    if place % 7 == 0:
        first = BASE - timedelta(days=dice.between(0, 12))
        last = BASE + timedelta(days=dice.between(0, 15))
    else:
        first = BASE - timedelta(days=dice.between(31, 380))
        last = BASE + timedelta(days=dice.between(5, 250))
    employment.absent_from = max(first, date.fromisoformat(employment.valid_from)).isoformat()
    employment.absent_to = "" if place % 7 and place % 10 == 0 else last.isoformat()
    if employment.valid_to and employment.absent_to:
        employment.absent_to = min(employment.absent_to, employment.valid_to)
