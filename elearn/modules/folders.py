"""A module's folder: its files as they were read, and the one value they make together."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from elearn.content_files import Document, Mistake, Place, list_folder, read_document, read_text
from elearn.languages import languages
from elearn.modules.content import Module
from elearn.modules.directives import CARD, read_directive
from elearn.modules.reading_time import Shelf, check_minutes, minutes, question_words, section_words
from elearn.modules.registers import Cards
from elearn.modules.reviews import Review, Reviews
from elearn.validation import validate

# Those in which the content has to be whole. In any other it may be there, in part or not at all.
WHOLE_IN = ("sv", "en")
NAMED = (
    "filen ska heta <namn>.<språk>.md, till exempel <namn>.sv.md, och språket ska finnas. Byt namn på den."
)
SECTIONS = "sections"
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
REQUIRED = ("module", "check")
# Files of their own for what would make module.yaml long: the list in each, which the module keeps under that name.
LISTS = {"cases": "cases", "pictures": "pictures", "changes": "changes", "check": "questions"}
SHEETS = {"summary": "leaflet", "guide": "guide"}
RESERVED = ("slug", "minutes", "questions", "cases", "pictures", "changes", "leaflet", "guide")


@dataclass(frozen=True, slots=True)
class Prose:
    """A Markdown file in one language. `kind` is section, summary or guide."""

    path: str
    language: str
    text: str
    kind: str = "section"


@dataclass(slots=True)
class Folder:
    """What was read of a module: YAML files by name, Markdown by name and language. `module` is None where it failed."""

    slug: str
    path: str
    documents: dict[str, Document] = field(default_factory=dict)
    files: set[tuple[str, str]] = field(default_factory=set)
    prose: dict[tuple[str, str], Prose] = field(default_factory=dict)
    sheets: dict[tuple[str, str], Prose] = field(default_factory=dict)
    reviews: Reviews = field(default_factory=Reviews)
    module: Module | None = None

    @property
    def settings(self) -> Document | None:
        return self.documents.get("module")

    @property
    def bank(self) -> Document | None:
        return self.documents.get("check")


def read_folder(directory: Path, root: str, cards: Cards, mistakes: list[Mistake]) -> Folder:
    """Read one module's folder, and note every mistake of form."""
    folder = Folder(directory.name, f"{root}/{directory.name}")
    if not SLUG.match(directory.name):
        message = "mappens namn får bara ha a–z, 0–9 och bindestreck. Byt namn på den."
        mistakes.append(Mistake(folder.path, 0, message))
    entries = list_folder(directory, folder.path, mistakes)
    if entries is None:
        return folder
    there = {entry.name for entry in entries}
    for name in ("module", *LISTS, "review"):
        file = f"{name}.yaml"
        if name in REQUIRED or file in there:
            document = read_document(directory / file, f"{folder.path}/{file}", mistakes)
            if document is not None:
                folder.documents[name] = document
    _read_texts(entries, folder, mistakes)
    _read_reviews(folder, mistakes)
    if folder.settings is not None:
        _Assembly(folder, folder.settings, cards, mistakes).assemble()
    return folder


def _read_texts(entries: Iterable[Path], folder: Folder, mistakes: list[Mistake]) -> None:
    yaml_files = {f"{name}.yaml" for name in ("module", *LISTS, "review")}
    for entry in entries:
        name, _, ending = entry.name.partition(".")
        if name in SHEETS and ending in {f"{language}.md" for language in languages()}:
            text = read_text(entry, f"{folder.path}/{entry.name}", mistakes)
            if text is not None:
                language = ending.removesuffix(".md")
                folder.sheets[name, language] = Prose(f"{folder.path}/{entry.name}", language, text, name)
        elif entry.name == SECTIONS and entry.is_dir():
            for file in list_folder(entry, f"{folder.path}/{SECTIONS}", mistakes) or ():
                _read_prose(file, folder, mistakes)
        elif entry.name not in {*yaml_files, SECTIONS}:
            mistakes.append(Mistake(f"{folder.path}/{entry.name}", 0, "filen hör inte hit. Ta bort den."))


def _read_prose(file: Path, folder: Folder, mistakes: list[Mistake]) -> None:
    path = f"{folder.path}/{SECTIONS}/{file.name}"
    name, _, ending = file.name.partition(".")
    language = ending.removesuffix(".md")
    if language not in languages() or not ending.endswith(".md"):
        mistakes.append(Mistake(path, 0, NAMED))
        return
    folder.files.add((name, language))
    text = read_text(file, path, mistakes)
    if text is None:
        return
    if not text.strip():
        mistakes.append(Mistake(path, 1, "filen är tom. Skriv avsnittet eller ta bort filen."))
        return
    folder.prose[name, language] = Prose(path, language, text)


def _read_reviews(folder: Folder, mistakes: list[Mistake]) -> None:
    document = folder.documents.get("review")
    entries = document.values.get("reviews") if document is not None else []
    if document is None:
        return
    if not isinstance(entries, list):
        mistakes.append(document.mistake((), "”reviews” saknas. Skriv ”reviews: []” när ingen har granskat."))
        return
    found = []
    for number, entry in enumerate(entries):

        def where(place: Place, kind: str, number: int = number) -> tuple[Document, Place]:
            return document, ("reviews", number, *place)

        values = entry if isinstance(entry, dict) else {}
        if (review := validate(Review, values, where, mistakes)) is not None:
            found.append(review)
    folder.reviews = Reviews(tuple(found))


class _Assembly:
    """Puts a module's files together to one value, and leads every error back to the file and line it came from."""

    def __init__(self, folder: Folder, settings: Document, cards: Cards, mistakes: list[Mistake]) -> None:
        self.folder = folder
        self.settings = settings
        self.cards = cards
        self.mistakes = mistakes

    def assemble(self) -> None:
        values: dict[str, Any] = dict(self.settings.values)
        for name in RESERVED:
            if name in values:
                message = f"”{name}” skrivs inte här. Ta bort raden."
                self.mistakes.append(self.settings.mistake((name,), message))
        values |= {"slug": self.folder.slug, "minutes": 1, "sections": self._sections(values.get("sections"))}
        for file, name in LISTS.items():
            if file in self.folder.documents:
                values[name] = self._list(self.folder.documents[file], name)
        values.setdefault("questions", [])
        for sheet, name in SHEETS.items():
            texts = {
                one: self.folder.sheets[sheet, one].text
                for one in languages()
                if (sheet, one) in self.folder.sheets
            }
            if "sv" in texts:
                values[name] = texts
            elif texts:
                path = f"{self.folder.path}/{sheet}.{next(iter(texts))}.md"
                self.mistakes.append(
                    Mistake(path, 0, f"{sheet}.sv.md saknas. Skriv den svenska texten också.")
                )
        module = validate(Module, values, self._where, self.mistakes)
        self.folder.module = module and _timed(module)

    def _list(self, document: Document, name: str) -> Any:
        for key in document.values:
            if key != name:
                message = f"”{key}” är inget känt fält. Rätta stavningen eller ta bort raden."
                self.mistakes.append(document.mistake((key,), message))
        if name not in document.values:
            self.mistakes.append(document.mistake((), f"”{name}” saknas. Lägg till det."))
        return document.values.get(name, [])

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
        for key, remedy in (
            ("body", f"Texten står i sections/{name}.sv.md."),
            ("minutes", "Tiden räknas ut. Ta bort raden."),
        ):
            if key in section:
                place = ("sections", number, key)
                self.mistakes.append(self.settings.mistake(place, f"”{key}” skrivs inte här. {remedy}"))
        if not isinstance(name, str):
            return {**section, "minutes": 1}
        used.add(name)
        if (name, "sv") not in self.folder.files:
            message = f"filen sections/{name}.sv.md saknas. Skriv den, eller rätta namnet."
            self.mistakes.append(self.settings.mistake(("sections", number, "name"), message))
        return {**section, "minutes": 1, "body": self._bodies(name)}

    def _bodies(self, name: str) -> dict[str, str]:
        prose = self.folder.prose
        return {one: self._with_cards(prose[name, one]) for one in languages() if (name, one) in prose}

    def _with_cards(self, prose: Prose) -> str:
        """The text with the shared cards put in, so that a published version holds what its readers saw."""
        rows = []
        for number, row in enumerate(prose.text.split("\n"), 1):
            name, key = read_directive(row) or (None, None)
            if name != CARD:
                rows.append(row)
            elif (card := self.cards.get((key or "", prose.language))) is not None:
                rows.append(card.text)
            else:
                message = (
                    f"kortet ”{key}” finns inte på språket i content/cards. Rätta namnet eller skriv kortet."
                )
                self.mistakes.append(Mistake(prose.path, number, message))
        return "\n".join(rows)

    def _where(self, place: Place, kind: str) -> tuple[Document, Place] | None:
        if place[:1] == ("slug",) or (place[:1] == ("sections",) and "body" in place):
            return None
        for file, name in LISTS.items():
            if place[:1] == (name,) and file in self.folder.documents:
                return self.folder.documents[file], place
        return self.settings, place


def _timed(module: Module) -> Module:
    """The module with the time that it takes, counted from its texts."""
    shelf = Shelf({case.id: case for case in module.cases}, {one.id: one for one in module.pictures})
    sections = tuple(
        section.model_copy(update={"minutes": minutes(section_words(section.body.sv, shelf, "sv"))})
        for section in module.sections
    )
    check = check_minutes(question_words(question, "sv") for question in module.questions)
    whole = sum(section.minutes for section in sections) + check
    return module.model_copy(update={"sections": sections, "minutes": whole})
