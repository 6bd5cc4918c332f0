"""Where people are counted: in the organisation of the day or of today, and where a protected identity is."""

from typing import Any

from elearn.organisations.kinds import Form, Kind, Level
from elearn.reports.queries import Structure
from tests.reports.building import DAY, ON, Group, evening


def test_structure_now_places_the_people_of_the_day_where_they_are_today(group: Group) -> None:
    today = ON + 100 * DAY
    group.unit("A", Kind.ADMINISTRATION)
    group.unit("B", Kind.ADMINISTRATION)
    group.unit("C", Kind.ADMINISTRATION, first=ON + DAY)
    group.require()
    moved = group.person("A", last=ON)
    group.employ(moved, "C", first=ON + DAY)
    group.complete(moved, ON + DAY)  # after the day: not in it
    group.person("A", last=ON)  # left
    group.person("B")
    group.person("B", first=ON + DAY)  # came later
    asked: dict[str, Any] = {"today": today, "structure": Structure.NOW}
    assert group.row("C", **asked) == {"people": 1, "required": 1, "overdue": 1}
    assert group.row("A", **asked) == {}
    assert group.row("B", **asked)["people"] == 1
    assert group.row("", **asked) == {"people": 1, "required": 1, "overdue": 1}
    assert group.row("G", **asked) == group.row("G", today=today)


def test_structure_now_follows_a_unit_that_was_moved(group: Group) -> None:
    group.unit("A", Kind.ADMINISTRATION)
    group.unit("B", Kind.ADMINISTRATION)
    group.unit("A1", above="A", last=ON)
    group.place("A1", above="B", first=ON + DAY)
    group.person("A1")
    asked: dict[str, Any] = {"today": ON + DAY, "structure": Structure.NOW}
    assert group.row("A", today=ON + DAY) == group.row("B", **asked) == {"people": 1}
    assert group.row("B", today=ON + DAY) == group.row("A", **asked) == {}
    assert group.row("A1", unit="B", **asked) == {"people": 1}


def test_who_is_only_an_external_worker_today_is_employed_no_longer(group: Group) -> None:
    person = group.person("G", last=ON)
    group.employ(person, "G", first=ON + DAY, form=Form.EXTERNAL)
    assert group.row("", today=ON + DAY, structure=Structure.NOW) == {"people": 1}


def test_who_never_counted_in_the_group_is_not_among_those_who_left_it(group: Group) -> None:
    group.unit("F", Kind.ASSOCIATION, counts=False)
    group.person("F", last=ON)
    asked: dict[str, Any] = {"today": ON + DAY, "structure": Structure.NOW}
    assert group.row("", **asked) == group.row("G", **asked) == {}


def test_a_protected_identity_counts_only_in_large_administrations_and_companies_and_the_group(
    group: Group,
) -> None:
    group.unit("A", Kind.ADMINISTRATION)
    group.unit("A1", above="A")
    group.unit("N", Kind.COMMITTEE)
    group.require()
    for _ in range(48):
        group.person("A1")
    hidden = group.person("A1", protected=True)
    group.employ(hidden, "N", level=Level.POLITICIAN)
    group.complete(hidden)
    assert group.row("A") == {"people": 48, "required": 48, "overdue": 48}  # 49 with the hidden one
    group.person("A1")
    assert group.row("A") == {"people": 50, "required": 50, "completed": 1, "overdue": 49}
    assert group.row("A1") == {"people": 49, "required": 49, "overdue": 49}
    assert group.row("N") == {}
    assert group.row("G") == group.row("A")
    assert group.row("A", level=Level.POLITICIAN) == group.row("G", level=Level.POLITICIAN) == {}
    assert group.row("A", unit="A") == group.row("A")


def test_a_protected_identity_is_in_no_row_of_those_who_left(group: Group) -> None:
    group.person("G", last=ON, protected=True)
    assert group.row("", today=ON + DAY, structure=Structure.NOW) == {}


def test_who_has_turned_out_to_be_another_since_is_where_that_one_is_today(group: Group) -> None:
    for code in ("A", "B"):
        group.unit(code, Kind.ADMINISTRATION)
    one, other = group.person("A", last=ON), group.person("B")
    group.join(one, other, evening(ON + DAY))
    asked: dict[str, Any] = {"today": ON + DAY, "structure": Structure.NOW, "known_at": evening(ON)}
    assert group.row("A", **asked) == group.row("", **asked) == {}
    assert group.row("B", **asked) == group.row("B", unit="B", **asked) == {"people": 2}


def test_who_is_protected_is_so_whoever_they_were_taken_for_before(group: Group) -> None:
    one, other = group.person("G", protected=True), group.person("G")
    group.person("G")
    assert group.row() == {"people": 2}
    group.join(one, other, evening(ON + DAY))
    assert group.row(today=ON + DAY) == group.row(known_at=evening(ON)) == {"people": 1}


def test_a_unit_that_has_ended_tells_nothing_of_a_protected_identity_that_stayed(group: Group) -> None:
    group.unit("A", Kind.ADMINISTRATION, last=ON - DAY)
    group.person("A", protected=True)
    assert {row.unit_code for row in group.report().rows} == {"G"}
