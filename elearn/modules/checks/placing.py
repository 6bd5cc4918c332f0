"""Whether what stands in double brackets can be put there: known, in its place, and once."""

from collections.abc import Collection, Iterator, Mapping
from itertools import chain

from elearn.content_files import Mistake
from elearn.modules.checks.prose import FENCE
from elearn.modules.content import Module
from elearn.modules.directives import (
    CARD,
    CASE,
    END,
    LOCAL,
    PART,
    PICTURE,
    Audience,
    Line,
    list_directives,
    read_directive,
)
from elearn.modules.loader import Folder, Prose, Reading
from elearn.modules.registers import Cards

NAMES = (CARD, PICTURE, CASE, LOCAL, PART, END)
SECTION = "section"
# Where the keys of each kind stand, for the sentence.
HOMES = {PICTURE: "pictures.yaml", CASE: "cases.yaml", LOCAL: "local.yaml"}
ONE_LINE = "står ensamt på en egen rad, som [[bild: namn]]. Rätta raden."


def check_placing(reading: Reading) -> Iterator[Mistake]:
    """Every mistake about what is put into the texts."""
    if reading.registers is None:
        return
    routines = reading.registers.routines
    for folder in reading.folders:
        for prose in chain(folder.prose.values(), folder.sheets.values()):
            yield from _check_lines(prose, _known(folder, routines.keys))
        yield from _check_once(folder, reading.registers.cards)
    for card in reading.registers.cards.values():
        yield from _check_lines(Prose(card.path, card.language, card.text, "card"), {})
    placed = {one.key for folder in reading.folders for _prose, one in _placed(folder) if one.name == LOCAL}
    for key in routines.entries:
        if key not in placed:
            message = f"rutinen ”{key}” visas ingenstans. Lägg till [[lokalt: {key}]] i ett avsnitt."
            yield routines.mistake((key,), message)


def _known(folder: Folder, routines: Collection[str]) -> Mapping[str, Collection[str]]:
    """The keys of each kind; none of a module that failed, where they cannot be told."""
    known: dict[str, Collection[str]] = {PART: list(Audience), LOCAL: routines}
    if folder.module is not None:
        known[PICTURE] = [picture.id for picture in folder.module.pictures]
        known[CASE] = [case.id for case in folder.module.cases]
    return known


def _check_lines(prose: Prose, known: Mapping[str, Collection[str]]) -> Iterator[Mistake]:
    boxed = False
    for number, line in enumerate(prose.text.split("\n"), 1):
        if fence := FENCE.match(line):
            boxed = fence["kind"] is not None
        if "[[" in line:
            for message in _faults(line, prose, known, boxed=boxed):
                yield Mistake(prose.path, number, message)


def _faults(line: str, prose: Prose, known: Mapping[str, Collection[str]], *, boxed: bool) -> Iterator[str]:
    found = read_directive(line)
    if found is None:
        yield f"det som har dubbla klamrar {ONE_LINE}"
        return
    name, key = found
    if prose.kind != SECTION:
        yield "det som har dubbla klamrar hör hemma i ett avsnitt. Ta bort raden."
    elif name not in NAMES:
        yield f"”{name}” finns inte. Välj {', '.join(NAMES)}."
    elif name == PART and key not in known[PART]:
        yield f"läsaren ”{key}” finns inte. Välj {', '.join(Audience)}."
    elif name == END and key is not None:
        yield "[[slut]] skrivs utan mer. Rätta raden."
    elif name in HOMES and name in known and key not in known[name]:
        yield f"”{key}” finns inte i {HOMES[name]}. Rätta namnet, eller lägg till det där."
    if boxed:
        yield "det här kan inte stå i en ruta. Avsluta rutan med ”:::” före raden."


def _placed(folder: Folder) -> Iterator[tuple[Prose, Line]]:
    """What the Swedish sections put in, in their order; the English ones are held against them elsewhere."""
    names = [name for name, language in folder.prose if language == "sv"]
    if folder.module is not None:
        names = [section.name for section in folder.module.sections]
    for name in names:
        if (prose := folder.prose.get((name, "sv"))) is not None:
            yield from ((prose, one) for one in list_directives(prose.text))


def _check_once(folder: Folder, cards: Cards) -> Iterator[Mistake]:
    """What is put in is put in once: every card, picture and case of the module, a routine where it fits."""
    first: dict[tuple[str, str | None], str] = {}
    for prose, one in _placed(folder):
        if one.name in {PART, END}:
            continue
        if (one.name, one.key) in first:
            message = f"[[{one.name}: {one.key}]] finns redan på {first[one.name, one.key]}. Ta bort den ena."
            yield Mistake(prose.path, one.number, message)
        first.setdefault((one.name, one.key), f"{prose.path}:{one.number}")
    if folder.module is not None:
        yield from _check_shown(folder, folder.module, cards, first.keys())


def _check_shown(
    folder: Folder, module: Module, cards: Cards, shown: Collection[tuple[str, str | None]]
) -> Iterator[Mistake]:
    for key in sorted({name for name, _language in cards}):
        if (CARD, key) not in shown and folder.settings is not None:
            message = f"kortet ”{key}” saknas i modulen. Lägg till [[kort: {key}]] i ett avsnitt."
            yield folder.settings.mistake(("sections",), message)
    wanted = [(PICTURE, "pictures", place, one.id) for place, one in enumerate(module.pictures)]
    wanted += [(CASE, "cases", place, one.id) for place, one in enumerate(module.cases)]
    for name, file, place, key in wanted:
        if (name, key) not in shown:
            message = f"”{key}” visas inte i något avsnitt. Lägg till [[{name}: {key}]]."
            yield folder.documents[file].mistake((file, place), message)
