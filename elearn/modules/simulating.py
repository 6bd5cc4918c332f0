"""Whether somebody who has read nothing can pass a check, and whether everybody who knows it all does.

Every attempt is drawn and marked by the code that real attempts go through. Pure but for the chance that comes in.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random

from elearn.modules.content import Module, Question
from elearn.modules.draw import Asked, draw
from elearn.modules.marking import mark

MOST_BY_GUESSING = 0.02

Draw = Sequence[Asked]
Answers = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Rule:
    """Which share of attempts may pass, and how that is said."""

    says: str
    holds: Callable[[float], bool]


FEW = Rule("under 2 %", lambda share: share < MOST_BY_GUESSING)
NEVER = Rule("aldrig", lambda share: share == 0)
ALWAYS = Rule("alltid", lambda share: share == 1)


@dataclass(frozen=True, slots=True)
class Way:
    """A way to answer, with the rule for how often it may pass."""

    name: str
    rule: Rule
    answer: Callable[[Draw, Random], Answers]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How often a way passed a module's check."""

    module: Module
    way: Way
    attempts: int
    passed: int

    @property
    def share(self) -> float:
        return self.passed / self.attempts

    @property
    def holds(self) -> bool:
        return self.way.rule.holds(self.share)


def simulate(
    module: Module, attempts: int, random: Random, notice: Callable[[], object] = lambda: None
) -> tuple[Outcome, ...]:
    """Let every way answer the same attempts. `notice` is called after each. Raises DrawError."""
    ways = _list_ways(module)
    passed = [0] * len(ways)
    for _number in range(attempts):
        drawn = draw(module, random)
        questions = [asked.question for asked in drawn]
        for place, way in enumerate(ways):
            passed[place] += mark(questions, way.answer(drawn, random)).passed
        notice()
    return tuple(Outcome(module, way, attempts, times) for way, times in zip(ways, passed, strict=True))


def _list_ways(module: Module) -> tuple[Way, ...]:
    return (
        Way("alltid det längsta svaret, svenska", FEW, partial(_longest, _lengths(module, "sv"))),
        Way("alltid det längsta svaret, engelska", FEW, partial(_longest, _lengths(module, "en"))),
        Way("alltid det som visas först", FEW, _first),
        Way("på måfå", FEW, _by_chance),
        Way(
            "ett lärmål fel, resten rätt", NEVER, partial(_all_but_a_goal, [goal.id for goal in module.goals])
        ),
        Way("allt rätt", ALWAYS, _right),
    )


def _lengths(module: Module, language: str) -> Mapping[tuple[str, str], int]:
    return {
        (question.id, option.id): len(option.text.read(language))
        for question in module.questions
        for option in question.options
    }


def _longest(lengths: Mapping[tuple[str, str], int], drawn: Draw, _random: Random) -> Answers:
    """The longest options; of equally long ones those shown first."""

    def choose(asked: Asked) -> Iterable[str]:
        options = [option.id for option in asked.options]
        return sorted(options, key=lambda option: -lengths[asked.question.id, option])

    return dict(_answer(drawn, choose))


def _first(drawn: Draw, _random: Random) -> Answers:
    return dict(_answer(drawn, lambda asked: [option.id for option in asked.options]))


def _by_chance(drawn: Draw, random: Random) -> Answers:
    return dict(
        _answer(drawn, lambda asked: [one.id for one in random.sample(asked.options, len(asked.options))])
    )


def _answer(drawn: Draw, choose: Callable[[Asked], Iterable[str]]) -> Iterator[tuple[str, Sequence[str]]]:
    """From the options in somebody's order the first; two where the question asks for two, as it says itself."""
    for asked in drawn:
        yield asked.question.id, list(choose(asked))[: len(asked.question.right)]


def _right(drawn: Draw, _random: Random) -> Answers:
    return {asked.question.id: sorted(asked.question.right) for asked in drawn}


def _all_but_a_goal(goals: Sequence[str], drawn: Draw, random: Random) -> Answers:
    """A wrong option in every question of one goal, another one each time; the rest right."""
    missed = random.choice(goals)
    return {
        asked.question.id: [_wrong(asked.question)]
        if asked.question.goal == missed
        else sorted(asked.question.right)
        for asked in drawn
    }


def _wrong(question: Question) -> str:
    return next(option.id for option in question.options if not option.correct)
