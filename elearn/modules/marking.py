"""Marking a knowledge check. Pure, and run on the server only.

Passed: at least eight right, no goal with all its drawn questions wrong, every must-know question right.
A question with several right options counts whole or not.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from elearn.modules.content import Question

PASS_MARK = 8
# The rest score (right answers without the question itself, 0 to 9) in three bands: up to 4, up to 7, above.
BANDS = (4, 7)
TOP = len(BANDS)


@dataclass(frozen=True, slots=True)
class Marked:
    """One question with what was chosen, and whether that was right."""

    question: Question
    chosen: frozenset[str]

    @property
    def right(self) -> bool:
        return self.chosen == self.question.right


@dataclass(frozen=True)
class Mark:
    """The outcome of a whole check."""

    questions: tuple[Marked, ...]

    @cached_property
    def right(self) -> int:
        return sum(marked.right for marked in self.questions)

    @property
    def enough(self) -> bool:
        return self.right >= PASS_MARK

    @cached_property
    def missed_must_know(self) -> bool:
        return any(marked.question.must_know and not marked.right for marked in self.questions)

    @cached_property
    def known_goals(self) -> frozenset[str]:
        """The goals whose drawn questions were all right."""
        return self._goals() - {marked.question.goal for marked in self.questions if not marked.right}

    @cached_property
    def missed_goals(self) -> frozenset[str]:
        """The goals whose drawn questions were all wrong."""
        return self._goals() - {marked.question.goal for marked in self.questions if marked.right}

    @cached_property
    def to_read(self) -> Mapping[str, tuple[int, ...]]:
        """The sections that explain what went wrong, by goal."""
        wrong = [marked.question for marked in self.questions if not marked.right]
        return {
            goal: tuple(sorted({question.section for question in wrong if question.goal == goal}))
            for goal in {question.goal for question in wrong}
        }

    @property
    def passed(self) -> bool:
        return self.enough and not self.missed_goals and not self.missed_must_know

    def band(self, marked: Marked) -> int:
        """In which band (0, 1, 2) the rest score of a question lies."""
        rest = self.right - marked.right
        return sum(rest > limit for limit in BANDS)

    def _goals(self) -> frozenset[str]:
        return frozenset(marked.question.goal for marked in self.questions)


def mark(questions: Iterable[Question], answers: Mapping[str, Collection[str]]) -> Mark:
    """Mark the answers, by question id; a question without an answer is wrong."""
    return Mark(tuple(Marked(question, frozenset(answers.get(question.id, ()))) for question in questions))
