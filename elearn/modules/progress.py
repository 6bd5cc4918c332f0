"""Where somebody is in a module: which sections are read, and what comes next. Pure, and without times."""

from collections.abc import Collection
from dataclasses import dataclass

from elearn.modules.content import Module, Section


@dataclass(frozen=True, slots=True)
class Step:
    """A section among its neighbours; `place` counts from 1 in the order of reading."""

    section: Section
    place: int
    total: int
    previous: Section | None
    next: Section | None


def find_step(module: Module, number: int) -> Step | None:
    """A section by its number, with its place and neighbours; None for a number that the module lacks."""
    sections = module.sections
    for index, section in enumerate(sections):
        if section.number == number:
            return Step(
                section=section,
                place=index + 1,
                total=len(sections),
                previous=sections[index - 1] if index else None,
                next=sections[index + 1] if index + 1 < len(sections) else None,
            )
    return None


def first_unread(module: Module, read: Collection[int]) -> Section | None:
    """The place kept: the first section not read yet, None when all are."""
    return next((section for section in module.sections if section.number not in read), None)


def minutes_left(module: Module, read: Collection[int]) -> int:
    """The module's time, less that of the sections already read; never under the check's own minutes."""
    spent = sum(section.minutes for section in module.sections if section.number in read)
    everything = sum(section.minutes for section in module.sections)
    return max(module.minutes - spent, module.minutes - everything, 1)
