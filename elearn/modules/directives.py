"""What stands alone on a line of a section in double brackets, and the blocks that a page is made of. Pure.

[[kort: tolk]]      a shared card, put in when the content is read
[[bild: tre-steg]]  a picture of the module
[[fall: samtalet]]  a case with choices
[[lokalt: anmalan]] the client's own routine
[[för: chef]] … [[slut]]  a part for some readers, open for them and at hand for all
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

DIRECTIVE = re.compile(r"\[\[\s*(?P<name>[a-zåäö]+)\s*(?::\s*(?P<key>[^\]\s]+)\s*)?\]\]\s*\Z")
CARD, PICTURE, CASE, LOCAL, PART, END = "kort", "bild", "fall", "lokalt", "för", "slut"
PLACED = frozenset({PICTURE, CASE, LOCAL})


class Audience(StrEnum):
    """For whom a part is written: a level of the organisation, or a kind of workplace."""

    POLITICIAN = "politiker"
    MANAGER = "chef"
    EMPLOYEE = "medarbetare"
    SCHOOL = "skola"
    CARE = "omsorg"
    COMPANY = "bolag"
    OFFICE = "kontor"


LEVELS = (Audience.POLITICIAN, Audience.MANAGER, Audience.EMPLOYEE)
WORKPLACES = (Audience.SCHOOL, Audience.CARE, Audience.COMPANY, Audience.OFFICE)


@dataclass(frozen=True, slots=True)
class Line:
    """A directive as it was written, with its line (from 1)."""

    number: int
    name: str
    key: str | None


@dataclass(frozen=True, slots=True)
class Markdown:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture, a case or a local routine, by its key."""

    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Part:
    """What is written for some readers."""

    audience: Audience
    blocks: tuple["Markdown | Placed", ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts that follow right after each other: the same matter for different readers."""

    parts: tuple[Part, ...]


Block = Markdown | Placed | Parts


def read_directive(line: str) -> tuple[str, str | None] | None:
    """Name and key of a directive; None for any other line."""
    found = DIRECTIVE.match(line.strip()) if line.lstrip().startswith("[[") else None
    return (found["name"], found["key"]) if found else None


def list_directives(text: str) -> Iterator[Line]:
    """Every directive of a text, in order."""
    for number, line in enumerate(text.split("\n"), 1):
        if (found := read_directive(line)) is not None:
            yield Line(number, *found)


def split_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text in order. What is not well formed has been refused by the check; here it is passed over."""
    blocks: list[Block] = []
    open_part: Audience | None = None
    inside: list[Markdown | Placed] = []
    running: list[str] = []

    def close_running() -> None:
        if "".join(running).strip():
            (inside if open_part else blocks).append(Markdown("\n".join(running).strip() + "\n"))
        running.clear()

    for line in text.split("\n"):
        name, key = read_directive(line) or (None, None)
        if name is None:
            running.append(line)
            continue
        close_running()
        if name in PLACED and key:
            (inside if open_part else blocks).append(Placed(name, key))
        elif name == PART and key in list(Audience):
            open_part = Audience(key)
        elif name == END and open_part is not None:
            _add_part(blocks, Part(open_part, tuple(inside)))
            open_part = None
            inside.clear()
    close_running()
    return tuple(blocks)


def _add_part(blocks: list[Block], part: Part) -> None:
    """A part joins those right before it, unless one of them is for the same readers or of the other kind."""
    last = blocks[-1] if blocks else None
    if isinstance(last, Parts) and kind_of(last.parts[0].audience) == kind_of(part.audience):
        blocks[-1] = Parts((*last.parts, part))
    else:
        blocks.append(Parts((part,)))


def kind_of(audience: Audience) -> tuple[Audience, ...]:
    """The readers among whom this one is: the levels, or the workplaces."""
    return LEVELS if audience in LEVELS else WORKPLACES
