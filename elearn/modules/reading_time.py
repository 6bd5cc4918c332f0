"""How long a module takes. Pure.

Counted in words at a pace for grave matters on a telephone; of parts for different readers, the longest counts,
and of a case the longest way through.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil

from elearn.modules.cases import Case
from elearn.modules.content import Question
from elearn.modules.directives import CASE, PICTURE, Audience, Markdown, Parts, Placed, split_blocks
from elearn.modules.pictures import Picture

# English says the same sentence with more words, and shorter ones: each takes less time.
WORDS_A_MINUTE: Mapping[str, int] = defaultdict(lambda: 200, en=230)
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


def section_words(
    text: str, shelf: Shelf, language: str, audiences: frozenset[Audience] | None = None
) -> int:
    """The words of a section on one reader's way; without a reader, on the longest."""
    words = 0
    for block in split_blocks(text):
        if isinstance(block, Parts):
            counts = {
                part.audience: sum(_block_words(one, shelf, language) for one in part.blocks)
                for part in block.parts
            }
            own = [counts[one] for one in counts if audiences is not None and one in audiences]
            words += max(own or counts.values()) if audiences is None or own else 0
        else:
            words += _block_words(block, shelf, language)
    return words


def _block_words(block: Markdown | Placed, shelf: Shelf, language: str) -> int:
    if isinstance(block, Markdown):
        return count_words(block.text)
    if block.kind == CASE and (case := shelf.cases.get(block.key)):
        return _case_words(case, language)
    if block.kind == PICTURE and (picture := shelf.pictures.get(block.key)):
        return count_words(picture.caption.read(language)) + sum(
            count_words(part.label.read(language))
            + (count_words(part.text.read(language)) if part.text else 0)
            for part in picture.parts
        )
    return 0


def _case_words(case: Case, language: str) -> int:
    """Every scene with its choices, and what the safe ones say."""
    return count_words(case.title.read(language)) + sum(
        count_words(scene.text.read(language))
        + sum(count_words(choice.text.read(language)) for choice in scene.choices)
        + max(count_words(choice.says.read(language)) for choice in scene.choices if choice.safe)
        for scene in case.scenes
    )


def question_words(question: Question, language: str) -> int:
    """The words of a question with its situation and its options."""
    texts = [question.text, *(option.text for option in question.options)]
    if question.situation is not None:
        texts.append(question.situation)
    return sum(count_words(text.read(language)) for text in texts)


def minutes(words: int, language: str = "sv") -> int:
    """Whole minutes of reading, at least one."""
    return max(1, round(words / WORDS_A_MINUTE[language]))


def check_minutes(questions: Iterable[int], language: str = "sv") -> int:
    """Whole minutes for ten questions of the bank, by the words of each."""
    counts = list(questions)
    if not counts:
        return 1
    each = sum(counts) / len(counts) / WORDS_A_MINUTE[language] + SECONDS_A_QUESTION / 60
    return ceil(QUESTIONS * each)
