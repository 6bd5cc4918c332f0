"""New committees on 1 January after an election: a file that replaces more than half of one source at once.

Forty elected are in six committees. From the new year there are five, one of them as before, and thirty-eight
elected, of whom fourteen sat before. Rehearsed as HR does it, by command and on the page, with the figures of
the last day of the year and of the first before it and after it.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from elearn import clock
from elearn.cli import cli
from elearn.completions.models import Evidence
from elearn.completions.services import record_completion
from elearn.database import Database
from elearn.organisations.finding import find_person_by_number
from elearn.organisations.queries import get_tree
from elearn.requirements.services import Terms, set_requirement
from tests.corpus.case import TREE, Case, file_of, people, units
from tests.corpus.officers import OFFICERS, SignIn, appoint, hand_in
from tests.corpus.running import put
from tests.organisations.handing_in import confirm
from tests.organisations.loading import last_event

MODULE = "anmalningsskyldigheten"
NEW_YEAR = date(clock.today().year, 1, 1)
EVE = NEW_YEAR - timedelta(days=1)
BEGUN = date(NEW_YEAR.year - 4, 1, 1)

BEFORE = [f"P{n}" for n in range(6)]
STAYING, FRESH = "P0", [f"Q{n}" for n in range(1, 5)]
AFTER = [STAYING, *FRESH]
OLD_NUMBERS, NEW_NUMBERS = range(40), [*range(14), *range(40, 64)]
# Seven of those who sit again have done the module, and three of those who leave.
DONE = (*range(7), 30, 31, 32)
OLD, RENEWED, LEFT = len(OLD_NUMBERS), len(NEW_NUMBERS), 26


def committees(codes: list[str], since: date) -> list[str]:
    return [
        f"{code};Nämnd {code};nämnd;G;{(BEGUN if code == STAYING else since).isoformat()};" for code in codes
    ]


def elected(numbers: Any, codes: list[str], since: date) -> list[str]:
    """Everybody in one committee, by turns; who stays where they were keeps the first day."""
    rows = []
    for number in numbers:
        code = codes[number % len(codes)]
        first = BEGUN if code == STAYING and number % len(BEFORE) == 0 and number < OLD else since
        rows.append(f"{number};Eva;Ek{number};;{code};politiker;Ledamot;;{first.isoformat()};;;")
    return rows


NEW_UNITS = committees(AFTER, NEW_YEAR)
NEW_PEOPLE = elected(NEW_NUMBERS, AFTER, NEW_YEAR)


@dataclass(frozen=True)
class Hall:
    """A group whose politicians were elected four years ago, and its two HR officers."""

    database: Database
    officers: list[UUID]
    run: Callable[..., Result]

    def figures(self, on: date, **options: str) -> dict[str, dict[str, Any]]:
        """The rows of the one module, by the unit's code."""
        more = [part for name, value in options.items() for part in (f"--{name.replace('_', '-')}", value)]
        found = self.run(
            "report", "units", "--format", "json", "--module", MODULE, "--as-of", on.isoformat(), *more
        )
        assert found.exit_code == 0, found.output
        return {row["unit_code"]: row for row in json.loads(found.stdout)["rows"]}


@pytest.fixture
def hall(database: Database, database_url: str, tmp_path: Path) -> Hall:
    with database.writing() as session, session.begin():
        for given in TREE:
            put(session, given)
        put(session, units(*committees(BEFORE, BEGUN), source="politik", on=BEGUN))
        put(session, people(*elected(OLD_NUMBERS, BEFORE, BEGUN), source="politik", on=BEGUN))
        officers = appoint(session, get_tree(session, clock.today()))
        _ask_and_answer(session)

    def run(*arguments: str) -> Result:
        environment = {
            "ELEARN_DATABASE_URL": database_url,
            "ELEARN_SECRET_KEY": "x" * 40,
            "ELEARN_INSTANCE_DIR": str(tmp_path),
        }
        return CliRunner(env=environment).invoke(cli, list(arguments))

    return Hall(database, officers, run)


def _ask_and_answer(session: Session) -> None:
    """The module is asked of everybody since the term began, and ten have done it."""
    root = get_tree(session, BEGUN).root
    assert root is not None
    terms = Terms(
        unit_id=root.id,
        modules=(MODULE,),
        decided_by="Fullmäktige",
        decided_on=BEGUN,
        record_number="KF 1",
    )
    set_requirement(session, terms, valid_from=BEGUN, at=clock.now())
    for number in DONE:
        person_id = find_person_by_number(session, "politik", str(number))
        assert person_id is not None
        record_completion(
            session,
            person_id=person_id,
            module=MODULE,
            version="1.0",
            evidence=Evidence.CHECK,
            completed_on=EVE - timedelta(days=30),
            valid_until=None,
            origin=f"e{number}",
            at=clock.now(),
        )


Load = Callable[[Hall], None]


def by_command(hall: Hall, tmp_path: Path) -> None:
    """Units, then people: refused by the brake until it is raised."""
    for kind, rows in {"units": NEW_UNITS, "people": NEW_PEOPLE}.items():
        (tmp_path / f"{kind}.csv").write_bytes(file_of(*rows, kind=kind))

    def load(kind: str, *options: str) -> tuple[int, dict[str, Any]]:
        arguments = ["--source", "politik", "--as-of", NEW_YEAR.isoformat(), "--json", *options]
        result = hall.run("import", kind, str(tmp_path / f"{kind}.csv"), *arguments)
        return result.exit_code, json.loads(result.output)

    status, units_told = load("units")
    assert (status, units_told["added"], units_told["ended"], units_told["unchanged"]) == (0, 4, 5, 1)
    assert [notice["value"] for notice in units_told["notices"]] == BEFORE[1:]
    status, refused = load("people")
    assert status == 1
    assert [(fault["line"], fault["message"][:40]) for fault in refused["faults"]] == [
        (None, f"Filen lämnar {LEFT} av {OLD} personer i källan "[:40])
    ]
    assert (
        load("people", "--dry-run", "--max-ended", "65")[0],
        load("people", "--max-ended", "64.9")[0],
    ) == (0, 1)
    status, told = load("people", "--max-ended", "65")
    assert (status, told["applied"]) == (0, True)
    with hall.database.reading() as session:
        details = last_event(session, "hr.imported").details
        assert (details["max_ended"], details["left"]) == (65, LEFT)


def on_the_page(hall: Hall, client: FlaskClient, sign_in_as: SignIn) -> None:
    """The first officer's word is not enough; the second's is."""
    first = sign_in_as(client, hall.officers[0])
    second = sign_in_as(client.application.test_client(), hall.officers[1])
    filed = Case(
        name="", kind="units", source="politik", on=NEW_YEAR, content=file_of(*NEW_UNITS, kind="units")
    )
    assert confirm(first, hand_in(first, filed).location).location == "/hr/import"
    address = hand_in(
        first, Case(name="", source="politik", on=NEW_YEAR, content=file_of(*NEW_PEOPLE))
    ).location
    assert f"{LEFT} av {OLD} personer" in first.get(address).get_data(as_text=True)
    before = hall.figures(NEW_YEAR)
    assert confirm(first, address).location == address
    assert "Bekräfta som" not in first.get(address).get_data(as_text=True), "one officer is not two"
    assert hall.figures(NEW_YEAR) == before, "half a decision changes nothing"
    assert confirm(second, address).location == "/hr/import"
    with hall.database.reading() as session:
        event = last_event(session, "hr.imported")
        assert (event.actor, event.details["confirmed_by"]) == (hall.officers[1], hall.officers[0].hex)


@pytest.fixture(params=["command", "page"])
def load(request: pytest.FixtureRequest, client: FlaskClient, sign_in_as: SignIn, tmp_path: Path) -> Load:
    if request.param == "command":
        return lambda hall: by_command(hall, tmp_path)
    return lambda hall: on_the_page(hall, client, sign_in_as)


def test_the_figures_before_and_after_the_election_are_true(hall: Hall, load: Load) -> None:
    last, first = hall.figures(EVE), hall.figures(NEW_YEAR)
    known = clock.now()
    assert {code: last[code]["people"] for code in BEFORE} == {
        code: 7 if code < "P4" else 6 for code in BEFORE
    }
    assert (last["G"]["people"], last["G"]["completed"]) == (OLD + len(OFFICERS), len(DONE))
    assert first["G"]["people"] == OLD + len(OFFICERS)

    load(hall)

    assert hall.figures(EVE) == last, "the last day of the year stands as it was"
    assert hall.figures(NEW_YEAR, known_at=known.isoformat()) == first, (
        "so does what was known before the file"
    )
    after = hall.figures(NEW_YEAR)
    assert after.keys() == {"G", "F", "A", "B", *AFTER}
    assert after["G"]["people"] == RENEWED + len(OFFICERS)
    assert after["G"]["completed"] == 7
    assert {code: after[code]["people"] for code in AFTER} == {
        code: sum(number % 5 == place for number in NEW_NUMBERS) for place, code in enumerate(AFTER)
    }
    assert {code: after[code]["completed"] for code in AFTER} == {
        code: sum(number % 5 == place for number in range(7)) for place, code in enumerate(AFTER)
    }
    for row in (*last.values(), *after.values()):
        assert row["required"] == row["completed"] + row["expired"] + row["overdue"] + row["due"]

    today = hall.figures(EVE, structure="now")
    assert today["G"] == last["G"], "the root's figures are the same in both"
    assert (today[""]["people"], today[""]["completed"]) == (LEFT, 3)
    assert sum(today[code]["people"] for code in AFTER) == OLD - LEFT


def test_the_same_files_again_change_nothing(hall: Hall, tmp_path: Path) -> None:
    by_command(hall, tmp_path)
    for kind in ("units", "people"):
        told = hall.run(
            "import",
            kind,
            str(tmp_path / f"{kind}.csv"),
            "--source",
            "politik",
            "--as-of",
            NEW_YEAR.isoformat(),
            "--json",
        )
        assert told.exit_code == 0
        counted = json.loads(told.output)
        assert (counted["added"], counted["changed"], counted["ended"]) == (0, 0, 0)
