"""The ten questions of an attempt. Pure: whoever calls brings the chance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random
from typing import Any

from elearn.modules.content import Module, Option, Question

QUESTIONS = 10
MUST_KNOW = 2


class DrawError(ValueError):
    """The bank cannot give ten questions, one per goal and two must-know among them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A drawn question: its place in the check (from 1), and its options in the order shown."""

    place: int
    question: Question
    options: tuple[Option, ...]

    def language(self, wanted: str) -> str:
        """The one language in which all of the question can be read: the wanted one, else Swedish."""
        question = self.question
        texts = [question.text, *([question.situation] if question.situation else [])]
        texts += [text for option in self.options for text in (option.text, option.feedback)]
        return wanted if all(text.language(wanted) == wanted for text in texts) else "sv"


def draw(module: Module, random: Random) -> tuple[Asked, ...]:
    """Ten questions in random order: exactly two must-know, at least one per goal, options shuffled."""
    others = [question for question in module.questions if not question.must_know]
    chosen = list(_must_know(module, others, random))
    covered = {question.goal for question in chosen}
    for goal in module.goals:
        if goal.id not in covered:
            chosen.append(random.choice([question for question in others if question.goal == goal.id]))
    taken = {question.id for question in chosen}
    rest = [question for question in others if question.id not in taken]
    if len(chosen) > QUESTIONS or len(chosen) + len(rest) < QUESTIONS:
        raise DrawError(f"{module.slug}: the bank cannot give {QUESTIONS} questions")
    chosen += random.sample(rest, QUESTIONS - len(chosen))
    random.shuffle(chosen)
    return tuple(
        Asked(place, question, tuple(random.sample(question.options, len(question.options))))
        for place, question in enumerate(chosen, 1)
    )


def _must_know(module: Module, others: Iterable[Question], random: Random) -> Sequence[Question]:
    """Two must-know questions, such that every goal that they leave out has a question among the others."""
    reachable = {question.goal for question in others}
    goals = {goal.id for goal in module.goals}
    pairs = [
        pair
        for pair in combinations([question for question in module.questions if question.must_know], MUST_KNOW)
        if goals - {question.goal for question in pair} <= reachable
    ]
    if not pairs:
        raise DrawError(f"{module.slug}: no two must-know questions leave every other goal a question")
    return random.choice(pairs)


def as_stored(asked: Iterable[Asked]) -> list[Any]:
    """What an attempt keeps: [[question id, [option id, …]], …]."""
    return [[one.question.id, [option.id for option in one.options]] for one in asked]


def recall(module: Module, stored: Iterable[Any]) -> tuple[Asked, ...]:
    """The drawn questions again, from the version that they were drawn from."""
    by_id = {question.id: question for question in module.questions}
    return tuple(
        Asked(place, by_id[question_id], tuple(by_id[question_id].option(option) for option in options))
        for place, (question_id, options) in enumerate(stored, 1)
    )
