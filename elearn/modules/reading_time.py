"""How long a module takes. Pure.

Counted in words at a pace for grave matters on a telephone; of parts for different readers, the longest counts,
and of a case the longest way through.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from elearn.modules.cases import Case
from elearn.modules.directives import CASE, PICTURE, Audience, Markdown, Parts, Placed, split_blocks
from elearn.modules.pictures import Picture

WORDS_A_MINUTE = 200
SECONDS_A_QUESTION = 10
QUESTIONS = 10
# What is not read as words: marks of sources, the fences of boxes, addresses of links.
UNREAD = re.compile(r"\[@[a-z0-9-]+\]|^:::\s*\S*|\]\([^)]*\)|[#*_>\[\]|]", re.MULTILINE)
WORD = re.compile(r"\w[\w’'–:-]*")


@dataclass(frozen=True, slots=True)
class Shelf:
    """The cases and pictures of a module by id, for those who count their words."""

    cases: dict[str, Case]
    pictures: dict[str, Picture]


def count_words(text: str) -> int:
    """The words of a piece of Markdown as a reader meets them."""
    return len(WORD.findall(UNREAD.sub(" ", text)))


def section_words(text: str, shelf: Shelf, audiences: frozenset[Audience] | None = None) -> int:
    """The words of a section in Swedish on one reader's way; without a reader, on the longest."""
    words = 0
    for block in split_blocks(text):
        if isinstance(block, Parts):
            counts = {
                part.audience: sum(_block_words(one, shelf) for one in part.blocks) for part in block.parts
            }
            own = [counts[one] for one in counts if audiences is not None and one in audiences]
            words += max(own or counts.values()) if audiences is None or own else 0
        else:
            words += _block_words(block, shelf)
    return words


def _block_words(block: Markdown | Placed, shelf: Shelf) -> int:
    if isinstance(block, Markdown):
        return count_words(block.text)
    if block.kind == CASE and (case := shelf.cases.get(block.key)):
        return _case_words(case)
    if block.kind == PICTURE and (picture := shelf.pictures.get(block.key)):
        return count_words(picture.caption.sv) + sum(
            count_words(part.label.sv) + (count_words(part.text.sv) if part.text else 0)
            for part in picture.parts
        )
    return 0


def _case_words(case: Case) -> int:
    """Every scene with its choices, and what the safe ones say."""
    return count_words(case.title.sv) + sum(
        count_words(scene.text.sv)
        + sum(count_words(choice.text.sv) for choice in scene.choices)
        + max(count_words(choice.says.sv) for choice in scene.choices if choice.safe)
        for scene in case.scenes
    )


def minutes(words: int) -> int:
    """Whole minutes of reading, at least one."""
    return max(1, round(words / WORDS_A_MINUTE))


def check_minutes(questions: Iterable[str]) -> int:
    """Whole minutes for ten questions of the bank; each text is a question with situation and options."""
    counts = [count_words(text) for text in questions]
    if not counts:
        return 1
    each = sum(counts) / len(counts) / WORDS_A_MINUTE + SECONDS_A_QUESTION / 60
    return ceil(QUESTIONS * each)
