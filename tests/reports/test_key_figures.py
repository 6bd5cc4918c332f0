"""Key figures by the names that others have for them: the numbers, the file's mistakes, the formats."""

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from elearn.cli import cli
from elearn.clock import today
from elearn.organisations.files.faults import FileRefused
from elearn.organisations.files.writing import PURPOSE
from elearn.reports.key_figures import Outcome, get_key_figures, read_key_figures
from tests.people import World
from tests.reports.cast import MODULES
from tests.reports.history import A_DAY, MODULE, OTHER_MODULE, complete, crowd, require

LAST_YEAR = today() - timedelta(days=365)
EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "key-figures.example.toml"


@pytest.fixture
def elearn(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("ELEARN_DATABASE_URL", database_url)
    monkeypatch.setenv("ELEARN_INSTANCE_DIR", str(tmp_path))

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(cli, arguments)

    return run


@pytest.fixture
def history(session: Session, world: World) -> World:
    """Forty more people in F2; six of the administration have completed one module, one of them both, half a year ago."""
    require(session, world.units["G"], LAST_YEAR)
    require(session, world.units["G"], LAST_YEAR, OTHER_MODULE)
    crowd(session, world.units["F2"], 40)
    for person in (world.alice, world.bob, world.vera, world.doris, world.david, world.hanna):
        complete(session, person, today() - 180 * A_DAY)
    complete(session, world.alice, today() - 180 * A_DAY, OTHER_MODULE)
    session.commit()
    return world


def answers(session: Session, *sections: str, as_of: date | None = None) -> list[tuple[str, int | None]]:
    text = "\n".join(f"[figures.f{number}]\n{section}" for number, section in enumerate(sections))
    found = get_key_figures(session, text, as_of or today(), today())
    return [(answer.outcome.value, answer.value) for answer in found]


def test_numbers_and_shares_of_a_unit_with_all_below_it(history: World, session: Session):
    about = f'unit = "F"\nmodule = "{MODULE}"\nmeasure = '
    # 40, the 14 of F without Petra, who stands in no figure of fewer than fifty, and Petra herself.
    everybody = 40 + 14 + 1
    assert answers(
        session,
        f'{about}"people"',
        f'{about}"required"',
        f'{about}"completed"',
        f'{about}"share_completed"',
        f'{about}"overdue"',
        f'{about}"expired"',
    ) == [
        ("shown", everybody),
        ("shown", everybody),
        ("shown", 6),
        ("shown", 6 * 100 // everybody),
        ("shown", everybody - 6),
        ("shown", 0),
    ]


def test_a_number_that_few_people_can_be_told_from_is_left_out(history: World, session: Session):
    one = f'unit = "F"\nmodule = "{OTHER_MODULE}"\nmeasure = '
    assert (
        answers(
            session,
            f'{one}"completed"',
            f'{one}"share_completed"',
            'unit = "F"\nmeasure = "completed"',
            'unit = "F11"\nmeasure = "people"',
            f'unit = "F"\nlevel = "manager"\nmodule = "{MODULE}"\nmeasure = "completed"',
        )
        == [("small", None)] * 5
    )


def test_without_a_module_all_of_them_count(history: World, session: Session):
    people = (history.alice, history.bob, history.vera, history.doris, history.david, history.hanna)
    for person in people:
        complete(session, person, today(), OTHER_MODULE)
    session.commit()
    assert answers(session, 'unit = "G"\nmeasure = "completed"') == [("shown", 6)]


def test_a_day_of_its_own_stands_before_the_day_of_the_report(history: World, session: Session):
    asked = f'unit = "F"\nmodule = "{MODULE}"\nmeasure = "completed"\ndate = '
    long_ago, coming = today() - 200 * A_DAY, today() + A_DAY
    assert answers(session, f"{asked}{long_ago}", f"{asked}{coming}", f"{asked}{today()}") == [
        ("shown", 0),
        ("later", None),
        ("shown", 6),
    ]
    assert answers(session, f"{asked}{today()}", as_of=today() - A_DAY) == [("later", None)]


def test_a_unit_that_was_not_there_that_day_has_no_number(history: World, session: Session):
    early = history.since - A_DAY
    assert answers(session, f'unit = "F"\nmeasure = "people"\ndate = {early}') == [
        (Outcome.NO_UNIT.value, None)
    ]


def test_every_mistake_is_said_at_once_with_its_line():
    text = """mål = 3
[figures.a]
unit = "X"
measure = "andel"
[figures.b]
unit = "F"
module = "finns-inte"
level = "chef"
date = "2026-12-31"
title = 3
färg = "blå"
[figures]
c = 1
""".replace("mål", '"mål"').replace("färg", '"färg"')
    with pytest.raises(FileRefused) as refused:
        read_key_figures(text.replace("[figures]\nc = 1", "[figures.c]"), ["F"], MODULES)
    faults = [(fault.line, fault.column) for fault in refused.value.faults]
    assert faults == [
        (1, "mål"),
        (3, "unit"),
        (4, "measure"),
        (5, "b"),
        (7, "module"),
        (8, "level"),
        (9, "date"),
        (10, "title"),
        (11, "färg"),
        (12, "c"),
        (12, "c"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Filen har inga nyckeltal."),
        ("figures = 1", "Filen har inga nyckeltal."),
        ("[figures]\na = 1\n", "Skriv nyckeltalet som ett avsnitt"),
        ("[figures.a]\nunit = F\n", "Rad 2 går inte att läsa som TOML"),
        ('[figures.a]\nunit = "F"\n', "measure saknas."),
    ],
)
def test_what_is_no_file_of_key_figures_is_a_sentence(text: str, said: str):
    with pytest.raises(FileRefused, match=said.replace(".", r"\.")):
        read_key_figures(text, ["F"], MODULES)


def test_the_example_in_the_documents_is_read():
    found = read_key_figures(EXAMPLE.read_text(), ["KONCERN", "UTB"], MODULES)
    assert [figure.key for figure in found] == ["Exempel 1", "Exempel 2", "Exempel 3"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "key-figures.toml"
    path.write_text(
        f'[figures."HV 1.2"]\ntitle = "Andel klara"\nunit = "F"\nmodule = "{MODULE}"\nmeasure = "share_completed"\n'
        f'[figures.Budget]\nunit = "F"\nmodule = "{OTHER_MODULE}"\nmeasure = "completed"\n'
    )
    return path


def test_the_table_has_their_names(history: World, elearn, file: Path):
    result = elearn("report", "key-figures")
    first, second = result.stdout.splitlines()
    assert first == f"HV 1.2  {today()}    10 %  Andel klara"
    assert "– (visas inte: färre än fem" in second


def test_json_and_csv_are_for_other_programs(history: World, elearn, file: Path):
    found = json.loads(elearn("report", "key-figures", "--format", "json", "--file", str(file)).stdout)
    assert (found["as_of"], found["note"]) == (str(today()), PURPOSE)
    assert [(each["key"], each["value"], each["outcome"]) for each in found["figures"]] == [
        ("HV 1.2", 10, "shown"),
        ("Budget", None, "small"),
    ]
    text = elearn("report", "key-figures", "--format", "csv").stdout_bytes.decode("utf-8-sig")
    header, first, second, closing = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    assert (header[0], first[0], first[7], second[7]) == ("key", "HV 1.2", "10", "")
    assert (closing[1], closing[3]) == ("2", PURPOSE)


def test_what_cannot_be_done_is_a_sentence(history: World, elearn, file: Path, tmp_path: Path):
    result = elearn("report", "key-figures", "--as-of", str(today() + A_DAY))
    assert (result.exit_code, "har inte varit än" in result.stderr) == (1, True)
    result = elearn("report", "key-figures", "--file", str(tmp_path / "nej.toml"))
    assert (result.exit_code, "docs/key-figures.example.toml" in result.stderr) == (1, True)
    file.write_text('[figures.a]\nunit = "X"\nmeasure = "y"\n')
    result = elearn("report", "key-figures")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[0] == f"{file}: Rad 2, unit: Det finns ingen enhet med koden ”X”."
    assert len(result.stderr.splitlines()) == 2
