"""What a file says of a unit, an employment and a person, as values that can be compared. Pure."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from elearn.organisations.kinds import Form, Kind, Level, PostRole


class FileKind(StrEnum):
    """What an HR file is about."""

    UNITS = "units"
    PEOPLE = "people"
    MANAGERS = "managers"


class UnitFacts(NamedTuple):
    """What a unit is called, what it is and where it stands."""

    name: str
    kind: Kind
    parent_code: str | None
    legal_entity: str | None
    responsible_code: str | None
    counts_in_group: bool


class EmploymentFacts(NamedTuple):
    """What an employment is, apart from whose, where and at what level."""

    title: str
    role: PostRole | None
    email: str
    form: Form | None
    fraction: str
    absent_from: date | None
    absent_to: date | None


class PersonFacts(NamedTuple):
    """What a person is called in one source, in which language we write, whether the identity is protected."""

    given_name: str
    family_name: str
    language: str
    protected: bool


class PostFacts(NamedTuple):
    """A post is its key and its days; nothing else can change."""


class EmploymentKey(NamedTuple):
    """Whose employment, where, at what level."""

    employee_number: str
    unit_code: str
    level: Level


class PostKey(NamedTuple):
    """Whose post, in which unit, as what."""

    unit_code: str
    source: str
    employee_number: str
    role: PostRole
