"""What is said of a share outside the line, and what is hidden with it."""

import pytest

from elearn.reports.published import Cell, Range, attack, is_many, protect, step_of, tens
from elearn.reports.small_numbers import Share


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        (0, 1000, 0, 5),
        (49, 1000, 0, 5),
        (50, 1000, 5, 10),
        (549, 1000, 50, 55),
        (550, 1000, 55, 60),
        (950, 1000, 95, 100),
        (1000, 1000, 95, 100),
        (33, 60, 50, 60),
        (20, 30, 60, 80),
        (11, 22, 50, 75),
        (0, 14, 0, 50),
        (6, 14, 0, 50),
        (7, 14, 50, 100),
    ],
)
def test_a_share_is_said_as_a_step(part: int, whole: int, low: int, high: int) -> None:
    step = step_of(Share(part, whole))
    assert step is not None
    assert (step.low, step.high) == (low, high)


@pytest.mark.parametrize("whole", [*range(10, 130), 517, 7500])
def test_every_step_holds_five_numbers_and_none_says_nobody_or_everybody(whole: int) -> None:
    steps = {step_of(Share(part, whole)) for part in range(whole + 1)}
    ranges = sorted(step.range for step in steps if step)
    assert [found.low for found in ranges] == [0, *(found.high + 1 for found in ranges[:-1])]
    assert ranges[-1].high == whole
    assert min(found.width for found in ranges) >= 4
    assert len(steps) == len(ranges) <= 20


@pytest.mark.parametrize("part", range(10))
def test_fewer_than_ten_have_no_step(part: int) -> None:
    assert step_of(Share(part, 9)) is None


def test_numbers_stand_to_the_nearest_ten_where_many_are_done_and_many_are_not() -> None:
    assert [tens(number) for number in (0, 4, 5, 14, 15)] == [0, 0, 10, 10, 20]
    assert [is_many(Share(*share)) for share in ((10, 100), (9, 100), (95, 104), (10, 99))] == [
        True,
        False,
        False,
        False,
    ]


def test_a_group_that_could_be_calculated_takes_a_step_beside_it_along() -> None:
    """About 20 of 100 and below 20 % are done, and 20–30 % of the 91: none of the nine."""
    small, large = Cell(Share(0, 9)), Cell(Share(19, 91))
    total = Cell(Share(19, 100), [small, large], rough=True)
    attack(total)
    assert small.found == Range(0, 0)
    protect(total)
    assert small.found.width >= 3
    assert not total.rough


def test_what_gives_nothing_away_is_left_as_it_is() -> None:
    cells = [Cell(Share(part, whole)) for part, whole in ((300, 700), (420, 810), (9, 20), (3, 5))]
    total = Cell(Share(732, 1535), cells, rough=True)
    protect(total)
    assert total.rough
    assert [cell.step is not None for cell in cells] == [True, True, True, False]
    assert cells[3].found == Range(0, 5)
