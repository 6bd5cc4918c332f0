"""What stands alone on a line in double brackets, and the blocks it makes of a text."""

import pytest

from elearn.modules.directives import (
    Audience,
    Line,
    Markdown,
    Part,
    Parts,
    Placed,
    list_directives,
    read_directive,
    split_blocks,
)


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("[[bild: tre-steg]]", ("bild", "tre-steg")),
        ("  [[för:chef]]  ", ("för", "chef")),
        ("[[slut]]", ("slut", None)),
        ("Se [[bild: tre-steg]]", None),
        ("[länk](/hjalp)", None),
        ("[[bild: tre steg]]", None),
    ],
)
def test_a_directive_stands_alone_on_its_line(line: str, read: tuple[str, str | None] | None) -> None:
    assert read_directive(line) == read


def test_directives_are_listed_with_their_lines() -> None:
    assert list(list_directives("Ett.\n\n[[bild: a]]\n[[slut]]")) == [
        Line(3, "bild", "a"),
        Line(4, "slut", None),
    ]


def test_a_text_without_directives_is_one_block() -> None:
    assert split_blocks("Ett.\n\nTvå.\n") == (Markdown("Ett.\n\nTvå.\n"),)


def test_pictures_cases_and_routines_part_the_text() -> None:
    assert split_blocks("Ett.\n[[bild: a]]\n[[fall: b]]\nTvå.\n[[lokalt: c]]") == (
        Markdown("Ett.\n"),
        Placed("bild", "a"),
        Placed("fall", "b"),
        Markdown("Två.\n"),
        Placed("lokalt", "c"),
    )


def test_parts_that_follow_each_other_belong_together() -> None:
    text = "[[för: chef]]\nEtt.\n[[bild: a]]\n[[slut]]\n\n[[för: medarbetare]]\nTvå.\n[[slut]]\n[[för: skola]]\nTre.\n[[slut]]"
    levels, workplaces = split_blocks(text)
    assert levels == Parts(
        (
            Part(Audience.MANAGER, (Markdown("Ett.\n"), Placed("bild", "a"))),
            Part(Audience.EMPLOYEE, (Markdown("Två.\n"),)),
        )
    )
    assert workplaces == Parts((Part(Audience.SCHOOL, (Markdown("Tre.\n"),)),))


def test_text_between_parts_keeps_them_apart() -> None:
    first, between, second = split_blocks("[[för: chef]]\nA.\n[[slut]]\nText.\n[[för: chef]]\nB.\n[[slut]]")
    assert (type(first), between, type(second)) == (Parts, Markdown("Text.\n"), Parts)
