"""The columns of each HR file: what they are called, what they hold, which of them a file may leave out."""

from dataclasses import dataclass
from enum import Enum, auto

from elearn.languages import DEFAULT
from elearn.organisations.files import vocabulary
from elearn.organisations.files.vocabulary import Vocabulary, spelling


class Holds(Enum):
    """What a column's cells are read as."""

    CODE = auto()  # an identity of something; never a personal identity number
    NAME = auto()  # of a person
    LABEL = auto()  # of a thing; Excel users break such lines, so a line break is a blank
    WORD = auto()
    EMAIL = auto()
    DAY = auto()
    LAST_DAY = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its English and Swedish name, and the record's field that it fills.

    `optional`: a file may lack the column. `filled`: its cells may not be empty; otherwise `empty` is what an
    empty cell means.
    """

    name: str
    swedish: str
    field: str
    holds: Holds
    words: Vocabulary | None = None
    optional: bool = False
    filled: bool = False
    empty: object = None


@dataclass(frozen=True, slots=True)
class FileKind:
    """The columns of one kind of file, in the order in which we write them.

    `key` names its rows; `refers` is the field with the unit that a row hangs under.
    """

    columns: tuple[Column, ...]
    key: str
    refers: str

    def by_spelling(self) -> dict[str, Column]:
        """Every header that is known, as `spelling` has it."""
        return {spelling(name): column for column in self.columns for name in (column.name, column.swedish)}


_FROM = Column("valid_from", "från", "valid_from", Holds.DAY)
_TO = Column("valid_to", "till", "valid_to", Holds.LAST_DAY)

UNITS = FileKind(
    (
        Column("unit_code", "enhetskod", "code", Holds.CODE, filled=True),
        Column("name", "namn", "name", Holds.LABEL, filled=True),
        Column("kind", "typ", "kind", Holds.WORD, vocabulary.KINDS, filled=True),
        Column("parent_code", "överordnad", "parent_code", Holds.CODE),
        _FROM,
        _TO,
        Column("legal_entity", "juridisk_person", "legal_entity", Holds.LABEL, optional=True),
        Column("responsible_code", "ansvarig_nämnd", "responsible_code", Holds.CODE, optional=True),
        Column(
            "counts_in_group",
            "räknas_i_koncernen",
            "counts_in_group",
            Holds.WORD,
            vocabulary.YES_OR_NO,
            optional=True,
            empty=True,
        ),
    ),
    key="code",
    refers="parent_code",
)
PEOPLE = FileKind(
    (
        Column("employee_number", "anställningsnummer", "employee_number", Holds.CODE, filled=True),
        Column("given_name", "förnamn", "given_name", Holds.NAME, empty=""),
        Column("family_name", "efternamn", "family_name", Holds.NAME, empty=""),
        Column("email", "e-post", "email", Holds.EMAIL, empty=""),
        Column("unit_code", "enhetskod", "unit_code", Holds.CODE, filled=True),
        Column("level", "nivå", "level", Holds.WORD, vocabulary.LEVELS, filled=True),
        Column("title", "befattning", "title", Holds.LABEL, empty=""),
        Column("role", "roll", "role", Holds.WORD, vocabulary.UNIT_ROLES),
        _FROM,
        _TO,
        Column("language", "språk", "language", Holds.WORD, vocabulary.LANGUAGES, empty=DEFAULT),
        Column(
            "protected_identity",
            "skyddade_uppgifter",
            "protected",
            Holds.WORD,
            vocabulary.YES_OR_NO,
            empty=False,
        ),
        Column("person_key", "personnyckel", "person_key", Holds.CODE, optional=True),
        Column("form", "anställningsform", "form", Holds.WORD, vocabulary.FORMS, optional=True),
        Column("fraction", "sysselsättningsgrad", "fraction", Holds.LABEL, optional=True, empty=""),
        Column("absent_from", "frånvarande_från", "absent_from", Holds.DAY, optional=True),
        Column("absent_to", "frånvarande_till", "absent_to", Holds.LAST_DAY, optional=True),
    ),
    key="employee_number",
    refers="unit_code",
)
MANAGERS = FileKind(
    (
        Column("unit_code", "enhetskod", "unit_code", Holds.CODE, filled=True),
        Column("source", "källa", "source", Holds.CODE, filled=True),
        Column("employee_number", "anställningsnummer", "employee_number", Holds.CODE, filled=True),
        Column("role", "roll", "role", Holds.WORD, vocabulary.POST_ROLES, filled=True),
        _FROM,
        _TO,
    ),
    key="employee_number",
    refers="unit_code",
)
KINDS_OF_FILE = (UNITS, PEOPLE, MANAGERS)
