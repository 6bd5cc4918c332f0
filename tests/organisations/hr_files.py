"""Small HR files to read: a good row of each kind, and what a test changes in it."""

from collections.abc import Mapping, Sequence
from typing import Any

from elearn.organisations.files.faults import Fault
from elearn.organisations.files.reading import ReadFile

UNIT = {
    "enhetskod": "SKOL",
    "namn": "Exempelskolan",
    "typ": "enhet",
    "överordnad": "UTB",
    "från": "2020-01-01",
    "till": "",
}
PERSON = {
    "anställningsnummer": "1001",
    "förnamn": "Åsa",
    "efternamn": "Öberg",
    "e-post": "asa.oberg@exempel.example",
    "enhetskod": "SKOL",
    "nivå": "medarbetare",
    "befattning": "Lärare",
    "roll": "",
    "från": "2024-08-01",
    "till": "",
    "språk": "sv",
    "skyddade_uppgifter": "",
}
MANAGER = {
    "enhetskod": "SKOL",
    "källa": "hr",
    "anställningsnummer": "1001",
    "roll": "chef",
    "från": "2024-08-01",
    "till": "",
}


def text_of(rows: Sequence[Mapping[str, str]], separator: str = ";") -> str:
    """A header and rows; nothing is quoted, so that a test writes what it means."""
    lines = [separator.join(rows[0]), *(separator.join(row.values()) for row in rows)]
    return "".join(f"{line}\n" for line in lines)


def units(*changes: dict[str, str]) -> bytes:
    """A units file with one row per change."""
    return text_of([UNIT | change for change in changes]).encode()


def people(*changes: dict[str, str]) -> bytes:
    return text_of([PERSON | change for change in changes]).encode()


def managers(*changes: dict[str, str]) -> bytes:
    return text_of([MANAGER | change for change in changes]).encode()


def only_fault(file: ReadFile[Any]) -> Fault:
    """The one fault of a file from which, for it, nothing is taken."""
    assert len(file.faults) == 1, file.faults
    assert file.records == ()
    return file.faults[0]
