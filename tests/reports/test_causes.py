"""Why figures differ between two days: every cause by itself, on both databases."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from click.testing import CliRunner, Result

from elearn import clock
from elearn.cli import cli
from elearn.organisations.kinds import Form, Kind, Level
from elearn.reports.causes import Cause
from elearn.reports.causes_queries import Between, Changes, DayOrderError, ModuleChanges, get_changes
from elearn.reports.queries import FutureError, UnknownModuleError, UnknownUnitError
from elearn.requirements.services import clear_hold, end_requirement, set_hold
from tests.reports.building import DAY, LONG_AGO, MODULE, ON, Group, evening

LATER = ON + 100 * DAY


def between(group: Group, unit: str | None = "A", **asked: Any) -> Changes:
    given: dict[str, Any] = {"first": ON, "last": LATER, "today": LATER, "unit": unit, "module": MODULE}
    return get_changes(group.session, Between(**(given | asked)))


def module(group: Group, unit: str | None = "A", **asked: Any) -> ModuleChanges:
    (found,) = between(group, unit, **asked).modules
    return found


def causes(group: Group, unit: str | None = "A", **asked: Any) -> dict[str, dict[str, int]]:
    """What each cause made of which figure, without the zeros."""
    found = module(group, unit, **asked).causes
    shown = {cause.value: {name: n for name, n in sums.items() if n} for cause, sums in found.items()}
    return {cause: sums for cause, sums in shown.items() if sums}


@pytest.fixture
def a(group: Group) -> Group:
    """Two administrations with two units each, asked since a year; due within 90 days."""
    for code in ("A", "B"):
        group.unit(code, Kind.ADMINISTRATION)
        group.unit(f"{code}1", above=code)
        group.unit(f"{code}2", above=code)
    group.require("A", first=date(2025, 1, 1))
    return group


def test_nothing_has_changed_where_everybody_stands_as_before(a: Group) -> None:
    a.complete(a.person("A1"), ON - DAY)
    a.person("A2")
    assert causes(a) == {}
    found = module(a)
    assert found.first == found.last == found.first_as_known_then == {**found.first, "people": 2}


def test_new_are_those_who_were_nowhere_in_the_group_and_left_those_who_are_nowhere(a: Group) -> None:
    a.complete(a.person("A1", first=LATER - 10 * DAY), LATER)
    a.person("A1", last=ON)
    a.person("A1", first=ON + DAY, last=LATER - DAY)  # came and went
    expected = {
        "new": {"people": 1, "required": 1, "completed": 1},
        "left": {"people": -1, "required": -1, "overdue": -1},
    }
    assert causes(a) == expected
    assert causes(a, None) == expected


def test_who_was_an_external_worker_only_is_new(a: Group) -> None:
    person = a.person("A1", form=Form.EXTERNAL, last=ON)
    a.employ(person, "A1", first=ON + DAY)
    assert causes(a) == {"new": {"people": 1, "required": 1, "overdue": 1}}


def test_who_came_from_another_unit_has_moved_in_and_is_moved_out_of_that(a: Group) -> None:
    mover = a.person("B1", last=ON)
    a.employ(mover, "A1", first=ON + DAY)
    a.complete(mover, ON + DAY)  # whatever has happened besides: one cause
    assert causes(a) == {"moved_in": {"people": 1, "required": 1, "completed": 1}}
    assert causes(a, "B") == {"moved_out": {"people": -1}}
    assert causes(a, "A2") == {}
    assert causes(a, None) == {"moved_within": {"required": 1, "completed": 1}}


def test_people_move_with_their_unit(a: Group) -> None:
    a.unit("B3", above="B", last=ON)
    a.place("B3", above="A", first=ON + DAY)
    a.person("B3")
    assert causes(a) == {"moved_in": {"people": 1, "required": 1, "overdue": 1}}
    assert causes(a, "B") == {"moved_out": {"people": -1}}
    assert causes(a, "B3") == causes(a, None) == {"moved_within": {"required": 1, "overdue": 1}}


def test_with_a_level_chosen_another_level_is_another_place(a: Group) -> None:
    risen = a.person("A1", last=ON)
    a.employ(risen, "A1", first=ON + DAY, level=Level.MANAGER)
    assert causes(a) == {}
    moved = {"people": 1, "required": 1, "overdue": 1}
    assert causes(a, level=Level.MANAGER) == {"moved_in": moved}
    assert causes(a, level=Level.EMPLOYEE) == {"moved_out": dict.fromkeys(moved, -1)}


def test_who_is_asked_by_another_place_or_level_has_moved_within(a: Group) -> None:
    a.require("B", levels=(Level.MANAGER,))
    risen = a.person("B1", last=ON)
    a.employ(risen, "B1", first=ON + DAY, level=Level.MANAGER)
    assert causes(a, "B") == {"moved_within": {"required": 1, "overdue": 1}}


def test_who_left_and_came_back_has_other_days_to_do_it_in(a: Group) -> None:
    back = a.person("A1", last=ON)
    a.employ(back, "A1", first=LATER - 10 * DAY)
    assert causes(a) == {"moved_within": {"overdue": -1, "due": 1}}


def test_completions_expiries_and_due_dates_that_passed(a: Group) -> None:
    a.complete(a.person("A1"), ON + DAY)
    a.complete(a.person("A1"), ON - DAY, until=ON)
    a.complete(a.person("A1"), ON + DAY, until=LATER - DAY)  # made and run out in between
    a.complete(a.person("A1"), LATER, until=LATER)
    a.person("A1", first=ON)  # 90 days
    assert causes(a) == {
        "completions": {"completed": 2, "overdue": -2},
        "expiries": {"completed": -1, "expired": 2, "overdue": -1},
        "overdue": {"due": -1, "overdue": 1},
    }


def test_what_is_only_recommended_runs_out_too(group: Group) -> None:
    group.require(decided=False)
    group.complete(group.person("G"), ON, until=ON)
    assert causes(group, "G") == {"expiries": {"completed": -1, "due": 1}}


def test_holds_and_absences_that_began_or_ended(a: Group) -> None:
    held, freed = a.person("A1"), a.person("A1")
    set_hold(a.session, held, on=ON + DAY, at=evening(ON + DAY), actor=held)
    set_hold(a.session, freed, on=LONG_AGO, at=evening(LONG_AGO), actor=held)
    clear_hold(a.session, freed, on=LATER, at=evening(LATER), actor=held)
    a.person("A1", absent=(ON + DAY, None))
    ran_out = a.person("A1", absent=(ON - 40 * DAY, ON))
    a.complete(ran_out, ON - 200 * DAY, until=ON - 100 * DAY)
    assert {change.person_id for change in module(a).of(Cause.HOLDS)} == {held, freed}
    assert not any(module(a).causes[Cause.HOLDS].values())
    assert module(a).causes[Cause.LAST_DAY] == {
        "people": 0,
        "required": 0,
        "completed": 0,
        "expired": 1,
        "overdue": -1,
        "due": 0,
    }
    assert set(causes(a)) == {"last_day"}


def test_a_completion_that_ran_out_has_run_out_whoever_is_held_since(a: Group) -> None:
    held = a.person("A1")
    a.complete(held, ON, until=ON)
    set_hold(a.session, held, on=LATER, at=evening(LATER), actor=held)
    assert causes(a) == {"expiries": {"completed": -1, "due": 1}}


def test_other_requirements_are_a_cause_where_nobody_has_moved(a: Group) -> None:
    a.person("B1")
    a.person("A1")
    a.require("B", first=ON + DAY, days=365)
    assert causes(a, "B") == {"requirements": {"required": 1, "due": 1}}
    ended = a.require("B", first=LONG_AGO)
    assert causes(a, "B") == {}
    end_requirement(a.session, ended.requirement_id, LATER - DAY, at=evening(LATER))
    assert causes(a, "B", first=LATER - 2 * DAY) == {"requirements": {"overdue": -1, "due": 1}}


def test_a_recommendation_that_was_decided_makes_people_late(group: Group) -> None:
    group.person("G")
    group.require(decided=False, last=ON)
    group.require(first=ON + DAY, days=1)
    assert causes(group, "G") == {"requirements": {"due": -1, "overdue": 1}}


def test_who_is_protected_comes_and_goes_with_the_size_of_the_unit(a: Group) -> None:
    a.person("A1", protected=True)
    for _ in range(48):
        a.person("A1")
    assert causes(a) == {}
    a.person("A1", first=ON + DAY)
    found = causes(a)
    assert found["new"]["people"] == found["moved_in"]["people"] == 1
    assert causes(a, "A1") == {"new": {"people": 1, "required": 1, "overdue": 1}}


def test_what_was_known_later_is_a_correction_and_no_cause(a: Group) -> None:
    late = a.person("A1", recorded=evening(ON + 9 * DAY))
    a.complete(late, ON + 8 * DAY)
    found = module(a)
    assert found.first["people"] == found.last["people"] == 1
    assert causes(a) == {"completions": {"completed": 1, "overdue": -1}}
    assert {change.person_id for change in found.corrected_first} == {late}
    assert found.corrected_last == ()
    assert found.first_as_known_then["people"] == 0
    assert found.first_as_known_then["required"] == 0
    then = module(a, known_at=evening(ON))
    assert then.corrected_first == ()
    assert then.first["people"] == then.last["people"] == 0


def test_what_cannot_be_answered_is_refused(a: Group) -> None:
    for asked, refusal in (
        ({"first": LATER}, DayOrderError),
        ({"last": LATER + DAY}, FutureError),
        ({"unit": "X"}, UnknownUnitError),
        ({"module": "x"}, UnknownModuleError),
    ):
        with pytest.raises(refusal):
            between(a, **asked)


def test_of_a_group_without_units_there_is_nothing_to_say(session: Any) -> None:
    found = get_changes(session, Between(first=ON, last=LATER, today=LATER))
    assert all(not any(each.first.values()) and not each.changes for each in found.modules)


Run = Callable[..., Result]


@pytest.fixture
def run(group: Group, database_url: str) -> Run:
    """Run `elearn report changes …` on a unit in which somebody new is late and somebody else is done."""
    today = clock.today()
    group.unit("A", Kind.ADMINISTRATION, name="=Åkern")
    group.require(first=today - 300 * DAY)
    group.person("A", first=today - 150 * DAY)
    group.complete(group.person("A"), today - 10 * DAY)
    group.session.commit()
    group.session.close()

    def run(*arguments: str) -> Result:
        environment = {"ELEARN_DATABASE_URL": database_url, "ELEARN_SECRET_KEY": "x" * 40}
        days = ["--from", str(today - timedelta(days=200)), "--to", str(today)]
        return CliRunner(env=environment).invoke(cli, ["report", "changes", *days, *arguments])

    return run


def test_json_has_both_days_the_causes_and_the_corrections(run: Run) -> None:
    found = run("--format", "json", "--module", MODULE, "--unit", "A", "--level", "employee")
    assert found.exit_code == 0, found.output
    content = json.loads(found.stdout)
    assert (content["unit_code"], content["level"]) == ("A", "employee")
    (one,) = content["modules"]
    assert one["first"]["people"] == 1
    assert one["causes"]["new"] == {
        **dict.fromkeys(one["first"], 0),
        "people": 1,
        "required": 1,
        "overdue": 1,
    }
    assert one["causes"]["completions"]["completed"] == 1
    assert one["last"]["people"] == 2
    assert not any(one["corrections"]["first"].values())
    for figure, number in one["first"].items():
        assert number + sum(sums[figure] for sums in one["causes"].values()) == one["last"][figure]


def test_csv_has_numbers_that_excel_can_add(run: Run) -> None:
    found = run("--format", "csv", "--module", MODULE)
    header, *rows = csv.reader(io.StringIO(found.stdout_bytes.decode("utf-8-sig")), delimiter=";")
    assert header[:5] == ["unit_code", "module", "row", "date", "people"]
    lines = {row[2]: row[4:] for row in rows if row[0] != "#end" and row[2] != "corrections"}
    assert lines["completions"] == ["0", "0", "1", "0", "-1", "0"]
    assert rows[-1][:2] == ["#end", "15"]


def test_the_table_names_the_causes(run: Run) -> None:
    lines = run("--module", MODULE).stdout.splitlines()
    assert lines[1].split()[1:] == ["1", "1", "0", "0", "1", "0"]
    assert next(line for line in lines if "blivit klara" in line).split()[-2:] == ["+1", "-1"]


def test_the_command_refuses_with_a_sentence(run: Run) -> None:
    tomorrow = str(clock.today() + DAY)
    for options, sentence in (
        (["--from", str(clock.today())], "är inte före"),
        (["--to", tomorrow], "har inte varit än"),
        (["--unit", "X"], "ingen enhet med koden ”X”"),
        (["--module", "x"], "ingen modul ”x”"),
    ):
        found = run(*options)
        assert found.exit_code == 1
        assert sentence in found.stderr
        assert found.stdout == ""
