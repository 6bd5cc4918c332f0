"""Managers files: posts for people who are employed elsewhere, or nowhere there."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from elearn.organisations.queries import get_line, get_tree
from tests.organisations.loading import ALICE, BERTIL, DAY, GROUP, counts, load, plan, said


@pytest.fixture(autouse=True)
def people(session: Session) -> None:
    load(session, "units", *GROUP, "N;Nämnden;nämnd;G;2020-01-01;")
    load(session, "people", ALICE, BERTIL)


def managers(session: Session, code: str, on: date = DAY) -> int:
    line = get_line(session, on)
    return len(line.managers.get(get_tree(session, on).by_code[code].id, ()))


def test_a_unit_can_have_several_managers_who_are_employed_elsewhere(session: Session) -> None:
    assert counts(load(session, "managers", "F;hr;1;chef;2026-01-01;", "F;hr;2;chef;;")) == (2, 0, 0, 0)
    assert managers(session, "F") == 2


def test_a_coordinator_is_given_to_an_elected_body(session: Session) -> None:
    load(session, "managers", "N;hr;1;samordnare;;", source="politik")
    line = get_line(session, DAY)
    assert len(line.coordinators[get_tree(session, DAY).by_code["N"].id]) == 1


def test_a_post_that_the_file_no_longer_holds_ends(session: Session) -> None:
    load(session, "managers", "F;hr;1;chef;2026-01-01;", "F;hr;2;chef;2026-01-01;")
    assert counts(load(session, "managers", "F;hr;1;chef;2026-01-01;")) == (0, 0, 1, 1)
    assert managers(session, "F") == 1
    assert managers(session, "F", date(2026, 6, 1)) == 2


def test_a_post_with_another_last_day_is_changed(session: Session) -> None:
    load(session, "managers", "F;hr;1;chef;2026-01-01;")
    assert counts(load(session, "managers", "F;hr;1;chef;2026-01-01;2026-12-31")) == (0, 1, 0, 0)
    assert managers(session, "F", date(2027, 1, 1)) == 0


def test_a_file_says_nothing_about_posts_that_another_source_gave(session: Session) -> None:
    load(session, "managers", "F;hr;1;chef;;")
    load(session, "managers", "F;hr;2;chef;;", source="politik")
    assert managers(session, "F") == 2


def test_unknown_units_numbers_and_sources_are_each_refused(session: Session) -> None:
    made = plan(session, "managers", "XX;hr;1;chef;;", "F;hr;99;chef;;", "F;okänd;1;chef;;")
    assert said(made) == [(2, "enhetskod"), (3, "anställningsnummer"), (4, "källa")]


def test_a_post_for_somebody_without_an_employment_is_a_notice(session: Session) -> None:
    load(session, "people", ALICE, max_ended=100)
    made = load(session, "managers", "F;hr;2;chef;;", "A;hr;2;chef;2020-01-01;2021-12-31")
    assert [(notice.line, notice.column) for notice in made.notices] == [(2, "anställningsnummer")]


def test_a_post_in_a_unit_that_has_ended_is_a_notice(session: Session) -> None:
    load(session, "units", *GROUP)
    made = load(session, "managers", "N;hr;1;samordnare;;")
    assert [(notice.line, notice.column, notice.value) for notice in made.notices] == [(2, "enhetskod", "N")]


def test_a_header_without_rows_meets_the_brake(session: Session) -> None:
    load(session, "managers", "F;hr;1;chef;;")
    made = plan(session, "managers")
    assert said(made) == [(None, None)]
    assert counts(load(session, "managers", max_ended=100)) == (0, 0, 1, 0)


def test_the_deputy_of_a_unit_is_another_post_than_its_manager(session: Session) -> None:
    load(session, "managers", "F;hr;1;chef;;", "F;hr;1;ställföreträdare;;")
    line = get_line(session, DAY)
    unit = get_tree(session, DAY).by_code["F"].id
    assert line.deputies[unit] == line.managers[unit] != set()


def test_a_row_with_a_fault_is_searched_for_more(session: Session) -> None:
    assert said(plan(session, "managers", "NOPE;hr;1;kung;;")) == [(2, "roll"), (2, "enhetskod")]
