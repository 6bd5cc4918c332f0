"""How often each option was chosen, shown only where nobody can be made out: ten at least, and ten at least who did not."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.modules.content import Option, Question
from elearn.modules.models import AnswerCount

FEWEST = 10


class Veil(StrEnum):
    """What is said in place of a number that is too near nobody or everybody."""

    FEW = "few"
    ALL_BUT_FEW = "all-but-few"


@dataclass(frozen=True, slots=True)
class Chosen:
    """An option with the number of times that it was chosen, or what is said instead."""

    option: Option
    times: int | Veil


def count_answers(session: Session, version_id: int) -> Mapping[str, Mapping[str, int]]:
    """How often each option was chosen in a version, by question and option. Not to be shown as it stands."""
    rows = session.execute(
        select(AnswerCount.question_id, AnswerCount.option_id, func.sum(AnswerCount.times))
        .where(AnswerCount.version_id == version_id)
        .group_by(AnswerCount.question_id, AnswerCount.option_id)
    ).all()
    counts: dict[str, dict[str, int]] = {}
    for question_id, option_id, times in rows:
        counts.setdefault(question_id, {})[option_id] = int(times)
    return counts


def veil(question: Question, counts: Mapping[str, int]) -> tuple[Chosen, ...] | None:
    """What may be shown of a question: nothing under ten answers, and no number whose own or whose rest is 1 to 9.

    The total is never shown, so that what is left out cannot be worked out from the rest. Where several options
    are right, how many have answered is not known: at least as many as chose the most common option.
    """
    total = max(counts.values(), default=0) if question.several else sum(counts.values())
    if total < FEWEST:
        return None
    return tuple(Chosen(option, _veiled(counts.get(option.id, 0), total)) for option in question.options)


def _veiled(times: int, total: int) -> int | Veil:
    if 0 < times < FEWEST:
        return Veil.FEW
    return Veil.ALL_BUT_FEW if 0 < total - times < FEWEST else times
