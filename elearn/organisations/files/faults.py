"""What is wrong with a file, where, and what to do: sentences for the reader, never an exception's text."""

from dataclasses import dataclass

from flask_babel import gettext as _

LONGEST_SHOWN = 80
# More than anybody mends by hand; a file that is wrong throughout must not fill the memory either.
MOST_FAULTS = 10_000


@dataclass(frozen=True, slots=True)
class Fault:
    """A mistake that keeps the file out. `line` is where the record starts; None speaks of the whole file."""

    line: int | None
    column: str | None
    value: str | None
    message: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something worth knowing that does not keep the file out."""

    line: int | None
    column: str | None
    value: str | None
    message: str


class FileRefused(Exception):  # noqa: N818 -- the outcome of a reading, not a defect of the program
    """The file is not taken in; `faults` says why."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("\n".join(fault.message for fault in faults))
        self.faults: tuple[Fault, ...] = faults


def in_words(fault: Fault) -> str:
    """A fault as one sentence, for where there is no table: the place first, unless the message names it."""
    if fault.column is None:
        return fault.message
    if fault.line is None:
        return f"{fault.column}: {fault.message}"
    return str(
        _(
            "Rad %(line)s, %(column)s: %(message)s",
            line=fault.line,
            column=fault.column,
            message=fault.message,
        )
    )


def shown(value: str) -> str:
    """A value as a message may repeat it: not too long, and what cannot be seen spelled out."""
    text = value if len(value) <= LONGEST_SHOWN else value[:LONGEST_SHOWN] + "…"
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text)
