"""From the files of `content/` to frozen values, with the line of everything for those who check further."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from elearn.content_files import ContentError as ContentError
from elearn.content_files import Document, Place, read_document, read_text
from elearn.content_files import Mistake as Mistake
from elearn.modules.content import Module, Reference
from elearn.validation import validate

LANGUAGES = ("sv", "en")
REGISTERS = frozenset({"README.md", "references.yaml", "contacts.yaml"})
RESERVED = ("slug", "questions")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that is taught: the modules by number, and what their claims rest on, by key."""

    modules: tuple[Module, ...]
    references: Mapping[str, Reference]


@dataclass(frozen=True, slots=True)
class Prose:
    """The Markdown of one section in one language."""

    path: str
    language: str
    text: str


@dataclass(slots=True)
class Folder:
    """A module's folder as it was read: `files` by section and language, `prose` where they could be read.

    `module` is None where the values could not be made.
    """

    slug: str
    path: str
    settings: Document | None = None
    bank: Document | None = None
    files: set[tuple[str, str]] = field(default_factory=set)
    prose: dict[tuple[str, str], Prose] = field(default_factory=dict)
    module: Module | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The whole of `content/` as it was read, and what was wrong with its form."""

    root: str
    folders: tuple[Folder, ...]
    register: Document | None
    references: Mapping[str, Reference]
    mistakes: tuple[Mistake, ...]


def load_content(content_dir: Path) -> Content:
    """The content as values. Raises ContentError with every mistake of form in every file."""
    reading = read_content(content_dir)
    if reading.mistakes:
        raise ContentError(reading.mistakes)
    modules = sorted(
        (folder.module for folder in reading.folders if folder.module), key=lambda module: module.number
    )
    return Content(tuple(modules), reading.references)


def read_content(content_dir: Path) -> Reading:
    """Read every file, and note every mistake of form, without stopping at the first."""
    mistakes: list[Mistake] = []
    root = content_dir.name
    folders: list[Folder] = []
    if not content_dir.is_dir():
        mistakes.append(Mistake(root, 0, f"mappen {content_dir} finns inte. Rätta ELEARN_CONTENT_DIR."))
        return Reading(root, (), None, MappingProxyType({}), tuple(mistakes))
    for entry in _visible(content_dir):
        if entry.is_dir():
            folders.append(_read_folder(entry, root, mistakes))
        elif entry.name not in REGISTERS:
            mistakes.append(Mistake(f"{root}/{entry.name}", 0, "filen hör inte hit. Ta bort den."))
    if not folders:
        mistakes.append(Mistake(root, 0, "här finns ingen modul. Lägg till en mapp per modul."))
    register, references = _read_references(content_dir, root, mistakes)
    return Reading(root, tuple(folders), register, references, tuple(mistakes))


def _visible(folder: Path) -> Iterator[Path]:
    return (entry for entry in sorted(folder.iterdir()) if not entry.name.startswith("."))


def _read_folder(directory: Path, root: str, mistakes: list[Mistake]) -> Folder:
    folder = Folder(directory.name, f"{root}/{directory.name}")
    if not SLUG.match(directory.name):
        mistakes.append(
            Mistake(folder.path, 0, "mappens namn får bara ha a–z, 0–9 och bindestreck. Byt namn på den.")
        )
    folder.settings = read_document(directory / "module.yaml", f"{folder.path}/module.yaml", mistakes)
    folder.bank = read_document(directory / "check.yaml", f"{folder.path}/check.yaml", mistakes)
    for entry in _visible(directory):
        if entry.name not in {"module.yaml", "check.yaml", "sections"}:
            mistakes.append(Mistake(f"{folder.path}/{entry.name}", 0, "filen hör inte hit. Ta bort den."))
    sections = directory / "sections"
    for file in _visible(sections) if sections.is_dir() else ():
        _read_prose(file, folder, mistakes)
    if folder.settings is not None:
        _Assembly(folder, folder.settings, mistakes).assemble()
    return folder


def _read_prose(file: Path, folder: Folder, mistakes: list[Mistake]) -> None:
    path = f"{folder.path}/sections/{file.name}"
    name, _, ending = file.name.partition(".")
    language = ending.removesuffix(".md")
    if language not in LANGUAGES or not ending.endswith(".md"):
        mistakes.append(Mistake(path, 0, "filen ska heta <namn>.sv.md eller <namn>.en.md. Byt namn på den."))
        return
    folder.files.add((name, language))
    text = read_text(file, path, mistakes)
    if text is None:
        return
    if not text.strip():
        mistakes.append(Mistake(path, 1, "filen är tom. Skriv avsnittet eller ta bort filen."))
        return
    folder.prose[name, language] = Prose(path, language, text)


class _Assembly:
    """Puts a module's files together to one value, and leads every error back to the file and line it came from."""

    def __init__(self, folder: Folder, settings: Document, mistakes: list[Mistake]) -> None:
        self.folder = folder
        self.settings = settings
        self.mistakes = mistakes

    def assemble(self) -> None:
        values: dict[str, Any] = dict(self.settings.values)
        for name in RESERVED:
            if name in values:
                message = f"”{name}” skrivs inte här. Ta bort raden."
                self.mistakes.append(self.settings.mistake((name,), message))
        values["slug"] = self.folder.slug
        values["sections"] = self._sections(values.get("sections"))
        values["questions"] = self._questions()
        self.folder.module = validate(Module, values, self._where, self.mistakes)

    def _questions(self) -> Any:
        bank = self.folder.bank
        if bank is None:
            return []
        for name in bank.values:
            if name != "questions":
                message = f"”{name}” är inget känt fält. Rätta stavningen eller ta bort raden."
                self.mistakes.append(bank.mistake((name,), message))
        if "questions" not in bank.values:
            self.mistakes.append(bank.mistake((), "”questions” saknas. Lägg till det."))
        return bank.values.get("questions", [])

    def _sections(self, sections: Any) -> Any:
        if not isinstance(sections, list):
            return sections
        used: set[str] = set()
        whole = [self._section(number, section, used) for number, section in enumerate(sections)]
        for name, language in sorted(self.folder.files):
            if name not in used:
                path = f"{self.folder.path}/sections/{name}.{language}.md"
                message = (
                    f"avsnittet ”{name}” står inte i module.yaml. Lägg till det där eller ta bort filen."
                )
                self.mistakes.append(Mistake(path, 0, message))
        return whole

    def _section(self, number: int, section: Any, used: set[str]) -> Any:
        if not isinstance(section, dict):
            return section
        name = section.get("name")
        if "body" in section:
            message = f"”body” skrivs inte här. Texten står i sections/{name}.sv.md."
            self.mistakes.append(self.settings.mistake(("sections", number, "body"), message))
        if not isinstance(name, str):
            return section
        used.add(name)
        if (name, "sv") not in self.folder.files:
            message = f"filen sections/{name}.sv.md saknas. Skriv den, eller rätta namnet."
            self.mistakes.append(self.settings.mistake(("sections", number, "name"), message))
        return {**section, "body": self._bodies(name)}

    def _bodies(self, name: str) -> dict[str, str]:
        prose = self.folder.prose
        return {language: prose[name, language].text for language in LANGUAGES if (name, language) in prose}

    def _where(self, place: Place, kind: str) -> tuple[Document, Place] | None:
        if place[:1] == ("slug",) or (place[:1] == ("sections",) and "body" in place):
            return None
        if place[:1] == ("questions",) and self.folder.bank is not None:
            return self.folder.bank, place
        return self.settings, place


def _read_references(
    content_dir: Path, root: str, mistakes: list[Mistake]
) -> tuple[Document | None, Mapping[str, Reference]]:
    document = read_document(content_dir / "references.yaml", f"{root}/references.yaml", mistakes)
    found: dict[str, Reference] = {}
    entries = document.values.get("references") if document is not None else {}
    if document is None or not isinstance(entries, dict):
        if document is not None:
            mistakes.append(
                document.mistake((), "”references” saknas. Lägg till det, med en nyckel per källa.")
            )
        return document, MappingProxyType({})
    register = document
    for key, entry in entries.items():

        def where(place: Place, kind: str, key: str = key) -> tuple[Document, Place]:
            return register, ("references", key, *place)

        if not isinstance(entry, dict):
            mistakes.append(register.mistake(("references", key), f"”{key}” ska ha egna rader under sig."))
            continue
        reference = validate(Reference, {**entry, "key": key}, where, mistakes)
        if reference is not None:
            found[key] = reference
    return register, MappingProxyType(found)
