"""Every file of the corpus, on both databases: `make corpus`."""

import pytest
from sqlalchemy.orm import Session

from tests.corpus.case import Case
from tests.corpus.every import CASES
from tests.corpus.running import run


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES.values()])
def test_a_file_gives_what_it_must(uncommitted: Session, case: Case) -> None:
    assert run(uncommitted, case) == []
