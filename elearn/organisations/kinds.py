"""The words of the organisation: kinds of unit, levels, forms of employment, roles of a post."""

from enum import StrEnum


class Kind(StrEnum):
    """What an organisational unit is."""

    GROUP = "group"
    ADMINISTRATION = "administration"
    COMPANY = "company"
    DEPARTMENT = "department"
    WORKPLACE = "workplace"
    COMMITTEE = "committee"
    BOARD = "board"
    COUNCIL = "council"
    SUBCOMMITTEE = "subcommittee"
    AUDIT = "audit"
    JOINT_COMMITTEE = "joint_committee"
    ASSOCIATION = "association"
    EXTERNAL_PROVIDER = "external_provider"


# Bodies whose members nobody manages: they answer to their coordinator, without one to HR.
ELECTED_BODIES = frozenset(
    {Kind.COMMITTEE, Kind.BOARD, Kind.COUNCIL, Kind.SUBCOMMITTEE, Kind.AUDIT, Kind.JOINT_COMMITTEE}
)


class Level(StrEnum):
    """Where in the organisation a person stands (the plan, section 3.3)."""

    POLITICIAN = "politician"
    MANAGER = "manager"
    EMPLOYEE = "employee"


class Form(StrEnum):
    """The form of an employment."""

    PERMANENT = "permanent"
    FIXED_TERM = "fixed_term"
    HOURLY = "hourly"
    FEE = "fee"
    EXTERNAL = "external"


class PostRole(StrEnum):
    """What a post in a unit makes of its holder."""

    MANAGER = "manager"
    DEPUTY = "deputy"
    COORDINATOR = "coordinator"
