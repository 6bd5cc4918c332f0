"""The register of criteria says what is so: everything it names exists, and nearly all of it is tried by a machine."""

import ast
from itertools import combinations
from pathlib import Path

import pytest

from tests.a11y.checks import EVERY
from tests.a11y.criteria import by_hand, criteria
from tests.a11y.forms import FORMS, PAIRS, Form

ROOT = Path(__file__).resolve().parents[2]
FEWEST_TRIED = 45
FACTORS = ("size", "colours", "script", "still")


def test_all_fifty_five_criteria_stand_in_it() -> None:
    numbers = [criterion.number for criterion in criteria()]
    assert len(numbers) == len(set(numbers)) == 55
    assert {criterion.level for criterion in criteria()} == {"A", "AA"}
    assert sum(criterion.level == "A" for criterion in criteria()) == 31
    assert sum(criterion.tried for criterion in criteria()) >= FEWEST_TRIED
    assert all(one["sv"] and one["en"] for one in by_hand())


def test_every_check_that_it_names_is_made_and_every_check_is_named() -> None:
    assert {name for criterion in criteria() for name in criterion.checks} == EVERY


@pytest.mark.parametrize("name", sorted({test for criterion in criteria() for test in criterion.tests}))
def test_every_test_that_it_names_exists(name: str) -> None:
    file, _, function = name.partition("::")
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_two_values_meet_in_one_of_the_pairs() -> None:
    def meetings(forms: tuple[Form, ...]) -> set[tuple[object, ...]]:
        return {
            (first, getattr(form, first), second, getattr(form, second))
            for form in forms
            for first, second in combinations(FACTORS, 2)
        }

    assert meetings(PAIRS) == meetings(FORMS)
