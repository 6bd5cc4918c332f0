"""Whether a text says the same in both languages as far as a machine can see: what it puts in, its boxes, its sources."""

from collections import Counter
from collections.abc import Iterator, Sequence

from elearn.content_files import Mistake
from elearn.modules.checks.texts import list_prose
from elearn.modules.directives import list_directives
from elearn.modules.loader import Reading
from elearn.modules.markdown import BOX, MARK


def check_twins(reading: Reading) -> Iterator[Mistake]:
    """Every English text that differs in form from its Swedish one; said at the English."""
    texts = {prose.path: prose.text for prose in list_prose(reading)}
    for path, english in texts.items():
        swedish = texts.get(path.removesuffix(".en.md") + ".sv.md")
        if path.endswith(".en.md") and swedish is not None:
            for line, message in _differences(swedish, english):
                yield Mistake(path, line, message)


def _differences(swedish: str, english: str) -> Iterator[tuple[int, str]]:
    yield from _compare(_directives(swedish), _directives(english))
    yield from _compare(_boxes(swedish), _boxes(english))
    wanted, there = Counter(MARK.findall(swedish)), Counter(MARK.findall(english))
    if lacking := sorted((wanted - there).elements()):
        yield 1, f"källor som bara den svenska texten har: {_marks(lacking)}. Lägg till dem."
    if surplus := sorted((there - wanted).elements()):
        yield (
            1,
            f"källor som den svenska texten inte har: {_marks(surplus)}. Ta bort dem, eller lägg till dem där.",
        )


def _directives(text: str) -> list[tuple[int, str]]:
    return [
        (one.number, f"[[{one.name}: {one.key}]]" if one.key else f"[[{one.name}]]")
        for one in list_directives(text)
    ]


def _boxes(text: str) -> list[tuple[int, str]]:
    return [(text.count("\n", 0, found.start()) + 1, found.group()) for found in BOX.finditer(text)]


def _compare(
    swedish: Sequence[tuple[int, str]], english: Sequence[tuple[int, str]]
) -> Iterator[tuple[int, str]]:
    """The first place where two rows of things part."""
    for (_place, wanted), (line, there) in zip(swedish, english, strict=False):
        if wanted != there:
            yield line, f"här står {there}, i den svenska texten {wanted}. Skriv samma, i samma ordning."
            return
    if len(english) < len(swedish):
        yield 1, f"{swedish[len(english)][1]} finns bara i den svenska texten. Lägg till det."
    elif len(english) > len(swedish):
        line, there = english[len(swedish)]
        yield line, f"{there} finns inte i den svenska texten. Ta bort det, eller lägg till det där."


def _marks(keys: Sequence[str]) -> str:
    return " ".join(f"[@{key}]" for key in keys)
