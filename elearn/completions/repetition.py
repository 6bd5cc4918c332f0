"""Three questions from what somebody has done, to remember by. Drawn, carried in the form, and forgotten. Pure."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from elearn.modules.content import Module
from elearn.modules.draw import Asked, recall

QUESTIONS = 3


class StaleError(Exception):
    """The questions are not to be answered any more: the module has changed, or is not the person's to repeat now."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question with the module that it is from."""

    module: Module
    asked: Asked


def repeatable(
    done: Iterable[tuple[Module, date | None]], begun: Container[str], on: date
) -> tuple[Module, ...]:
    """Of the modules that a person has done, each with its last valid day, those that still hold.

    Not one whose check is begun: what repetition explains would answer it. It comes back when that is handed in.
    """
    return tuple(
        module for module, last_on in done if module.slug not in begun and (last_on is None or last_on >= on)
    )


def draw_questions(modules: Iterable[Module], random: Random) -> tuple[Drawn, ...]:
    """Questions from the banks of these modules, all alike likely, with their options shuffled."""
    pool = [(module, question) for module in modules for question in module.questions]
    chosen = random.sample(pool, min(QUESTIONS, len(pool)))
    return tuple(
        Drawn(module, Asked(place, question, tuple(random.sample(question.options, len(question.options)))))
        for place, (module, question) in enumerate(chosen, 1)
    )


def as_carried(drawn: Iterable[Drawn]) -> list[Any]:
    """What a form carries: [[module's number, its version, question id, [option id, …]], …]."""
    return [
        [
            one.module.number,
            one.module.version,
            one.asked.question.id,
            [each.id for each in one.asked.options],
        ]
        for one in drawn
    ]


def take_up(carried: Iterable[Any], modules: Iterable[Module]) -> tuple[Drawn, ...]:
    """The questions that a form carried, of these modules only. Raises StaleError for any other."""
    by_number: Mapping[int, Module] = {module.number: module for module in modules}
    drawn = []
    for place, (number, version, question_id, options) in enumerate(carried, 1):
        module = by_number.get(number)
        if module is None or module.version != version:
            raise StaleError
        asked = recall(module, [[question_id, options]])[0]
        drawn.append(Drawn(module, Asked(place, asked.question, asked.options)))
    return tuple(drawn)
