"""Invents how the checks of the example group have been answered, so that the editor's page has something to say."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from elearn.demo.dice import Dice
from elearn.modules.content import Module, Question
from elearn.modules.draw import QUESTIONS
from elearn.modules.insight import Batch, Insight, batch_size, close, wrong_choices
from elearn.modules.marking import TOP, Mark, Marked, mark
from elearn.modules.models import QuestionCount

ATTEMPTS = 1200
# Per cent of right answers: those who know it, half know it and hardly do. And how much a hard question takes away.
KNOWS = (97, 97, 92, 80, 55)
HARD = (0, 0, 0, 0, 0, 10, 35)
# Of the wrong options the first of the thrown order is taken so often.
FIRST_PERCENT = 60
# One question in each module takes in those who know the rest.
TEMPTING_PERCENT = 35


@dataclass
class _Open:
    """A question's open batch, and what is shown of the closed ones."""

    asked: Counter[str] = field(default_factory=Counter)
    chosen: Counter[tuple[str, bool]] = field(default_factory=Counter)
    insight: Insight = field(default_factory=Insight)


def imagine_counts(module: Module, version_id: int) -> Iterator[QuestionCount]:
    """What has been counted of a module's questions: the closed batches; whoever takes a check here begins a new one."""
    tallies = {question.id: _Open() for question in module.questions}
    for number in range(ATTEMPTS):
        outcome = _attempt(module, Dice(f"answers {module.slug} {number}"))
        for marked in outcome.questions:
            _count(tallies[marked.question.id], marked, top=outcome.band(marked) == TOP)
    for question_id, tally in tallies.items():
        yield QuestionCount(
            version_id=version_id,
            question_id=question_id,
            asked=0,
            right=0,
            top_asked=0,
            top_right=0,
            added_on=None,
            shown=tally.insight.model_dump(),
        )


def _attempt(module: Module, dice: Dice) -> Mark:
    knows = dice.pick(KNOWS)
    questions = dice.shuffled(module.questions)[:QUESTIONS]
    return mark(questions, {each.id: _answer(module, each, knows, dice) for each in questions})


def _answer(module: Module, question: Question, knows: int, dice: Dice) -> Sequence[str]:
    nature = Dice(f"question {module.slug} {question.id}")
    wrong = nature.shuffled([option.id for option in question.options if not option.correct])
    if question == module.questions[2] and dice.chance(TEMPTING_PERCENT):
        return wrong[:1]
    if dice.chance(knows - nature.pick(HARD)):
        return sorted(question.right)
    first = wrong[0] if dice.chance(FIRST_PERCENT) else dice.pick(wrong)
    return [*sorted(question.right)[1:], first]


def _count(tally: _Open, marked: Marked, *, top: bool) -> None:
    tally.asked.update(asked=1, right=marked.right, top_asked=top, top_right=top and marked.right)
    tally.chosen.update((option, top) for option in marked.chosen)
    if tally.asked["asked"] < batch_size(tally.insight.asked):
        return
    question, asked = marked.question, tally.asked
    every = [(option, times) for (option, _top), times in tally.chosen.items()]
    knowing = [(option, times) for (option, is_top), times in tally.chosen.items() if is_top]
    batch = Batch(
        asked=asked["asked"],
        right=asked["right"],
        top_asked=asked["top_asked"],
        top_right=asked["top_right"],
        wrong=wrong_choices(question, every, asked["right"]),
        top_wrong=wrong_choices(question, knowing, asked["top_right"]),
    )
    tally.insight = close(tally.insight, batch, question)
    tally.asked, tally.chosen = Counter(), Counter()
