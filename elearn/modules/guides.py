"""The guide for a workplace meeting as what can be shown to everybody there: its parts, their minutes, its questions. Pure.

The guide is written for whoever leads. What is said aloud to all is the list under the second heading, the parts
stand in the table under the third, and the questions are the list under the fourth, whatever the language.
"""

import re
from dataclasses import dataclass

FRAME, TIMES, QUESTIONS = 1, 2, 3
# The frame, something to talk about, and the end.
SHORTEST = 3
HEADING = re.compile(r"^## .*$", re.MULTILINE)
BULLET = re.compile(r"^[-*] +(.+(?:\n {2,}\S.*)*)", re.MULTILINE)
NUMBERED = re.compile(r"^\d+[.)] +(.+(?:\n {2,}\S.*)*)", re.MULTILINE)
ROW = re.compile(r"^\|\s*(?P<name>[^|]+?)\s*\|\s*\**(?P<minutes>\d+)\**\s*\|\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the meeting; it lasts from one minute to another, counted from the beginning."""

    name: str
    minutes: int
    begins: int

    @property
    def ends(self) -> int:
        return self.begins + self.minutes


@dataclass(frozen=True, slots=True)
class Guide:
    """What of a guide can be shown to everybody: Markdown, in the order of the meeting."""

    frame: tuple[str, ...]
    parts: tuple[Part, ...]
    questions: tuple[str, ...]

    @property
    def minutes(self) -> int:
        return self.parts[-1].ends if self.parts else 0

    @property
    def talk(self) -> Part | None:
        """The part in which the questions are talked about: the longest between the first and the last."""
        return max(self.parts[1:-1], key=lambda part: part.minutes, default=None)


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen: the part that it belongs to, and what is shown of it.

    `question` counts from 1. `help`: the ways to help, which come first and last.
    """

    part: Part | None
    lines: tuple[str, ...] = ()
    question: int = 0
    goals: bool = False
    help: bool = False


def read_guide(text: str) -> Guide:
    """What the Markdown of a guide in a language holds."""
    under = HEADING.split(text)[1:]
    frame, times, questions = (
        under[place] if place < len(under) else "" for place in (FRAME, TIMES, QUESTIONS)
    )
    rows = [(row["name"], int(row["minutes"])) for row in ROW.finditer(times)]
    if len(rows) > 1 and rows[-1][1] == sum(minutes for _name, minutes in rows[:-1]):
        rows.pop()  # the sum of those above
    parts: list[Part] = []
    for name, minutes in rows:
        parts.append(Part(name, minutes, parts[-1].ends if parts else 0))
    return Guide(tuple(BULLET.findall(frame)), tuple(parts), tuple(NUMBERED.findall(questions)))


def screens_of(guide: Guide) -> tuple[Screen, ...]:
    """The meeting screen by screen: ways to help first and last, every part in its order, every question by itself."""
    if len(guide.parts) < SHORTEST:
        return (Screen(None, help=True), *_talk(guide, None), Screen(None, help=True))
    first, *middle, last = guide.parts
    screens = [Screen(None, help=True), Screen(first, guide.frame)]
    for place, part in enumerate(middle):
        if part is guide.talk:
            screens.extend(_talk(guide, part))
        else:
            screens.append(Screen(part, goals=place == 0))
    return (*screens, Screen(last, help=True))


def _talk(guide: Guide, part: Part | None) -> tuple[Screen, ...]:
    return tuple(
        Screen(part, (question,), question=number) for number, question in enumerate(guide.questions, 1)
    )
