"""HR files in the wild: what each file changes, or every fault that keeps it out. `make corpus` takes all of them."""

import pytest
from sqlalchemy.orm import Session

from tests.corpus.case import Case
from tests.corpus.every import CASES, GROUPS, representatives
from tests.corpus.running import run


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in representatives()])
def test_a_file_gives_what_it_must(uncommitted: Session, case: Case) -> None:
    assert run(uncommitted, case) == []


def test_no_case_hides_another_of_the_same_name() -> None:
    assert len(CASES) == sum(len(group.CASES) for group in GROUPS) >= 120


def test_every_group_is_represented() -> None:
    names = {case.name for case in representatives()}
    assert all(names & {case.name for case in group.CASES} for group in GROUPS)
