"""Where somebody is in a module."""

import pytest

from elearn.modules.progress import find_step, first_unread, minutes_left
from tests.modules.bank import make_module

MODULE = make_module(minutes=22)  # sections 1, 2 and 4, five minutes each, and seven for the check


@pytest.mark.parametrize(
    ("read", "number"), [((), 1), ((1,), 2), ((2,), 1), ((1, 2), 4), ((1, 2, 4), None), ((1, 2, 3, 4), None)]
)
def test_the_place_kept_is_the_first_unread_section(read, number):
    section = first_unread(MODULE, read)
    assert (section.number if section else None) == number


@pytest.mark.parametrize(
    ("number", "place", "previous", "following"), [(1, 1, None, 2), (2, 2, 1, 4), (4, 3, 2, None)]
)
def test_a_section_knows_its_place_and_neighbours_though_a_number_is_missing(
    number, place, previous, following
):
    step = find_step(MODULE, number)
    assert step is not None
    assert (step.section.number, step.place, step.total) == (number, place, 3)
    assert (step.previous.number if step.previous else None) == previous
    assert (step.next.number if step.next else None) == following


def test_a_number_that_the_module_lacks_is_no_section():
    assert find_step(MODULE, 3) is None


@pytest.mark.parametrize(("read", "minutes"), [((), 22), ((1,), 17), ((1, 2, 4), 7), ((1, 2, 3, 4), 7)])
def test_the_minutes_left_are_those_of_what_is_unread_and_the_check(read, minutes):
    assert minutes_left(MODULE, read) == minutes


def test_there_is_always_at_least_a_minute_left():
    assert minutes_left(make_module(minutes=15), (1, 2, 4)) == 1
