"""What happens to people: newcomers, leavers, moves, returns, two jobs, a school that closed."""

from collections.abc import Callable
from datetime import date, timedelta

from elearn.demo.dice import Dice
from elearn.demo.files import BASE, CAST
from elearn.demo.organisation import FOUNDED, REGISTER, Unit
from elearn.demo.profiles import PROFILES
from elearn.demo.register import Employment, Person, Register

NEWCOMERS, NEW_DAYS = 150, 120
LEAVERS, STARTERS, MOVES, TWO_JOBS, RETURNS, PROMOTED = 72, 26, 180, 60, 20, 14
CLOSED, CLOSED_ON, CLOSED_STAFF = "UTB-G4-NED", date(2026, 6, 30), 24
NEW_UNIT, NEW_UNIT_ON, NEW_UNIT_STAFF = "UTB-F5-NY", "2027-01-01", 12
CONSULTANTS = (("KLF-IT-U", "Konsult", 4), ("OMS-S2", "Sjuksköterska", 6), ("VEAB-P", "Projektkonsult", 4))
POLITICIANS_WITH_A_JOB = 9

Test = Callable[[Person], bool]


class Lives:
    """Deals people from a shuffled deck, each for one story."""

    def __init__(self, register: Register, units: list[Unit]) -> None:
        self.register = register
        self.units = {unit.code: unit for unit in units}
        self.dice = Dice("lives")
        self.deck = self.dice.shuffled(register.unsettled())

    def deal(self, count: int, suits: Test) -> list[Person]:
        chosen = [person for person in self.deck if suits(person)][:count]
        self.register.settle(*chosen)
        self.deck = [person for person in self.deck if id(person) not in self.register.settled]
        return chosen

    def like(self, unit: str) -> str:
        """Another workplace of the same sort in the same source, one that has been there all along."""
        own = self.units[unit]
        others = [
            code
            for code, other in self.units.items()
            if code != unit
            and (other.profile, other.people_source) == (own.profile, own.people_source)
            and other.people
            and other.valid_from == FOUNDED
        ]
        return self.dice.pick(others) if others else unit


def live(register: Register, units: list[Unit]) -> None:
    lives = Lives(register, units)
    _politicians_with_a_job(lives)
    _closed_school(lives)
    _new_preschool(lives)
    _newcomers(lives)
    _leavers(lives)
    _starters(lives)
    _moves(lives)
    _two_jobs(lives)
    _returns(lives)
    _promoted(lives)
    _consultants(lives)


def _steady(person: Person) -> bool:
    return person.only.form == "tillsvidare" and person.only.valid_from < "2023-01-01"


def _politicians_with_a_job(lives: Lives) -> None:
    """The first, a teacher, has one address for both; the others have one as politician and one at work."""
    everybody = lives.register.persons
    account = CAST["politiker"]
    politicians = [
        p for p in everybody if p.source == REGISTER and p.current and (p.source, p.number) != account
    ]
    teacher = lives.deal(1, lambda p: p.only.title == "Gymnasielärare" and _steady(p))
    rest = lives.deal(POLITICIANS_WITH_A_JOB - 2, lambda p: p.source == "hr" and _steady(p))
    company = lives.deal(1, lambda p: p.source == "vidingehem" and _steady(p))
    for politician, employee in zip(politicians[4::9], [*teacher, *rest, *company], strict=False):
        employee.given, employee.family, employee.key = politician.given, politician.family, politician.key
        employee.language = politician.language
        work = lives.register.address(employee.given, employee.family)
        employee.email = politician.email if employee in teacher else work


def _closed_school(lives: Lives) -> None:
    staff = lives.deal(CLOSED_STAFF, lambda p: _steady(p) and lives.units[p.only.unit].profile == "skola")
    for person in staff:
        _move(person, CLOSED, CLOSED_ON + timedelta(days=1))
    head = Employment(CLOSED, "Rektor", "2009-08-01", CLOSED_ON.isoformat(), level="chef", role="chef")
    lives.register.add("hr", head)


def _new_preschool(lives: Lives) -> None:
    titles = PROFILES["förskola"].titles
    head = Employment(NEW_UNIT, "Rektor", NEW_UNIT_ON, level="chef", role="chef")
    lives.register.add("hr", head)
    for _ in range(NEW_UNIT_STAFF - 1):
        lives.register.add("hr", Employment(NEW_UNIT, lives.dice.pick(titles), NEW_UNIT_ON))


def _newcomers(lives: Lives) -> None:
    """Evenly over the last days, so that on any day some dozens are soon or lately due."""
    fresh = lives.deal(
        NEWCOMERS, lambda p: p.only.form in ("tillsvidare", "timavlönad") and p.source != "veab"
    )
    for place, person in enumerate(fresh):
        person.only.valid_from = (BASE - timedelta(days=place * NEW_DAYS // NEWCOMERS)).isoformat()


def _leavers(lives: Lives) -> None:
    for person in lives.deal(LEAVERS, lambda p: p.only.form != "extern" and p.only.valid_from < "2025-06-01"):
        person.only.valid_to = lives.dice.day(
            BASE - timedelta(days=365), BASE - timedelta(days=1)
        ).isoformat()


def _starters(lives: Lives) -> None:
    for person in lives.deal(STARTERS, lambda p: p.only.form == "tillsvidare"):
        person.only.valid_from = lives.dice.day(
            BASE + timedelta(days=1), BASE + timedelta(days=75)
        ).isoformat()


def _moves(lives: Lives) -> None:
    for place, person in enumerate(lives.deal(MOVES, _steady)):
        before = lives.like(person.only.unit)
        days = lives.dice.between(20, 300) if place % 2 else lives.dice.between(301, 1300)
        if before != person.only.unit:
            _move(person, before, BASE - timedelta(days=days))


def _move(person: Person, before: str, on: date) -> None:
    """Until the day before, the person worked in the other unit."""
    now = person.only
    then = Employment(
        before, now.title, now.valid_from, (on - timedelta(days=1)).isoformat(), extent=now.extent
    )
    now.valid_from = on.isoformat()
    person.employments.insert(0, then)


def _two_jobs(lives: Lives) -> None:
    for place, person in enumerate(lives.deal(TWO_JOBS, _steady)):
        first, other = person.only, lives.like(person.only.unit)
        if other == first.unit:
            continue
        start = lives.dice.day(date(2023, 2, 1), date(2026, 5, 31)).isoformat()
        second = Employment(other, first.title, start, extent="25")
        first.extent = "75"
        if place % 2:
            second.form, second.extent = "timavlönad", ""
        if place % 5 == 0:
            second.email = lives.register.address(person.given, person.family)
        person.employments.append(second)


def _returns(lives: Lives) -> None:
    """Half came back under a new number, joined by the key; half under the old one."""
    for place, person in enumerate(lives.deal(RETURNS, lambda p: p.source == "hr" and _steady(p))):
        now = person.only
        back = lives.dice.day(date(2024, 6, 1), date(2026, 5, 31))
        left = back - timedelta(days=lives.dice.between(60, 500))
        then = Employment(now.unit, now.title, now.valid_from, left.isoformat(), extent=now.extent)
        now.valid_from = back.isoformat()
        if place % 2:
            person.employments.insert(0, then)
        else:
            old = lives.register.add(person.source, then, name=(person.given, person.family))
            old.key, old.email, old.language = person.key, person.email, person.language
            lives.register.settle(old)


def _promoted(lives: Lives) -> None:
    """Managers who were employees of the same unit before: the same key but for the level."""
    managers = [
        person
        for person in lives.register.persons
        if len(person.employments) == 1
        and person.only.role == "chef"
        and "2020-01-01" < person.only.valid_from < "2026-01-01"
    ]
    for person in lives.dice.shuffled(managers)[:PROMOTED]:
        now = person.only
        title = PROFILES[lives.units[now.unit].profile].titles[0]
        last = date.fromisoformat(now.valid_from) - timedelta(days=1)
        person.employments.insert(0, Employment(now.unit, title, "2019-01-01", last.isoformat()))


def _consultants(lives: Lives) -> None:
    for unit, title, count in CONSULTANTS:
        source = lives.units[unit].people_source
        for _ in range(count):
            start = lives.dice.day(date(2026, 1, 7), date(2026, 6, 1)).isoformat()
            end = lives.dice.day(BASE + timedelta(days=90), BASE + timedelta(days=500)).isoformat()
            lives.register.add(source, Employment(unit, title, start, end, form="extern", extent=""))
