"""Whether the bank gives its key away to somebody who has read nothing, and asks the same twice."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from elearn.content_files import Mistake
from elearn.languages import DEFAULT, name_in
from elearn.modules.content import Module, Option, Question
from elearn.modules.loader import WHOLE_IN, Folder

MOST_LONGEST = 1 / 3
MOST_SAME_WORD = 1 / 2
SAME = 0.9


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as it is asked, with where."""

    folder: Folder
    place: int
    question: Question
    text: str


def check_giveaways(folder: Folder) -> Iterator[Mistake]:
    """What somebody could go by who has read nothing."""
    if folder.module is None or folder.bank is None or not folder.module.questions:
        return
    for message in _find_giveaways(folder.module):
        yield folder.bank.mistake(("questions",), message)


def _find_giveaways(module: Module) -> Iterator[str]:
    questions = module.questions
    for language in WHOLE_IN:
        longest = sum(_right_is_longest(question, language) for question in questions)
        if longest > len(questions) * MOST_LONGEST:
            yield (
                f"på {name_in(language, DEFAULT)} är det rätta svaret längst i {longest} av {len(questions)} frågor; "
                "det får vara högst en tredjedel. Korta det rätta, eller gör ett annat längre."
            )
        [(word, count)] = Counter(_first_word(question, language) for question in questions).most_common(1)
        if count > len(questions) * MOST_SAME_WORD:
            yield (
                f"på {name_in(language, DEFAULT)} börjar det rätta svaret med ”{word}” i {count} av {len(questions)} frågor; "
                "det får vara högst hälften. Skriv om några."
            )
    if all(question.options[0].correct for question in questions):
        yield "det rätta svaret står alltid först. Ändra ordningen i några frågor."


def check_duplicates(folders: tuple[Folder, ...]) -> Iterator[Mistake]:
    """Every question that another one asks already, in the same module or another."""
    asked = [
        _Asked(folder, place, question, _text(question))
        for folder in folders
        if folder.module is not None
        for place, question in enumerate(folder.module.questions)
    ]
    for first, second in combinations(asked, 2):
        if second.folder.bank is not None and _is_same(first.text, second.text):
            message = (
                f"frågan ”{second.question.id}” är nästan samma som ”{first.question.id}” i {first.folder.slug}. "
                "Skriv om den ena eller ta bort den."
            )
            yield second.folder.bank.mistake(("questions", second.place), message)


def _right_is_longest(question: Question, language: str) -> bool:
    def length(option: Option) -> int:
        return len(option.text.read(language))

    *_others, second, first = sorted(question.options, key=length)
    return first.correct and length(first) > length(second)


def _first_word(question: Question, language: str) -> str:
    right = next(option for option in question.options if option.correct)
    return right.text.read(language).split()[0].casefold()


def _text(question: Question) -> str:
    situation = f"{question.situation.sv} " if question.situation else ""
    return f"{situation}{question.text.sv}".casefold()


def _is_same(first: str, second: str) -> bool:
    """The quick bounds first: of thousands of pairs nearly none is near."""
    shorter, longer = sorted((len(first), len(second)))
    if 2 * shorter < SAME * (shorter + longer):
        return False
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.quick_ratio() > SAME and matcher.ratio() > SAME
