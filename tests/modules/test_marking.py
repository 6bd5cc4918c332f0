"""When a check is passed, and what the counters are told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.modules.marking import mark
from tests.modules.bank import make_question

# Ten questions: a1–a4, b1–b3, c1 and c2, and two of them (a1, b1) must-know; x is right.
ASKED = [
    make_question(name, goal=name[0], must_know=name in {"a1", "b1"}, section=number)
    for number, name in enumerate(("a1", "a2", "a3", "a4", "b1", "b2", "b3", "c1", "c2", "b4"), 1)
]


def outcome(*wrong: str):
    return mark(ASKED, {question.id: ["y" if question.id in wrong else "x"] for question in ASKED})


@pytest.mark.parametrize(
    ("wrong", "passed"),
    [
        ((), True),
        (("a2",), True),
        (("a2", "b2"), True),
        (("a2", "b2", "c1"), False),
        (("a1",), False),
        (("b1", "a2"), False),
        (("c1", "c2"), False),
        (("c1", "a2"), True),
    ],
    ids=[
        "all right",
        "nine",
        "eight",
        "seven",
        "a must-know question wrong",
        "a must-know question among eight",
        "eight, with a goal all wrong",
        "eight, with a goal half wrong",
    ],
)
def test_passed_is_eight_right_no_goal_all_wrong_and_both_must_know_right(wrong, passed):
    assert outcome(*wrong).passed is passed


def test_it_says_which_rule_was_not_met():
    few, must, goal = outcome("a2", "a3", "a4"), outcome("a1"), outcome("c1", "c2")
    assert (few.enough, few.missed_must_know, few.missed_goals) == (False, False, frozenset())
    assert (must.enough, must.missed_must_know, must.missed_goals) == (True, True, frozenset())
    assert (goal.enough, goal.missed_must_know, goal.missed_goals) == (True, False, {"c"})


def test_an_unanswered_question_is_wrong():
    assert mark(ASKED, {}).right == 0


@pytest.mark.parametrize(
    ("chosen", "right"),
    [
        (["x", "z"], True),
        (["z", "x"], True),
        (["x"], False),
        (["x", "z", "y"], False),
        ([], False),
        (["w", "y"], False),
    ],
)
def test_a_question_with_several_right_options_counts_whole_or_not(chosen, right):
    several = make_question("q", right=("x", "z"))
    assert mark([several], {"q": chosen}).right == right


def test_the_goals_are_sorted_into_known_and_to_read_with_their_sections():
    result = outcome("a3", "a2", "b2")
    assert result.known_goals == {"c"}
    assert result.to_read == {"a": (2, 3), "b": (6,)}


@pytest.mark.parametrize(
    ("wrong", "bands"),
    [
        ((), {True: 2}),
        (("a2",), {True: 2, False: 2}),
        (("a2", "a3"), {True: 1, False: 2}),
        (("a2", "a3", "a4"), {True: 1, False: 1}),
        (("a1", "a2", "a3", "a4", "b1"), {True: 0, False: 1}),
        (tuple(question.id for question in ASKED), {False: 0}),
    ],
)
def test_the_band_of_a_question_comes_from_the_other_nine(wrong, bands):
    result = outcome(*wrong)
    assert {marked.right: result.band(marked) for marked in result.questions} == bands


@given(
    st.fixed_dictionaries({question.id: st.lists(st.sampled_from("wxyz"), unique=True) for question in ASKED})
)
def test_whatever_is_answered_one_right_answer_more_never_turns_passed_into_failed(answers):
    before = mark(ASKED, answers)
    assert before.right == sum(chosen == ["x"] for chosen in answers.values())
    for question in ASKED:
        better = mark(ASKED, answers | {question.id: ["x"]})
        assert better.passed or not before.passed
        assert better.right >= before.right
