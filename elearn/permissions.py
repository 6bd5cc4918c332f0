"""Who may do what, on one page. Pure: no web, no database.

A role opens a page; the scope function of `elearn.organisations.scope` decides which people and units it
shows. A page that none of your roles opens is 403; an object outside your scope is 404, like one that
does not exist.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a person is to elearn. Learner, elected and manager follow from employments and posts; the rest are granted."""

    LEARNER = "learner"
    ELECTED = "elected"
    MANAGER = "manager"
    HR = "hr"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    CONTACT = "contact"


GRANTABLE = (Role.HR, Role.CONTACT, Role.EDITOR, Role.ADMINISTRATOR, Role.AUDITOR)
# Granted for a unit with all below it; the others for the whole group.
OF_A_UNIT = frozenset({Role.HR, Role.CONTACT})


class Permission(StrEnum):
    """`resource:action`, in alphabetical order."""

    ARRANGEMENT_SET = "arrangement:set"
    AUDIT_READ = "audit:read"
    CASE_HANDLE = "case:handle"
    CODE_ISSUE = "code:issue"
    COMPLETION_CORRECT = "completion:correct"
    CONTENT_REVIEW = "content:review"
    DEPUTY_NAME = "deputy:name"
    EXPORT_MAKE = "export:make"
    FIGURES_READ = "figures:read"
    FILE_IMPORT = "file:import"
    GROUP_LEAD = "group:lead"
    HOLD_SET = "hold:set"
    MODULE_TAKE = "module:take"
    OWN_READ = "own:read"
    PERSON_SEARCH = "person:search"
    REMINDER_READ = "reminder:read"
    REMINDER_SEND = "reminder:send"
    REMINDER_SET = "reminder:set"
    REPORT_READ = "report:read"
    REQUIREMENT_SET = "requirement:set"
    ROLE_GRANT = "role:grant"
    UNIT_READ = "unit:read"


EVERYONE = frozenset(Role)

RULES: dict[Permission, frozenset[Role]] = {
    Permission.ARRANGEMENT_SET: frozenset({Role.ADMINISTRATOR, Role.HR}),
    Permission.AUDIT_READ: frozenset({Role.AUDITOR}),
    Permission.CASE_HANDLE: frozenset({Role.CONTACT}),
    Permission.CODE_ISSUE: frozenset({Role.HR}),
    Permission.COMPLETION_CORRECT: frozenset({Role.HR}),
    Permission.CONTENT_REVIEW: frozenset({Role.EDITOR}),
    Permission.DEPUTY_NAME: frozenset({Role.MANAGER}),
    Permission.EXPORT_MAKE: frozenset({Role.HR}),
    Permission.FIGURES_READ: frozenset({Role.AUDITOR, Role.ELECTED}),
    Permission.FILE_IMPORT: frozenset({Role.HR}),
    Permission.GROUP_LEAD: frozenset({Role.MANAGER}),
    Permission.HOLD_SET: frozenset({Role.HR}),
    Permission.MODULE_TAKE: EVERYONE,
    Permission.OWN_READ: EVERYONE,
    Permission.PERSON_SEARCH: frozenset({Role.HR}),
    Permission.REMINDER_READ: frozenset({Role.HR}),
    Permission.REMINDER_SEND: frozenset({Role.MANAGER}),
    Permission.REMINDER_SET: frozenset({Role.HR}),
    Permission.REPORT_READ: frozenset({Role.HR}),
    Permission.REQUIREMENT_SET: frozenset({Role.HR}),
    Permission.ROLE_GRANT: frozenset({Role.ADMINISTRATOR}),
    Permission.UNIT_READ: frozenset({Role.MANAGER, Role.HR}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who is signed in, with what posts and grants say today. Units stand by their id."""

    person_id: UUID
    session_digest: str = ""
    secret: str = field(default="", repr=False)
    language: str | None = None
    shift_exit: bool = True
    employed: bool = True
    elected: bool = False
    manages: frozenset[int] = frozenset()
    deputises: frozenset[int] = frozenset()
    coordinates: frozenset[int] = frozenset()
    hr_units: frozenset[int] = frozenset()
    contact_units: frozenset[int] = frozenset()
    granted: frozenset[Role] = frozenset()

    @property
    def roles(self) -> frozenset[Role]:
        line = {Role.MANAGER} if self.manages or self.deputises or self.coordinates else set()
        office = {Role.ELECTED} if self.elected else set()
        return frozenset({Role.LEARNER}) | self.granted | line | office

    # What Flask-Login asks of a user.
    @property
    def is_authenticated(self) -> bool:
        return True

    @property
    def is_active(self) -> bool:
        return True

    @property
    def is_anonymous(self) -> bool:
        return False

    def get_id(self) -> str:
        return self.secret


def allowed(actor: Actor, permission: Permission) -> bool:
    """Whether any of the actor's roles holds the permission."""
    return bool(actor.roles & RULES[permission])
