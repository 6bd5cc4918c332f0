"""Every text in `content/` with where it stands, for the rules that hold wherever somebody writes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from elearn.content_files import Document, Place
from elearn.modules.loader import WHOLE_IN, Folder, Prose, Reading
from elearn.modules.markdown import MARK

CARD = "card"
ADDRESS = re.compile(r"\]\([^)]*\)")
# What is written for those who manage the content, and is read by nobody else.
INTERNAL = frozenset({"review"})


@dataclass(frozen=True, slots=True)
class Passage:
    """A line of Markdown or a text of a YAML file in one language, as its reader meets it."""

    path: str
    line: int
    language: str
    text: str


def list_maps(document: Document) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """Every map from language to text in a file, with its place."""
    yield from _maps(document.values, ())


def _maps(value: Any, place: Place) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    if isinstance(value, dict):
        if "sv" in value:
            yield place, value
        else:
            for key, item in value.items():
                yield from _maps(item, (*place, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _maps(item, (*place, number))


def list_documents(folder: Folder) -> Iterator[Document]:
    """The YAML files of a module that its readers see something of."""
    return (document for name, document in folder.documents.items() if name not in INTERNAL)


def list_shared(reading: Reading) -> Iterator[Document]:
    """The YAML files beside the modules that readers see: glossary, the client's routines, courses from elsewhere, talks."""
    if reading.registers is not None:
        shared = (reading.registers.glossary, reading.registers.routines, reading.registers.equivalents)
        for register in shared:
            if register.document is not None:
                yield register.document
        if reading.registers.discussions is not None:
            yield reading.registers.discussions[0]


def list_prose(reading: Reading) -> Iterator[Prose]:
    """Every Markdown file: sections, summaries, guides and cards."""
    for folder in reading.folders:
        yield from folder.prose.values()
        yield from folder.sheets.values()
    for card in reading.registers.cards.values() if reading.registers is not None else ():
        yield Prose(card.path, card.language, card.text, CARD)


def list_passages(reading: Reading) -> Iterator[Passage]:
    """Everything that a reader may read, without the marks of sources and the addresses of links."""
    for prose in list_prose(reading):
        for number, line in enumerate(prose.text.split("\n"), 1):
            yield Passage(prose.path, number, prose.language, _shown(line))
    for document in chain(list_shared(reading), *map(list_documents, reading.folders)):
        for place, texts in list_maps(document):
            for language in WHOLE_IN:
                if isinstance(text := texts.get(language), str) and place[-1:] != ("avoid",):
                    where = document.line((*place, language))
                    yield Passage(document.path, where, language, _shown(text))


def _shown(text: str) -> str:
    return ADDRESS.sub("]", MARK.sub("", text))
