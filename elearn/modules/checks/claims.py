"""Whether what a text says about law and in figures names its source."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from elearn.content_files import Mistake
from elearn.modules.checks.prose import FENCE
from elearn.modules.checks.texts import list_prose
from elearn.modules.content import Question
from elearn.modules.loader import WHOLE_IN, Folder, Reading
from elearn.modules.markdown import MARK

# A section of law, a share, and so many of so many.
CLAIM = re.compile(
    r"\d+(?: [a-h])? ?§|\bchapter \d+, section \d+"
    r"|\d+(?:[,.]\d+)?(?: procent(?:en\w*)?\b| ?%| per ?cent\b)"
    r"|\b\d+ (?:av|of|out of|in) (?:de |the )?\d+\b"
)
REMEDY = "Lägg till källans nyckel efter meningen, som [@sol-19-1]."


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph, list or table: its first line, its text, and the number of the box that it is in."""

    line: int
    text: str
    box: int | None


def check_claims(reading: Reading) -> Iterator[Mistake]:
    """Every section of law and every figure without a source."""
    for prose in list_prose(reading):
        blocks = _split(prose.text)
        for place, block in enumerate(blocks):
            if (found := CLAIM.search(block.text)) is not None and not _has_source(blocks, place):
                line = block.line + block.text.count("\n", 0, found.start())
                message = f"”{found.group()}” saknar källa. {REMEDY}"
                yield Mistake(prose.path, line, message)
    for folder in reading.folders:
        yield from _check_bank(folder)


def _split(text: str) -> Sequence[_Block]:
    blocks: list[_Block] = []
    rows: list[str] = []
    boxes, box = 0, None
    for number, line in enumerate([*text.split("\n"), ""], 1):
        fence = FENCE.match(line)
        if fence is None and line.strip():
            rows.append(line)
            continue
        if rows:
            blocks.append(_Block(number - len(rows), "\n".join(rows), box))
            rows = []
        if fence is not None:
            boxes += 1
            box = boxes if fence["kind"] is not None else None
    return blocks


def _has_source(blocks: Sequence[_Block], place: int) -> bool:
    """A mark in the paragraph itself or, in a box, in the one right before or after it."""
    block = blocks[place]
    near = [
        one
        for one in blocks[max(0, place - 1) : place + 2]
        if one is block or (block.box is not None and one.box == block.box)
    ]
    return any(MARK.search(one.text) for one in near)


def _check_bank(folder: Folder) -> Iterator[Mistake]:
    if folder.module is None or folder.bank is None:
        return
    for place, question in enumerate(folder.module.questions):
        found = next(filter(None, map(CLAIM.search, _texts(question))), None)
        if found is not None and not question.references:
            message = (
                f"frågan ”{question.id}” säger ”{found.group()}” men har ingen källa. Lägg till references."
            )
            yield folder.bank.mistake(("questions", place), message)


def _texts(question: Question) -> Iterator[str]:
    options = (text for option in question.options for text in (option.text, option.feedback))
    for text in (question.text, *options, *((question.situation,) if question.situation else ())):
        yield from (text.read(language) for language in WHOLE_IN)
