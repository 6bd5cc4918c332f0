"""Persons and their employments while the example group is being made up."""

from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256

from elearn.demo.dice import Dice
from elearn.demo.files import BASE
from elearn.demo.names import DOMAIN, draw_name, is_foreign, local_part

CONSONANTS = "bcdfghjklmnpqrstvwxz"  # keys of consonants read as neither a number nor a word


@dataclass
class Employment:
    unit: str
    title: str
    valid_from: str
    valid_to: str = ""
    level: str = "medarbetare"
    role: str = ""
    form: str = "tillsvidare"
    extent: str = "100"
    absent_from: str = ""
    absent_to: str = ""
    email: str | None = None  # where it differs from the person's

    @property
    def current(self) -> bool:
        return self.valid_from <= BASE.isoformat() and (
            not self.valid_to or self.valid_to >= BASE.isoformat()
        )


@dataclass
class Person:
    source: str
    number: str
    given: str
    family: str
    email: str
    key: str
    language: str = "sv"
    protected: bool = False
    employments: list[Employment] = field(default_factory=list)

    @property
    def only(self) -> Employment:
        """The one employment of somebody who has just one."""
        (employment,) = self.employments
        return employment

    @property
    def current(self) -> bool:
        return any(employment.current for employment in self.employments)


class Register:
    """Everybody, with numbers that start alike in every source and addresses that are unique."""

    def __init__(self) -> None:
        self.persons: list[Person] = []
        self.settled: set[int] = set()  # ids of those whose story is told; chance leaves them alone
        self._numbers: Counter[str] = Counter()
        self._addresses: Counter[str] = Counter()
        self._dice = Dice("names")

    def add(self, source: str, *employments: Employment, name: tuple[str, str] | None = None) -> Person:
        given, family = name or draw_name(self._dice)
        number = self._next_number(source)
        key = person_key(source, number)
        person = Person(
            source, number, given, family, self.address(given, family), key, employments=list(employments)
        )
        if is_foreign(given) and self._dice.chance(10):
            person.language = "en"
        self.persons.append(person)
        return person

    def settle(self, *persons: Person) -> None:
        self.settled.update(id(person) for person in persons)

    def unsettled(self) -> list[Person]:
        """Ordinary staff with one employment, no post, and no story yet."""
        return [person for person in self.persons if self._ordinary(person)]

    def address(self, given: str, family: str) -> str:
        local = local_part(given, family)
        self._addresses[local] += 1
        count = self._addresses[local]
        return f"{local}{count if count > 1 else ''}@{DOMAIN}"

    def _next_number(self, source: str) -> str:
        self._numbers[source] += 1
        count = self._numbers[source]
        return f"{count:04d}" if source == "fortroendevalda" else str(10000 + count)

    def _ordinary(self, person: Person) -> bool:
        if id(person) in self.settled or len(person.employments) != 1:
            return False
        return person.only.level == "medarbetare" and not person.only.role


def person_key(source: str, number: str) -> str:
    digest = sha256(f"{source}/{number}".encode()).digest()
    return "".join(CONSONANTS[byte % len(CONSONANTS)] for byte in digest[:9])
