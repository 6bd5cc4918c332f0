"""How hard the Swedish is to read, as LIX: words in a sentence plus the share of words over six letters."""

import re
from collections.abc import Iterable, Iterator

from elearn.content_files import Mistake
from elearn.modules.checks.texts import CARD, list_prose
from elearn.modules.content import Question
from elearn.modules.loader import Folder, Reading
from elearn.texts import Text

MOST_TEXT, MOST_SHORT, MOST_KEY = 38, 35, 30
LONG_WORD = 6
KEY_BOX = re.compile(r"^::: viktigast.*?\n(.*?)^:::", re.MULTILINE | re.DOTALL)
# What nobody reads as words: directives, fences and what stands on them, marks of sources, addresses.
UNREAD = re.compile(r"^\s*\[\[.*$|^\s*:::.*$|\[@[^\]]*\]|(?<=\])\([^)]*\)|[*_]", re.MULTILINE)
# A row of a list, a heading or a cell is a sentence of its own.
ROW = re.compile(r"^\s*(?:[-*>]|\d+\.|#+)\s+", re.MULTILINE)
SENTENCE_END = re.compile(r"[.!?:]+(?=[\s”»)\]]|$)|\n\s*\n", re.MULTILINE)
WORD = re.compile(r"\w[\w-]*")


def lix(text: str) -> float:
    """The LIX of a piece of Markdown; nought of nothing."""
    plain = ROW.sub("\n\n", UNREAD.sub(" ", text.replace("|", "\n\n")))
    words = WORD.findall(plain)
    if not words:
        return 0.0
    sentences = sum(WORD.search(part) is not None for part in SENTENCE_END.split(plain))
    return len(words) / sentences + 100 * sum(len(word) > LONG_WORD for word in words) / len(words)


def check_readability(reading: Reading) -> Iterator[Mistake]:
    """Every text in Swedish that is harder than its kind may be."""
    for prose in list_prose(reading):
        if prose.language != "sv":
            continue
        most = MOST_SHORT if prose.kind == CARD else MOST_TEXT
        yield from _check(prose.path, 1, "texten", prose.text, most)
        for box in KEY_BOX.finditer(prose.text):
            line = prose.text.count("\n", 0, box.start()) + 1
            yield from _check(prose.path, line, "rutan ”viktigast”", box.group(1), MOST_KEY)
    for folder in reading.folders:
        yield from _check_bank(folder)
        yield from _check_cases(folder)
        yield from _check_pictures(folder)
    yield from _check_discussions(reading)


def _check_bank(folder: Folder) -> Iterator[Mistake]:
    if folder.module is None or folder.bank is None:
        return
    texts = [_question_text(question) for question in folder.module.questions]
    yield from _check(folder.bank.path, 1, "frågorna tillsammans", "\n\n".join(texts), MOST_SHORT)
    for place, text in enumerate(texts):
        line = folder.bank.line(("questions", place))
        name = f"frågan ”{folder.module.questions[place].id}”"
        yield from _check(folder.bank.path, line, name, text, MOST_SHORT)
    feedback = _join(option.feedback for question in folder.module.questions for option in question.options)
    yield from _check(folder.bank.path, 1, "återkopplingen", feedback, MOST_TEXT)


def _check_cases(folder: Folder) -> Iterator[Mistake]:
    document = folder.documents.get("cases")
    for place, case in enumerate(folder.module.cases if folder.module is not None else ()):
        said = [case.title]
        for scene in case.scenes:
            said += [scene.text, *(text for choice in scene.choices for text in (choice.text, choice.says))]
        if document is not None:
            line = document.line(("cases", place))
            yield from _check(document.path, line, f"fallet ”{case.id}”", _join(said), MOST_TEXT)


def _check_pictures(folder: Folder) -> Iterator[Mistake]:
    document = folder.documents.get("pictures")
    if folder.module is not None and document is not None:
        text = _join(picture.description for picture in folder.module.pictures)
        yield from _check(document.path, 1, "bildernas beskrivningar", text, MOST_TEXT)


def _check_discussions(reading: Reading) -> Iterator[Mistake]:
    if reading.registers is None or reading.registers.discussions is None:
        return
    document, discussions = reading.registers.discussions
    framed = _join([*discussions.frame, discussions.told])
    yield from _check(document.path, document.line(("frame",)), "ramen", framed, MOST_SHORT)
    for place, one in enumerate(discussions.questions):
        line = document.line(("questions", place))
        text = _join([one.question, one.lead, one.turn])
        yield from _check(document.path, line, f"frågan ”{one.id}”", text, MOST_SHORT)


def _join(texts: Iterable[Text]) -> str:
    return "\n\n".join(text.sv for text in texts)


def _question_text(question: Question) -> str:
    situation = [question.situation] if question.situation else []
    return _join([*situation, question.text, *(option.text for option in question.options)])


def _check(path: str, line: int, name: str, text: str, most: int) -> Iterator[Mistake]:
    if (value := lix(text)) > most:
        message = f"{name} har LIX {value:.0f}; det ska vara högst {most}. Skriv kortare meningar och ord."
        yield Mistake(path, line, message)
