"""The files beside the modules: sources, glossary, the client's routines, the plan's coverage, talks, courses, cards."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Generic, TypeVar

from elearn.content_files import Document, Mistake, Place, list_folder, read_document, read_text
from elearn.languages import languages
from elearn.modules.content import Paragraph as Paragraph
from elearn.modules.content import Reference
from elearn.modules.content import Routine as Routine
from elearn.modules.content import Term as Term
from elearn.modules.discussions import Discussions
from elearn.modules.equivalents import Equivalent
from elearn.validation import validate

CARDS, DISCUSSION = "cards", "discussion.yaml"
CARD_FILE = re.compile(r"(?P<name>[a-z0-9]+(?:-[a-z0-9]+)*)\.(?P<language>[a-z]+)\.md\Z")


Entry = TypeVar("Entry", Reference, Term, Routine, Paragraph, Equivalent)


@dataclass(frozen=True, slots=True)
class Register(Generic[Entry]):
    """One file of entries by key: the file where it could be read, what is under its one heading, and the values."""

    name: str
    document: Document | None
    entries: Mapping[str, Entry]

    @property
    def keys(self) -> frozenset[str]:
        """The keys that the file has, also those whose entry has a mistake of its own."""
        values = self.document.values.get(self.name) if self.document is not None else None
        return frozenset(values) if isinstance(values, dict) else frozenset()

    def mistake(self, place: Place, message: str) -> Mistake:
        """A mistake at a place under the heading; only for a register whose file could be read."""
        assert self.document is not None  # noqa: S101  (entries came out of it)
        return self.document.mistake((self.name, *place), message)


@dataclass(frozen=True, slots=True)
class Card:
    """A shared text in one language, put in wherever a section asks for it."""

    path: str
    language: str
    text: str


Cards = Mapping[tuple[str, str], Card]


@dataclass(frozen=True, slots=True)
class Registers:
    """All that the modules share."""

    discussions: tuple[Document, Discussions] | None
    references: Register[Reference]
    glossary: Register[Term]
    routines: Register[Routine]
    coverage: Register[Paragraph]
    equivalents: Register[Equivalent]
    cards: Cards


REQUIRED = "references.yaml"
FILES = frozenset({REQUIRED, "glossary.yaml", "local.yaml", "plan-coverage.yaml", DISCUSSION})
# Without it nobody can hand in a certificate from elsewhere, and everything else is as it should be.
EQUIVALENTS = "equivalents.yaml"


def read_registers(content_dir: Path, mistakes: list[Mistake]) -> Registers:
    """Every shared file, with its mistakes of form noted."""
    return Registers(
        _read_discussions(content_dir, mistakes),
        _read(content_dir, "references.yaml", "references", Reference, mistakes),
        _read(content_dir, "glossary.yaml", "terms", Term, mistakes),
        _read(content_dir, "local.yaml", "routines", Routine, mistakes),
        _read(content_dir, "plan-coverage.yaml", "paragraphs", Paragraph, mistakes),
        _read(content_dir, EQUIVALENTS, "equivalents", Equivalent, mistakes),
        _read_cards(content_dir, mistakes),
    )


def _read(
    content_dir: Path, file: str, name: str, model: type[Entry], mistakes: list[Mistake]
) -> Register[Entry]:
    if file != REQUIRED and not (content_dir / file).exists():
        return Register(name, None, MappingProxyType({}))
    document = read_document(content_dir / file, f"{content_dir.name}/{file}", mistakes)
    if document is None:
        return Register(name, None, MappingProxyType({}))
    values = document.values.get(name)
    if not isinstance(values, dict):
        mistakes.append(document.mistake((), f"”{name}” saknas. Lägg till det, med en nyckel per rad under."))
        return Register(name, document, MappingProxyType({}))
    found: dict[str, Entry] = {}
    for key, entry in values.items():
        where = _locator(document, (name, key))
        if not isinstance(entry, dict):
            mistakes.append(document.mistake((name, key), f"”{key}” ska ha egna rader under sig."))
        elif (value := validate(model, {**entry, "key": key}, where, mistakes)) is not None:
            found[key] = value
    return Register(name, document, MappingProxyType(found))


def _locator(document: Document, base: Place) -> Callable[[Place, str], tuple[Document, Place]]:
    """Where the values of one entry stand."""
    return lambda place, _kind: (document, (*base, *place))


def _read_discussions(content_dir: Path, mistakes: list[Mistake]) -> tuple[Document, Discussions] | None:
    if not (content_dir / DISCUSSION).exists():
        return None
    document = read_document(content_dir / DISCUSSION, f"{content_dir.name}/{DISCUSSION}", mistakes)
    if document is None:
        return None
    value = validate(Discussions, document.values, _locator(document, ()), mistakes)
    return (document, value) if value is not None else None


def _read_cards(content_dir: Path, mistakes: list[Mistake]) -> Cards:
    folder = content_dir / CARDS
    cards: dict[tuple[str, str], Card] = {}
    if not folder.is_dir():
        return MappingProxyType(cards)
    for file in list_folder(folder, f"{content_dir.name}/{CARDS}", mistakes) or ():
        path = f"{content_dir.name}/{CARDS}/{file.name}"
        named = CARD_FILE.match(file.name)
        if named is None or named["language"] not in languages():
            message = "filen ska heta <namn>.<språk>.md, till exempel <namn>.sv.md, och språket ska finnas. Byt namn på den."
            mistakes.append(Mistake(path, 0, message))
        elif (text := read_text(file, path, mistakes)) is not None:
            cards[named["name"], named["language"]] = Card(path, named["language"], text.strip() + "\n")
    return MappingProxyType(cards)
