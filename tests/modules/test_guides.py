"""What of a guide everybody at the meeting sees: every module, in both languages."""

import pytest

from elearn.modules.guides import Part, read_guide, screens_of
from tests.delivered import delivered_content

GUIDES = [
    pytest.param(module.guide.read(language), id=f"{module.number}-{language}")
    for module in delivered_content().modules
    for language in ("sv", "en")
    if module.guide
]


@pytest.mark.parametrize("text", GUIDES)
def test_every_guide_becomes_screens_with_help_first_and_last(text: str) -> None:
    guide = read_guide(text)
    screens = screens_of(guide)
    assert (screens[0].help, screens[-1].help) == (True, True)
    assert [screen.help for screen in screens[1:-1]] == [False] * (len(screens) - 2)
    assert guide.minutes == 40
    assert len(guide.frame) >= 4
    assert [screen.question for screen in screens if screen.question] == list(
        range(1, len(guide.questions) + 1)
    )
    shown = [screen.part for screen in screens if screen.part]
    assert list(dict.fromkeys(shown)) == list(guide.parts)


@pytest.mark.parametrize("text", GUIDES)
def test_nothing_that_is_written_for_the_leader_alone_is_shown(text: str) -> None:
    shown = {line for screen in screens_of(read_guide(text)) for line in screen.lines}
    for heading in (1, 5, 6, 7):  # the purpose, if somebody tells, by the quarter, the end
        alone = text.split("\n## ")[heading - 1]
        assert not any(line in alone for line in shown)


def test_the_minutes_are_counted_from_the_beginning() -> None:
    text = "## A\n\n## B\n\n- x\n\n## C\n\n| Del | Minuter |\n|---|---|\n| Ett | 5 |\n| Två | 7 |\n| **Summa** | **12** |\n"
    assert read_guide(text).parts == (Part("Ett", 5, 0), Part("Två", 7, 5))


def test_a_guide_without_times_still_shows_its_questions_between_the_ways_to_help() -> None:
    screens = screens_of(read_guide("## A\n\n## B\n\n## C\n\n## D\n\n1. Vem?\n2. Var?\n"))
    assert [(screen.help, screen.lines) for screen in screens] == [
        (True, ()),
        (False, ("Vem?",)),
        (False, ("Var?",)),
        (True, ()),
    ]
