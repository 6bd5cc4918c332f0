"""How much a module must hold, and how long it may take: for every reader, by the parts that are written for them."""

from collections.abc import Iterator
from itertools import product

from elearn.content_files import Document, Mistake
from elearn.languages import DEFAULT, name_in
from elearn.modules.content import Module
from elearn.modules.directives import LEVELS, WORKPLACES
from elearn.modules.loader import WHOLE_IN, Folder
from elearn.modules.markdown import BOX
from elearn.modules.reading_time import (
    WORDS_A_MINUTE,
    Shelf,
    check_minutes,
    count_words,
    question_words,
    section_words,
)

FEWEST_WORDS = 2500
FEWEST_PICTURES = 3
FEWEST_CASES, FEWEST_WITH_CHOICES = 2, 1
MOST_MINUTES = 25
SHORTEST, LONGEST = 2.5, 5.5
ORDINARY_CASE = "fall"


def check_limits(folder: Folder) -> Iterator[Mistake]:
    """What a module has too little or too much of."""
    for name in ("summary", "guide"):
        if not any((name, language) in folder.sheets for language in WHOLE_IN):
            message = "filen saknas. Skriv den; content/README.md visar hur den ser ut."
            yield Mistake(f"{folder.path}/{name}.sv.md", 0, message)
    if folder.module is None or folder.settings is None:
        return
    yield from _check_amounts(folder, folder.module)
    yield from _check_descriptions(folder, folder.module)
    yield from _check_times(folder.module, folder.settings)


def _check_amounts(folder: Folder, module: Module) -> Iterator[Mistake]:
    words = sum(count_words(section.body.sv) for section in module.sections)
    if words < FEWEST_WORDS and folder.settings is not None:
        message = f"avsnitten har {words} ord på svenska; det ska vara minst {FEWEST_WORDS}."
        yield folder.settings.mistake(("sections",), message)
    if len(module.pictures) < FEWEST_PICTURES:
        message = f"{len(module.pictures)} bilder; det ska vara minst {FEWEST_PICTURES}."
        yield Mistake(f"{folder.path}/pictures.yaml", 0, message)
    ordinary = sum(BOX.findall(section.body.sv).count(ORDINARY_CASE) for section in module.sections)
    cases = len(module.cases)
    if cases < FEWEST_WITH_CHOICES or cases + ordinary < FEWEST_CASES:
        message = (
            f"{cases} fall med val och {ordinary} rutor ”::: fall”; det ska vara minst {FEWEST_CASES} tillsammans, "
            f"och minst {FEWEST_WITH_CHOICES} med val."
        )
        yield Mistake(f"{folder.path}/cases.yaml", 0, message)


def _check_descriptions(folder: Folder, module: Module) -> Iterator[Mistake]:
    """Who does not see a picture needs more than its caption."""
    for place, picture in enumerate(module.pictures):
        if picture.description.sv == picture.caption.sv:
            message = "description säger inte mer än caption. Skriv allt som bilden visar."
            yield folder.documents["pictures"].mistake(("pictures", place, "description"), message)


def _check_times(module: Module, settings: Document) -> Iterator[Mistake]:
    shelf = Shelf({case.id: case for case in module.cases}, {one.id: one for one in module.pictures})
    for place, section in enumerate(module.sections):
        minutes = section_words(section.body.sv, shelf, "sv") / WORDS_A_MINUTE["sv"]
        if not SHORTEST <= minutes <= LONGEST:
            message = f"avsnittet tar {_decimal(minutes)} minuter; det ska ta {_decimal(SHORTEST)} till {_decimal(LONGEST)}."
            yield settings.mistake(("sections", place), message)
    for language in WHOLE_IN:
        reader, longest = _longest_way(module, shelf, language)
        if longest > MOST_MINUTES:
            message = (
                f"modulen tar på {name_in(language, DEFAULT)} {_decimal(longest)} minuter för {reader}, kontrollen inräknad; "
                f"det får vara högst {MOST_MINUTES}. Korta den."
            )
            yield settings.mistake(("sections",), message)


def _longest_way(module: Module, shelf: Shelf, language: str) -> tuple[str, float]:
    """The reader whose way through a module takes longest in a language, and its minutes."""
    check = check_minutes((question_words(one, language) for one in module.questions), language)
    ways = []
    for level, workplace in product(LEVELS, WORKPLACES):
        reader = frozenset({level, workplace})
        words = sum(
            section_words(one.body.read(language), shelf, language, reader) for one in module.sections
        )
        ways.append((f"{level} i {workplace}", check + words / WORDS_A_MINUTE[language]))
    return max(ways, key=lambda way: way[1])


def _decimal(number: float) -> str:
    return f"{number:.1f}".replace(".", ",")
