"""What the editor learns of a question from how it was answered, and what nobody can work out from that. Pure.

Answers are shown in batches that are closed by number alone. A number of a batch is of ten people at least, and leaves
ten at least; whatever else is known of the batch is a range. Batches hold different answers, so two views beside
each other tell what the batches between them tell, and no more. `docs/adr/0021-insight-in-batches.md` says why.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field

from elearn.modules.content import Question
from elearn.texts import Value

FEWEST = 10
FIRST_BATCH = 30
# Shares from which a question is worth a look, or says something.
HARD, EASY, TEMPTING, CLEAR, SOME = 0.5, 0.95, 0.2, 0.25, 0.1
ENOUGH_FOR_EASY = 100
# From so many wrong answers each step of `Portion` is open over ten numbers, and so is less than one in twenty.
ENOUGH_FOR_PORTION, ENOUGH_FOR_IDLE = 4 * FEWEST, 20 * FEWEST


@dataclass(frozen=True, slots=True)
class Batch:
    """How often a question was asked and answered right, by all and by those who know the rest.

    `wrong`: among those who did not answer right, how many chose each option; `top_wrong`: of those who know the rest.
    """

    asked: int
    right: int
    top_asked: int = 0
    top_right: int = 0
    wrong: Mapping[str, int] | None = None
    top_wrong: Mapping[str, int] | None = None


class Insight(Value):
    """What the closed batches of a question tell: it was right from `least` to `most` times, an option wrong at least so often.

    `right`, `all_wrong` and what begins with `top_` is exact, for words about groups of ten and more, and never shown as
    a number.
    """

    asked: int = 0
    least: int = 0
    most: int = 0
    wrong: dict[str, int] = Field(default_factory=dict)
    right: int = 0
    all_wrong: dict[str, int] = Field(default_factory=dict)
    top_asked: int = 0
    top_right: int = 0
    top_wrong: dict[str, int] = Field(default_factory=dict)

    @property
    def rest_asked(self) -> int:
        return self.asked - self.top_asked

    @property
    def rest_right(self) -> int:
        return self.right - self.top_right


def wrong_choices(question: Question, chosen: Iterable[tuple[str, int]], right: int) -> Mapping[str, int]:
    """How many chose each option and were wrong: whoever is right has chosen every right option, and no other."""
    times = {option.id: -right if option.correct else 0 for option in question.options}
    for option, number in chosen:
        times[option] += number
    if not question.several:
        return {option.id: times[option.id] for option in question.options if not option.correct}
    return times


def batch_size(shown: int) -> int:
    """How many answers close the next batch: it follows from how many are shown, never from what was answered."""
    return max(FIRST_BATCH, shown // 2)


def close(insight: Insight, batch: Batch, question: Question) -> Insight:
    """Add a batch to what is shown."""
    least, most, wrong = reveal(batch, several=question.several)
    return Insight(
        asked=insight.asked + batch.asked,
        least=insight.least + least,
        most=insight.most + most,
        wrong=_sum(insight.wrong, wrong),
        right=insight.right + batch.right,
        all_wrong=_sum(insight.all_wrong, batch.wrong or {}),
        top_asked=insight.top_asked + batch.top_asked,
        top_right=insight.top_right + batch.top_right,
        top_wrong=_sum(insight.top_wrong, batch.top_wrong or {}),
    )


def reveal(batch: Batch, *, several: bool) -> tuple[int, int, Mapping[str, int]]:
    """What is told of one batch: from how many to how many were right, and how many chose an option and were wrong."""
    wrong = batch.asked - batch.right
    if batch.right < FEWEST:
        return 0, FEWEST - 1, {}
    if wrong < FEWEST:
        return batch.asked - FEWEST + 1, batch.asked, {}
    return batch.right, batch.right, _open(batch, wrong, several=several)


def _open(batch: Batch, wrong: int, *, several: bool) -> Mapping[str, int]:
    """The options that can be shown: what is left over cannot be worked out from them either.

    Which is hidden to keep another company follows from the order of the options, not from their numbers: the
    smallest would tell that none of the others is below it.
    """
    cells = batch.wrong or {}
    if several:
        return cells if all(FEWEST <= times <= wrong - FEWEST for times in cells.values()) else {}
    shown = {option: times for option, times in cells.items() if times >= FEWEST}
    hidden = [times for option, times in cells.items() if option not in shown]
    if blank := wrong - sum(cells.values()):
        hidden.append(blank)  # they chose nothing
    for option in list(shown):
        if not hidden or (max(hidden) >= FEWEST and sum(hidden) >= 2 * FEWEST):
            break
        hidden.append(shown.pop(option))
    return shown


def _sum(first: Mapping[str, int], second: Mapping[str, int]) -> dict[str, int]:
    return {option: first.get(option, 0) + second.get(option, 0) for option in sorted({*first, *second})}


class Sign(StrEnum):
    """What to read from a question's numbers, what needs a look most first."""

    TEMPTS = "tempts"
    TURNED = "turned"
    HARD = "hard"
    IDLE = "idle"
    EASY = "easy"
    FINE = "fine"
    FEW = "few"


class Telling(StrEnum):
    """How well a question tells those who know the rest from the others."""

    CLEARLY = "clearly"
    SOMEWHAT = "somewhat"
    HARDLY = "hardly"
    TURNED = "turned"


class Portion(StrEnum):
    """How many of those who were wrong chose an option, in steps too wide to tell of anybody."""

    MOST = "most"
    MANY = "many"
    FEW = "few"


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to read from the numbers; `option`: the place of the option that it is about, from 0."""

    sign: Sign
    option: int | None = None


def telling(insight: Insight) -> Telling | None:
    """How far apart the two groups are; None where one of them is under ten people."""
    if min(insight.top_asked, insight.rest_asked) < FEWEST:
        return None
    apart = insight.top_right / insight.top_asked - insight.rest_right / insight.rest_asked
    if apart < 0:
        return Telling.TURNED
    return Telling.CLEARLY if apart >= CLEAR else Telling.SOMEWHAT if apart >= SOME else Telling.HARDLY


def portion(insight: Insight, option: str) -> Portion | None:
    """Over a half, a quarter to a half, or less than a quarter; None where too few were wrong."""
    wrong, times = insight.asked - insight.right, insight.all_wrong.get(option, 0)
    if wrong < ENOUGH_FOR_PORTION:
        return None
    if times * 2 > wrong:
        return Portion.MOST
    return Portion.MANY if times * 4 >= wrong else Portion.FEW


def advise(question: Question, insight: Insight) -> tuple[Advice, ...]:
    """What to read from the numbers, what needs a look most first; at least that there is nothing."""
    if not insight.asked:
        return (Advice(Sign.FEW),)
    found = [*_tempting(question, insight), *_overall(insight), *_idle(question, insight)]
    return tuple(sorted(found, key=_rank)) or (Advice(Sign.FINE),)


def _rank(advice: Advice) -> int:
    return list(Sign).index(advice.sign)


def urgency(advice: Iterable[Advice]) -> int:
    """A key that puts the questions that need a look first."""
    return min(map(_rank, advice))


def _tempting(question: Question, insight: Insight) -> Iterable[Advice]:
    for place, option in enumerate(question.options):
        times = insight.top_wrong.get(option.id, 0)
        shows = FEWEST <= times <= insight.top_asked - FEWEST
        if shows and not option.correct and times >= TEMPTING * insight.top_asked:
            yield Advice(Sign.TEMPTS, place)


def _overall(insight: Insight) -> Iterable[Advice]:
    if telling(insight) is Telling.TURNED:
        yield Advice(Sign.TURNED)
    if insight.most < HARD * insight.asked:
        yield Advice(Sign.HARD)
    if insight.asked >= ENOUGH_FOR_EASY and insight.least >= EASY * insight.asked:
        yield Advice(Sign.EASY)


def _idle(question: Question, insight: Insight) -> Iterable[Advice]:
    """The wrong options that less than one in twenty of those who were wrong have chosen."""
    wrong = insight.asked - insight.right
    for place, option in enumerate(question.options):
        times = insight.all_wrong.get(option.id, 0)
        if wrong >= ENOUGH_FOR_IDLE and not option.correct and times * 20 < wrong:
            yield Advice(Sign.IDLE, place)
