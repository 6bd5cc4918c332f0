"""From the files of `content/` to frozen values, with the line of everything for those who check further."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from elearn.content_files import ContentError as ContentError
from elearn.content_files import Mistake as Mistake
from elearn.content_files import list_folder
from elearn.modules.content import Module, Reference
from elearn.modules.discussions import Discussions
from elearn.modules.equivalents import Equivalent
from elearn.modules.folders import WHOLE_IN as WHOLE_IN
from elearn.modules.folders import Folder as Folder
from elearn.modules.folders import Prose as Prose
from elearn.modules.folders import read_folder
from elearn.modules.registers import CARDS, EQUIVALENTS, FILES, Registers, Routine, Term, read_registers
from elearn.modules.reviews import Reviews

BESIDE = frozenset({"README.md", "contacts.yaml", EQUIVALENTS, *FILES})


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that is taught: the modules by number, what their claims rest on, and what they share."""

    modules: tuple[Module, ...]
    references: Mapping[str, Reference]
    glossary: Mapping[str, Term]
    routines: Mapping[str, Routine]
    reviews: Mapping[str, Reviews]
    equivalents: Mapping[str, Equivalent]
    discussions: Discussions | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The whole of `content/` as it was read, and what was wrong with its form."""

    root: str
    folders: tuple[Folder, ...]
    registers: Registers | None
    mistakes: tuple[Mistake, ...]


def load_content(content_dir: Path) -> Content:
    """The content as values. Raises ContentError with every mistake of form in every file."""
    reading = read_content(content_dir)
    if reading.mistakes:
        raise ContentError(reading.mistakes)
    return collect(reading)


def collect(reading: Reading) -> Content:
    """What could be read, as values; what has a mistake of form is not among it."""
    modules = sorted(
        (folder.module for folder in reading.folders if folder.module), key=lambda module: module.number
    )
    registers = reading.registers
    return Content(
        tuple(modules),
        registers.references.entries if registers else MappingProxyType({}),
        registers.glossary.entries if registers else MappingProxyType({}),
        registers.routines.entries if registers else MappingProxyType({}),
        MappingProxyType({folder.slug: folder.reviews for folder in reading.folders}),
        registers.equivalents.entries if registers else MappingProxyType({}),
        registers.discussions[1] if registers and registers.discussions else None,
    )


def read_content(content_dir: Path) -> Reading:
    """Read every file, and note every mistake of form, without stopping at the first."""
    mistakes: list[Mistake] = []
    root = content_dir.name
    if not content_dir.is_dir():
        mistakes.append(Mistake(root, 0, f"mappen {content_dir} finns inte. Rätta ELEARN_CONTENT_DIR."))
        return Reading(root, (), None, tuple(mistakes))
    entries = list_folder(content_dir, root, mistakes)
    if entries is None:
        return Reading(root, (), None, tuple(mistakes))
    registers = read_registers(content_dir, mistakes)
    folders: list[Folder] = []
    for entry in entries:
        if entry.is_dir() and entry.name != CARDS:
            folders.append(read_folder(entry, root, registers.cards, mistakes))
        elif entry.name not in BESIDE | {CARDS}:
            mistakes.append(Mistake(f"{root}/{entry.name}", 0, "filen hör inte hit. Ta bort den."))
    if not folders:
        mistakes.append(Mistake(root, 0, "här finns ingen modul. Lägg till en mapp per modul."))
    return Reading(root, tuple(folders), registers, tuple(mistakes))
