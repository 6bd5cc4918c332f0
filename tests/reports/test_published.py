"""What is said of a share outside the line, and who is told of together with whom."""

from collections import defaultdict

import pytest

from elearn.organisations.kinds import Kind
from elearn.organisations.tree import Node, Tree
from elearn.reports.published import Group, Step, step_of, step_of_all, tell, tens
from elearn.reports.published_figures import Counted
from elearn.reports.small_numbers import NOBODY, Share


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
    assert step_of(Share(part, whole)) == (low, high)


@pytest.mark.parametrize("whole", [*range(10, 130), 517, 7500])
def test_every_step_holds_five_numbers_and_none_says_nobody_or_everybody(whole: int) -> None:
    parts: dict[Step | None, list[int]] = defaultdict(list)
    for part in range(whole + 1):
        parts[step_of(Share(part, whole))].append(part)
    assert None not in parts
    assert len(parts) <= 20
    for numbers in parts.values():
        assert numbers == list(range(numbers[0], numbers[-1] + 1))
        assert len(numbers) >= 5


@pytest.mark.parametrize("part", range(10))
def test_fewer_than_ten_have_no_step(part: int) -> None:
    assert step_of(Share(part, 9)) is None


def test_head_counts_stand_to_the_nearest_ten() -> None:
    assert [tens(number) for number in (0, 4, 5, 14, 15)] == [0, 0, 10, 10, 20]


def test_several_groups_together_have_the_mean_of_their_steps() -> None:
    """75 people from 50 to 60 %, 25 from 80 to 100."""
    assert step_of_all([Share(40, 75), Share(25, 25)]) == (57, 70)
    assert step_of_all([Share(10, 1000), Share(1, 2000)]) == (0, 5)
    assert step_of_all([Share(3, 10), Share(9, 11)]) == (26, 77)
    assert step_of_all([]) is None


def test_what_is_said_of_several_groups_is_true() -> None:
    for first in range(41):
        for second in range(28):
            step = step_of_all([Share(first, 40), Share(second, 27)])
            assert step is not None
            assert step.low * 67 <= 100 * (first + second)
            assert 100 * (first + second) < step.high * 67 or step.high == 100


def test_who_is_too_few_is_told_of_with_the_unit_above_or_with_all_others() -> None:
    crowd, few, company = Group(Share(40, 60)), Group(Share(2, 6)), Group(Share(8, 9))
    unit = Group(Share(1, 2), [crowd, few])
    total = Group(Share(0, 3), [unit, company])
    assert tell(total) == NOBODY
    assert total.others == Share(11, 20)
    assert [group.step for group in (crowd, few, company)] == [(60, 70), None, None]
    assert unit.step == crowd.step
    assert total.step == step_of_all([Share(40, 60), Share(11, 20)])


def test_a_unit_whose_own_people_are_many_enough_keeps_its_few() -> None:
    unit = Group(Share(5, 9), [Group(Share(0, 1))])
    total = Group(below=[unit])
    assert tell(total) == NOBODY
    assert unit.told == total.told == (Share(5, 10),)
    assert total.others == NOBODY


def test_fewer_than_ten_others_are_not_told_of_at_all() -> None:
    total = Group(Share(4, 4), [Group(Share(50, 100)), Group(Share(5, 5))])
    assert tell(total) == Share(9, 9)
    assert total.told == (Share(50, 100),)
    assert step_of(total.others) is None


def test_somebody_in_two_units_is_counted_in_the_share_of_one() -> None:
    units = [(1, Kind.GROUP, None), (2, Kind.COMPANY, 1), (3, Kind.COMPANY, 1), (4, Kind.COMPANY, 3)]
    counted = Counted(
        Tree(
            Node(unit, f"U{unit}", f"Bolag {unit}", kind, above, None, None, True)
            for unit, kind, above in units
        )
    )
    counted.add(frozenset({1, 2, 3, 4}), {"hot": True})
    groups = counted.tell("hot")
    assert [groups[unit].own for unit, _, _ in units] == [NOBODY, Share(1, 1), NOBODY, NOBODY]
    assert groups[1].others == Share(1, 1)
    assert dict(counted.people) == {1: 1, 2: 1, 3: 1, 4: 1}
    assert counted.asked == {(unit, "hot") for unit in (1, 2, 3, 4)}
