"""Two texts side by side: the rows that differ, and in them the words. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
LETTER = re.compile(r"\w")
# Two rows with at least this share of their words in common are the same row, changed.
ALIKE = 0.5


class Mark(StrEnum):
    """What happened to a piece of a row."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a row."""

    mark: Mark
    text: str


Row = tuple[Piece, ...]


def compare_texts(old: str, new: str) -> tuple[Row, ...]:
    """The rows of two texts that differ, in order; empty rows are passed over."""
    before, after = _rows(old), _rows(new)
    found: list[Row] = []
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            found += [_row(gone, came) for gone, came in _pair(before[i:j], after[k:m])]
    return tuple(found)


def _rows(text: str) -> list[str]:
    return [row.strip() for row in text.split("\n") if row.strip()]


def _pair(gone: Sequence[str], came: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each new row with the old one that it comes from, in order; '' where there is none."""
    start = 0
    for row in came:
        near = max(range(start, len(gone)), key=lambda place: _likeness(gone[place], row), default=None)
        if near is None or _likeness(gone[near], row) < ALIKE:
            yield "", row
            continue
        yield from ((old, "") for old in gone[start:near])
        yield gone[near], row
        start = near + 1
    yield from ((old, "") for old in gone[start:])


def _likeness(old: str, new: str) -> float:
    """The share of words that two rows have in common; a pair of single words is one row that was changed."""
    before, after = set(old.split()), set(new.split())
    if len(before) == len(after) == 1:
        return 1.0
    return 2 * len(before & after) / (len(before) + len(after))


def _row(old: str, new: str) -> Row:
    pieces: list[Piece] = []
    for gone, came in _runs(TOKEN.findall(old), TOKEN.findall(new)):
        if gone == came:
            pieces.append(Piece(Mark.SAME, gone))
            continue
        if gone:
            pieces.append(Piece(Mark.GONE, gone))
        if came:
            pieces.append(Piece(Mark.NEW, came))
    return tuple(pieces)


def _runs(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The text before and after, run by run. A space between two changes belongs to them: words are read in groups."""
    gone, came = "", ""
    opcodes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for place, (kind, i, j, k, m) in enumerate(opcodes):
        old, new = "".join(before[i:j]), "".join(after[k:m])
        between = 0 < place < len(opcodes) - 1
        if kind == "equal" and not (between and not LETTER.search(old)):
            if gone or came:
                yield gone, came
            yield old, new
            gone, came = "", ""
        else:
            gone, came = gone + old, came + new
    if gone or came:
        yield gone, came
