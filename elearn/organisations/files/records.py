"""A row of an HR file once it is read: known words, real days, clean text."""

from dataclasses import dataclass, field
from datetime import date

from elearn.languages import DEFAULT
from elearn.organisations.kinds import Form, Kind, Level, PostRole


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """A row of a units file. Where it stood in the file is no part of what it says."""

    line: int = field(compare=False)
    code: str
    name: str
    kind: Kind
    parent_code: str | None
    valid_from: date | None
    valid_to: date | None
    legal_entity: str | None = None
    responsible_code: str | None = None
    counts_in_group: bool = True


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A row of a people file: one employment or elected office."""

    line: int = field(compare=False)
    employee_number: str
    given_name: str
    family_name: str
    email: str
    unit_code: str
    level: Level
    title: str
    role: PostRole | None
    valid_from: date | None
    valid_to: date | None
    language: str = DEFAULT
    protected: bool = False
    person_key: str | None = None
    form: Form | None = None
    fraction: str = ""
    absent_from: date | None = None
    absent_to: date | None = None


@dataclass(frozen=True, slots=True)
class ManagerRecord:
    """A row of a managers file: a post in a unit for somebody who may be employed elsewhere."""

    line: int = field(compare=False)
    unit_code: str
    source: str
    employee_number: str
    role: PostRole
    valid_from: date | None
    valid_to: date | None
