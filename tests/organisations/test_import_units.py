"""Units files: one tree for the whole group, over time."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.organisations.models import UnitVersion
from elearn.organisations.queries import get_tree
from tests.organisations.loading import (
    ALICE,
    DAY,
    EVE,
    GROUP,
    Y2020,
    counts,
    days_of,
    days_of_unit,
    load,
    plan,
    said,
)


def test_units_are_added_with_their_place_in_the_tree(session: Session) -> None:
    assert counts(load(session, "units", *GROUP)) == (3, 0, 0, 0)
    tree = get_tree(session, DAY)
    assert [tree[unit].code for unit in tree.upward(tree.by_code["A"].id)] == ["A", "F", "G"]


def test_a_renamed_unit_keeps_its_earlier_name_for_the_days_before(session: Session) -> None:
    load(session, "units", *GROUP)
    made = load(session, "units", *GROUP[:2], "A;Stora ängen;enhet;F;2020-01-01;")
    assert counts(made) == (0, 1, 0, 2)
    assert days_of_unit(session, "A") == [("Ängen", Y2020, EVE), ("Stora ängen", DAY, None)]


def test_a_unit_that_the_file_no_longer_holds_ends_the_day_before(session: Session) -> None:
    load(session, "units", *GROUP)
    assert counts(load(session, "units", *GROUP[:2])) == (0, 0, 1, 2)
    assert days_of_unit(session, "A") == [("Ängen", Y2020, EVE)]


def test_a_unit_that_was_voided_can_come_back(session: Session) -> None:
    load(session, "units", *GROUP, "B;Berget;enhet;F;2027-01-01;")
    load(session, "units", *GROUP)
    assert days_of_unit(session, "B") == []
    load(session, "units", *GROUP, "B;Berget;enhet;F;;")
    assert days_of_unit(session, "B") == [("Berget", DAY, None)]


def test_a_unit_may_hang_under_one_of_another_source(session: Session) -> None:
    load(session, "units", *GROUP)
    load(session, "units", "X;Bolaget;bolag;G;;", source="bolag")
    assert counts(load(session, "units", *GROUP)) == (0, 0, 0, 3)


def test_a_unit_of_another_source_is_refused(session: Session) -> None:
    load(session, "units", *GROUP)
    made = plan(session, "units", "A;Vår äng;enhet;F;;", source="bolag")
    assert said(made) == [(2, "enhetskod")]
    assert "källan hr" in made.faults[0].message


def test_the_code_of_a_voided_unit_still_belongs_to_its_source(session: Session) -> None:
    load(session, "units", *GROUP, "B;Berget;enhet;F;2027-01-01;")
    load(session, "units", *GROUP)
    assert said(plan(session, "units", "B;Vårt berg;enhet;F;;", source="bolag")) == [(2, "enhetskod")]


def test_a_unit_without_its_parent_is_an_orphan(session: Session) -> None:
    made = plan(session, "units", *GROUP, "B;Berget;enhet;SAKNAS;;")
    assert said(made) == [(5, "överordnad")]
    assert made.faults[0].value == "SAKNAS"


def test_a_unit_under_one_that_ends_is_an_orphan_from_that_day(session: Session) -> None:
    made = plan(session, "units", GROUP[0], "F;Förvaltningen;förvaltning;G;2020-01-01;2026-12-31", GROUP[2])
    assert said(made) == [(4, "överordnad")]
    assert "2027-01-01" in made.faults[0].message


def test_a_unit_may_move_on_the_day_its_parent_ends(session: Session) -> None:
    load(
        session,
        "units",
        GROUP[0],
        "F;Förvaltningen;förvaltning;G;2020-01-01;2026-12-31",
        "A;Ängen;enhet;F;2020-01-01;2026-12-31",
        "A;Ängen;enhet;G;2027-01-01;",
    )
    tree = get_tree(session, date(2027, 1, 1))
    assert tree.parent_id(tree.by_code["A"].id) == tree.by_code["G"].id


def test_ending_a_unit_under_which_another_source_has_units_is_refused(session: Session) -> None:
    load(session, "units", *GROUP)
    load(session, "units", "X;Verkstan;enhet;A;;", source="bolag")
    made = plan(session, "units", *GROUP[:2])
    assert said(made) == [(None, None)]
    assert "”X” hänger under ”A”" in made.faults[0].message


def test_what_another_source_had_wrong_already_is_not_this_files_fault(session: Session) -> None:
    """Units of one source known only from a later day than the parent they are given by a correction of another."""
    load(session, "units", "G;Gruppen;koncern;;2025-01-01;")
    load(session, "units", "X;Bolaget;bolag;G;2020-01-01;", source="bolag")
    made = plan(session, "units", "G;Gruppen AB;koncern;;2025-01-01;", on=date(2021, 1, 1), correction=True)
    assert made.faults == ()


def test_a_second_root_is_refused(session: Session) -> None:
    load(session, "units", *GROUP)
    made = plan(session, "units", "X;Bolaget;bolag;;;", source="bolag")
    assert said(made) == [(2, "överordnad")]
    assert "”G” är redan koncernens rot" in made.faults[0].message


def test_one_root_may_follow_another(session: Session) -> None:
    made = plan(
        session,
        "units",
        "G;Gruppen;koncern;;2020-01-01;2026-12-31",
        "H;Nya gruppen;koncern;;2027-01-01;",
        "A;Ängen;enhet;G;2020-01-01;2026-12-31",
        "A;Ängen;enhet;H;2027-01-01;",
    )
    assert made.faults == ()


def test_a_cycle_is_refused_with_its_whole_path(session: Session) -> None:
    made = plan(session, "units", *GROUP, "B;Berget;enhet;D;;", "C;Cirkeln;enhet;B;;", "D;Dalen;enhet;C;;")
    assert said(made) == [(5, "överordnad")]
    assert "B → D → C → B" in made.faults[0].message


def test_a_unit_under_itself_is_a_cycle(session: Session) -> None:
    made = plan(session, "units", *GROUP, "B;Berget;enhet;B;;")
    assert said(made) == [(5, "överordnad")]
    assert "B → B" in made.faults[0].message


def test_a_cycle_that_begins_on_a_later_day_is_refused_with_that_day(session: Session) -> None:
    made = plan(
        session,
        "units",
        GROUP[0],
        "B;Berget;enhet;G;2020-01-01;2026-12-31",
        "B;Berget;enhet;C;2027-01-01;",
        "C;Cirkeln;enhet;B;2020-01-01;",
    )
    assert len(made.faults) == 1
    assert "2027-01-01: B → C → B" in made.faults[0].message


def test_a_cycle_through_another_sources_unit_is_refused(session: Session) -> None:
    load(session, "units", *GROUP)
    load(session, "units", "X;Bolaget;bolag;A;;", source="bolag")
    made = plan(session, "units", *GROUP[:2], "A;Ängen;enhet;X;2020-01-01;")
    assert said(made) == [(4, "överordnad")]
    assert "A → X → A" in made.faults[0].message


def test_a_cycle_on_days_long_past_is_refused(session: Session) -> None:
    rows = ("B;Berget;enhet;C;2020-01-01;2024-12-31", "C;Cirkeln;enhet;B;2020-01-01;2024-12-31")
    made = plan(session, "units", GROUP[0], *rows)
    assert said(made) == [(3, "överordnad")]


def test_a_cycle_that_others_have_is_not_this_files_fault(session: Session) -> None:
    load(session, "units", GROUP[0], "B;Berget;enhet;G;2020-01-01;2024-12-31")
    version = session.scalars(select(UnitVersion).where(UnitVersion.valid_to.is_not(None))).one()
    version.superseded_at = version.recorded_at
    session.add(
        UnitVersion(
            unit_id=version.unit_id,
            name="Berget",
            kind=version.kind,
            parent_id=version.unit_id,
            legal_entity=None,
            responsible_code=None,
            counts_in_group=True,
            import_id=None,
            began_on=version.began_on,
            valid_from=version.valid_from,
            valid_to=version.valid_to,
            recorded_at=version.recorded_at,
            superseded_at=None,
        )
    )
    session.commit()
    assert plan(session, "units", "X;Bolaget;bolag;G;;", source="ny").faults == ()
    tree = get_tree(session, date(2024, 1, 1))
    assert tree.subtree(version.unit_id) == [version.unit_id], "and no report walks in circles"


def test_a_parent_that_never_was_is_refused_also_for_days_long_past(session: Session) -> None:
    made = plan(
        session,
        "units",
        GROUP[0],
        "B;Berget;enhet;G;2025-01-01;",
        "B;Berget;enhet;SAKNAS;2020-01-01;2024-12-31",
    )
    assert [(fault.line, fault.value) for fault in made.faults] == [(4, "SAKNAS")]


def test_roots_that_others_had_before_are_not_this_files_fault(session: Session) -> None:
    load(session, "units", "G;Gruppen;koncern;;2020-01-01;", "H;Huset;bolag;;2020-01-01;2024-12-31")
    made = plan(session, "units", "X;Bolaget;bolag;G;2020-01-01;", source="ny", on=date(2021, 1, 1))
    assert made.faults == ()


def test_the_root_that_runs_into_another_sources_later_one_is_refused(session: Session) -> None:
    load(session, "units", "G;Gruppen;koncern;;2020-01-01;2026-12-31")
    load(session, "units", "H;Nya gruppen;koncern;;2027-01-01;", source="ny")
    made = plan(session, "units", "G;Gruppen;koncern;;2020-01-01;")
    assert said(made) == [(2, "överordnad")]
    assert "”H” är redan koncernens rot" in made.faults[0].message


def test_a_very_long_cycle_is_told_in_short(session: Session) -> None:
    ring = [f"R{n};Ring;enhet;R{(n + 1) % 2000};;" for n in range(2000)]
    made = plan(session, "units", *GROUP, *ring)
    assert said(made) == [(5, "överordnad")]
    assert "(1941)" in made.faults[0].message


def test_a_row_with_a_fault_makes_no_orphans(session: Session) -> None:
    made = plan(session, "units", GROUP[0], "F;Förvaltningen;förvaltnig;G;;", GROUP[2])
    assert said(made) == [(3, "typ")]


def test_ending_a_unit_with_people_is_a_notice_and_they_count_there(session: Session) -> None:
    load(session, "units", *GROUP)
    load(session, "people", ALICE)
    made = load(session, "units", *GROUP[:2])
    assert [(notice.line, notice.value) for notice in made.notices] == [(None, "A")]
    assert days_of(session, "1") == [("A", Y2020, None)]
    tree = get_tree(session, DAY)
    assert tree.by_code["A"].id in tree.subtree(tree.by_code["F"].id)


def test_a_unit_that_ends_later_while_people_stay_is_a_notice_once(session: Session) -> None:
    load(session, "units", *GROUP)
    load(session, "people", ALICE)
    ending = (*GROUP[:2], "A;Ängen;enhet;F;2020-01-01;2026-12-31")
    assert [(notice.line, notice.value) for notice in load(session, "units", *ending).notices] == [(4, "A")]
    assert plan(session, "units", *ending).notices == ()


def test_a_unit_without_people_ends_without_a_notice(session: Session) -> None:
    load(session, "units", *GROUP)
    assert load(session, "units", *GROUP[:2]).notices == ()


def test_an_unknown_responsible_committee_is_a_notice(session: Session) -> None:
    made = load(
        session, "units", GROUP[0] + ";", "F;Förvaltningen;förvaltning;G;;;N", extra=";ansvarig_nämnd"
    )
    assert [(notice.line, notice.column, notice.value) for notice in made.notices] == [
        (3, "ansvarig_nämnd", "N")
    ]
    load(session, "units", "N;Nämnden;nämnd;G;;", source="politik")
    assert (
        plan(
            session, "units", GROUP[0] + ";", "F;Förvaltningen;förvaltning;G;;;N", extra=";ansvarig_nämnd"
        ).notices
        == ()
    )


@pytest.mark.parametrize(
    "rows", [("F;Förvaltningen;förvaltning;G;;", "F;Förvaltningen;förvaltning;G;2027-01-01;")]
)
def test_two_rows_of_one_unit_may_not_overlap(session: Session, rows: tuple[str, ...]) -> None:
    assert len(plan(session, "units", GROUP[0], *rows).faults) == 1


def test_a_row_without_a_first_day_may_not_run_into_another_once_its_stored_day_is_known(
    session: Session,
) -> None:
    load(session, "units", *GROUP)
    rows = ("A;Ängen;enhet;F;;", "A;Ängen;enhet;F;2021-01-01;2021-12-31")
    assert said(plan(session, "units", *GROUP[:2], *rows)) == [(5, "från")]


def test_a_row_without_a_first_day_that_ended_before_the_file_needs_one(session: Session) -> None:
    assert len(plan(session, "units", *GROUP, "B;Berget;enhet;F;;2026-01-31").faults) == 1


def test_a_row_with_a_fault_is_searched_for_more(session: Session) -> None:
    made = plan(session, "units", *GROUP, "B;Backen;slott;ZZ;2020-01-01;")
    assert said(made) == [(5, "typ"), (5, "överordnad")]
    assert said(plan(session, "units", *GROUP, "B;Backen;slott;A;2020-01-01;")) == [(5, "typ")]
