"""Whether everything can be read in both languages, and the English is not the Swedish once more."""

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from itertools import chain

from elearn.content_files import Document, Mistake
from elearn.modules.checks.texts import list_documents, list_maps, list_shared
from elearn.modules.directives import read_directive
from elearn.modules.loader import Folder, Prose, Reading
from elearn.modules.markdown import MARK
from elearn.modules.registers import Cards

# A name may be the same in both languages; a sentence is not.
LONGEST_SAME = 4
# Of a longer text most words are others.
LONG, ALIKE = 8, 0.8
WORD = re.compile(r"[^\W\d_]+")
UNTRANSLATED = "engelskan är samma text som svenskan. Översätt den."


def check_languages(reading: Reading) -> Iterator[Mistake]:
    """Every text that has not been translated."""
    for document in chain(list_shared(reading), *map(list_documents, reading.folders)):
        yield from _check_document(document)
    for folder in reading.folders:
        yield from _check_sections(folder)
        yield from _check_sheets(folder)
    yield from _check_cards(reading)


def _check_document(document: Document) -> Iterator[Mistake]:
    for place, texts in list_maps(document):
        swedish, english = texts.get("sv"), texts.get("en")
        if english is None:
            name = place[-1] if place and isinstance(place[-1], str) else "texten"
            yield document.mistake(
                place, f"”{name}” saknar engelska. Lägg till en rad ”en: …” under ”sv: …”."
            )
        elif isinstance(swedish, str) and _same(swedish, str(english)):
            yield document.mistake((*place, "en"), UNTRANSLATED)


def _check_sections(folder: Folder) -> Iterator[Mistake]:
    sections = folder.settings.values.get("sections") if folder.settings is not None else None
    for place, section in enumerate(sections if isinstance(sections, list) else ()):
        name = section.get("name") if isinstance(section, dict) else None
        if not isinstance(name, str):
            continue
        if folder.settings is not None and (name, "sv") in folder.files and (name, "en") not in folder.files:
            message = f"avsnittet saknar engelska. Skriv sections/{name}.en.md."
            yield folder.settings.mistake(("sections", place), message)
    yield from _check_same(folder.prose)


def _check_sheets(folder: Folder) -> Iterator[Mistake]:
    for name, language in folder.sheets:
        if language == "sv" and (name, "en") not in folder.sheets:
            yield Mistake(f"{folder.path}/{name}.en.md", 0, f"filen saknas. Översätt {name}.sv.md.")
    yield from _check_same(folder.sheets)


def _check_cards(reading: Reading) -> Iterator[Mistake]:
    cards = reading.registers.cards if reading.registers is not None else {}
    for (name, language), card in cards.items():
        other = "en" if language == "sv" else "sv"
        if (name, other) not in cards:
            path = card.path.replace(f".{language}.md", f".{other}.md")
            yield Mistake(path, 0, "filen saknas. Skriv kortet på båda språken.")
    yield from _check_same(cards)


def _check_same(files: Mapping[tuple[str, str], Prose] | Cards) -> Iterator[Mistake]:
    for (name, language), file in files.items():
        swedish = files.get((name, "sv"))
        if language != "en" or swedish is None:
            continue
        if _same(swedish.text, file.text):
            yield Mistake(file.path, 1, UNTRANSLATED)
            continue
        rows, others = file.text.split("\n"), swedish.text.split("\n")
        for number, (row, other) in enumerate(zip(rows, others, strict=False), 1):
            if read_directive(row) is None and _same(other, row):
                yield Mistake(file.path, number, UNTRANSLATED)


def _same(swedish: str, english: str) -> bool:
    """The same words, or of a longer text nearly all of them."""
    first, second = (WORD.findall(MARK.sub("", text)) for text in (swedish, english))
    if first == second:
        return len(first) > LONGEST_SAME
    if len(second) < LONG:
        return False
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.real_quick_ratio() > ALIKE and matcher.quick_ratio() > ALIKE and matcher.ratio() > ALIKE
