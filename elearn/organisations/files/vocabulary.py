"""The words that a column takes, in Swedish and English, and how forgiving the spelling of a name may be."""

import re
import unicodedata
from collections.abc import Mapping as Table
from dataclasses import dataclass

from elearn.languages import DEFAULT, languages, name_in
from elearn.organisations.kinds import Form, Kind, Level, PostRole

_GAPS = re.compile(r"[\s_-]+")


def spelling(text: str) -> str:
    """What two spellings of one header or word have in common: case, blanks, hyphens and underscores aside."""
    return _GAPS.sub("_", unicodedata.normalize("NFC", text).strip().casefold())


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Swedish and English word for each value; `more` are words that are understood but not recommended."""

    values: Table[object, tuple[str, str]]
    more: Table[str, object]

    def by_spelling(self) -> dict[str, object]:
        known = {spelling(word): value for value, words in self.values.items() for word in words}
        return known | {spelling(word): value for word, value in self.more.items()}

    def accepted(self, *, english: bool) -> list[str]:
        return [words[english] for words in self.values.values() if words[english]]

    def written(self, value: object) -> str:
        """The word that our own files use."""
        return self.values[value][1]


KINDS = Vocabulary(
    {
        Kind.GROUP: ("koncern", "group"),
        Kind.ADMINISTRATION: ("förvaltning", "administration"),
        Kind.COMPANY: ("bolag", "company"),
        Kind.DEPARTMENT: ("avdelning", "department"),
        Kind.WORKPLACE: ("enhet", "workplace"),
        Kind.COMMITTEE: ("nämnd", "committee"),
        Kind.BOARD: ("styrelse", "board"),
        Kind.COUNCIL: ("fullmäktige", "council"),
        Kind.SUBCOMMITTEE: ("utskott", "subcommittee"),
        Kind.AUDIT: ("revision", "audit"),
        Kind.JOINT_COMMITTEE: ("gemensam nämnd", "joint_committee"),
        Kind.ASSOCIATION: ("kommunalförbund", "association"),
        Kind.EXTERNAL_PROVIDER: ("extern utförare", "external_provider"),
    },
    {},
)
LEVELS = Vocabulary(
    {
        Level.POLITICIAN: ("politiker", "politician"),
        Level.MANAGER: ("chef", "manager"),
        Level.EMPLOYEE: ("medarbetare", "employee"),
    },
    {},
)
# A unit's own row gives a manager or a deputy; a coordinator is always named in a managers file.
UNIT_ROLES = Vocabulary(
    {PostRole.MANAGER: ("chef", "manager"), PostRole.DEPUTY: ("ställföreträdare", "deputy")}, {}
)
POST_ROLES = Vocabulary({**UNIT_ROLES.values, PostRole.COORDINATOR: ("samordnare", "coordinator")}, {})
FORMS = Vocabulary(
    {
        Form.PERMANENT: ("tillsvidare", "permanent"),
        Form.FIXED_TERM: ("visstid", "fixed_term"),
        Form.HOURLY: ("timavlönad", "hourly"),
        Form.FEE: ("arvoderad", "fee"),
        Form.EXTERNAL: ("extern", "external"),
    },
    {},
)
YES_OR_NO = Vocabulary({True: ("ja", "yes"), False: ("nej", "no")}, {})
LANGUAGES = Vocabulary(
    {code: (code, code) for code in languages()},
    {name_in(code, reader): code for code in languages() for reader in (DEFAULT, "en", code)},
)
