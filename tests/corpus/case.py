"""A case of the corpus: an HR file, what stands before it, and what must come of it.

What each must give is for formats.md to say; that there is one for it, for trust.md 2.3.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.organisations.loading import ALICE, BERTIL, DAY, GROUP, HEADERS, content

# Where something is said (line, column), and a part of what is said.
Said = tuple[int | None, str | None, str]
# How many units, employments or posts are added, changed, ended, unchanged.
Difference = tuple[int, int, int, int]
Days = list[tuple[str, date, date | None]]


@dataclass(frozen=True, slots=True)
class Given:
    """A file that is loaded before the case's own."""

    kind: str
    rows: tuple[str, ...]
    source: str = "hr"
    on: date = DAY
    extra: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A file and what must come of it. `difference` is None for a file that is refused.

    `never`: what no message may repeat. `stored`: where a number is employed afterwards (of a units file: how a
    unit is called), and when. `texts`: what must be stored letter by letter.
    """

    name: str
    content: bytes | Callable[[], bytes]
    kind: str = "people"
    source: str = "hr"
    given: tuple[Given, ...] = ()
    on: date = DAY
    options: Mapping[str, Any] = field(default_factory=dict)
    encoding: str | None = "utf-8"
    separator: str | None = ";"
    difference: Difference | None = None
    faults: tuple[Said, ...] = ()
    notices: tuple[Said, ...] = ()
    never: str = ""
    stored: Mapping[str, Days] = field(default_factory=dict)
    texts: tuple[str, ...] = ()

    @property
    def file(self) -> bytes:
        return self.content if isinstance(self.content, bytes) else self.content()

    @property
    def refused(self) -> bool:
        return self.difference is None


def units(*rows: str, source: str = "hr", on: date = DAY, extra: str = "") -> Given:
    return Given("units", rows, source, on, extra)


def people(*rows: str, source: str = "hr", on: date = DAY, extra: str = "") -> Given:
    return Given("people", rows, source, on, extra)


def managers(*rows: str, source: str = "hr", on: date = DAY) -> Given:
    return Given("managers", rows, source, on)


# A first line in which no column is known.
NO_HEADER: Said = (1, None, "ingen rubrikrad")
KEY = ";personnyckel"
COLUMNS = (
    "number",
    "given",
    "family",
    "email",
    "unit",
    "level",
    "title",
    "role",
    "first",
    "last",
    "language",
    "protected",
)
ENGLISH = {
    "units": "unit_code;name;kind;parent_code;valid_from;valid_to",
    "people": "employee_number;given_name;family_name;email;unit_code;level;title;role;valid_from;valid_to;"
    "language;protected_identity",
    "managers": "unit_code;source;employee_number;role;valid_from;valid_to",
}
BERGET = "B;Berget;enhet;F;2020-01-01;"
NAMND = "N;Nämnden;nämnd;G;2020-01-01;"
ASA = "3;Åsa;Öberg;asa@exempel.example;A;medarbetare;Lärare;;2020-01-01;;;"
TWENTY = tuple(f"{number};Ada;Al{number};;A;medarbetare;;;2020-01-01;;;" for number in range(101, 121))

TREE = (units(*GROUP, BERGET),)
STAFF = (*TREE, people(ALICE, BERTIL))
CROWD = (*TREE, people(*TWENTY))


def but(row: str, **fields: str) -> str:
    """A people row with some of its fields changed."""
    cells = dict(zip(COLUMNS, row.split(";"), strict=True)) | fields
    return ";".join(cells.values())


def text_of(*rows: str, kind: str = "people", extra: str = "", header: str = "") -> str:
    """A file as text, for what is changed more than its rows."""
    return "\n".join([(header or HEADERS[kind]) + extra, *rows, ""])


def file_of(*rows: str, kind: str = "people", extra: str = "") -> bytes:
    return content(kind, *rows, extra=extra)


def case_of(
    name: str,
    *rows: str,
    kind: str = "people",
    given: tuple[Given, ...] = STAFF,
    extra: str = "",
    **more: Any,
) -> Case:
    """A case whose file is nothing but a header and rows; `more`: the rest of what a case holds."""
    return Case(name=name, kind=kind, given=given, content=file_of(*rows, kind=kind, extra=extra), **more)
