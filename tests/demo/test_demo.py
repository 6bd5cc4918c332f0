"""`elearn demo`: one command, a whole group, on this machine alone."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from shutil import copy, copytree

import pytest
from sqlalchemy import func, select

from elearn import clock
from elearn.accounts.models import Account
from elearn.database import Database
from elearn.demo.commands import demo_config, prepare
from elearn.demo.files import CAST, FILES
from elearn.demo.load import PASSWORD, DemoError, person_of
from elearn.modules.models import ModuleVersion
from elearn.organisations.finding import find_person_by_number
from elearn.organisations.models import HrImport
from elearn.organisations.queries import get_tree
from elearn.reminders.planning import find_due
from elearn.reminders.schedule import PERSONAL
from elearn.reports.kept import find_made
from elearn.reports.members import Member
from elearn.reports.queries import Question, Report, count_anew, get_figures, list_members
from elearn.reports.reconciling import list_differences
from elearn.requirements.standing import State
from tests.browsing import Browser
from tests.delivered import CONTENT
from tests.serving import START_SECONDS, free_port, run_elearn, wait_for

ELSEWHERE = "postgresql://nobody.invalid/elearn"
OWN_PAGES = {
    "larande": "/moduler/1",
    "chef": "/enheter/OMS-EXG",
    "stallforetradare": "/enheter/OMS-EXG",
    "hr": "/hr",
    "hr-bolag": "/hr",
    "redaktor": "/redaktion",
    "admin": "/admin/roller",
    "revisor": "/granskning",
    "politiker": "/min-utbildning",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo's folder with the database built anew, where an old one and the rest of a killed build lay."""
    directory = tmp_path_factory.mktemp("demo")
    for name in ("demo.db", "demo.db.unfinished", "demo.db.unfinished-journal"):
        (directory / name).write_bytes(b"old")
    with pytest.MonkeyPatch.context() as environ:
        environ.setenv("ELEARN_INSTANCE_DIR", str(directory))
        prepare(demo_config(8000), fresh=True)
    assert not list(directory.glob("*unfinished*"))
    return directory


@pytest.fixture(scope="module")
def database(built: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{built}/demo.db")
    yield database
    database.dispose()


@pytest.fixture(scope="module")
def report(database: Database) -> Report:
    with database.reading() as session:
        return get_figures(session, Question(on=clock.today(), today=clock.today()))


@pytest.fixture(scope="module")
def members(database: Database) -> list[Member]:
    """Everybody who is employed today, with what is asked of them."""
    with database.reading() as session:
        return list_members(session, get_tree(session, clock.today()), clock.today())


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    """A copy of the built demo's folder, for whoever starts or changes it."""
    for name in ("demo.db", "demo-secret"):
        copy(built / name, tmp_path / name)
    return tmp_path


def environ(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ELEARN_")}
    return kept | {
        "ELEARN_INSTANCE_DIR": str(folder),
        "ELEARN_DATABASE_URL": ELSEWHERE,
        "ELEARN_REPORTS_DATABASE_URL": ELSEWHERE,
    }


# What is in it


def test_every_file_was_imported_as_hr_would(database: Database) -> None:
    with database.reading() as session:
        imported = session.scalars(select(HrImport).order_by(HrImport.id)).all()
        assert [(one.kind, one.effective) for one in imported] == [
            (file.kind, clock.today()) for file in FILES
        ]
        assert all(one.added > 0 for one in imported)
        assert session.scalar(select(func.count()).select_from(ModuleVersion)) == 4


def test_nobody_but_the_cast_has_a_password(database: Database) -> None:
    with database.reading() as session:
        held = session.scalars(select(Account.password_hash)).all()
    assert len(held) == len(CAST)
    assert all(stored is not None and stored.startswith("$argon2id$") for stored in held)
    assert len(set(held)) == len(CAST)


def test_two_thirds_are_done_some_ran_out_and_some_are_late(report: Report) -> None:
    root = [row for row in report.rows if row.parent_code is None]
    assert len(root) == 4
    for row in root:
        assert 7000 < row.people == row.required
        assert 0.60 < row.completed / row.required < 0.70
        assert row.expired > 300
        assert row.overdue > 500
        assert row.due > 100
        assert row.held > 5
        assert row.absent > 200


def test_workplaces_differ(report: Report) -> None:
    shares = [row.completed / row.required for row in report.rows if row.required >= 10]
    assert min(shares) < 0.3
    assert max(shares) > 0.95


def test_a_few_dozen_are_due_a_reminder_whatever_the_day(members: list[Member]) -> None:
    """In every fortnight of the coming half year, for at least that many something is to be done or done again."""
    ends = [
        state.standing.valid_until if state.standing.state is State.COMPLETED else state.standing.due_on
        for member in members
        for state in member.states
        if not state.obligation.recommended
    ]
    for start in range(0, 180, 14):
        first = clock.today() + timedelta(days=start)
        assert sum(first <= end < first + timedelta(days=14) for end in ends if end is not None) >= 24


def test_remind_would_write_to_a_few_dozen_today(database: Database) -> None:
    with database.reading() as session:
        due = find_due(session, clock.today())
    assert 36 <= sum(not kinds.isdisjoint(PERSONAL) for kinds in due.values()) <= 500


def test_the_learner_has_something_of_every_sort(members: list[Member], database: Database) -> None:
    states = {member.person_id: {state.standing.state for state in member.states} for member in members}
    with database.reading() as session:
        learner = find_person_by_number(session, *CAST["larande"])
    assert learner is not None
    assert {State.COMPLETED, State.EXPIRED, State.OVERDUE} == states[learner]


def test_an_account_without_a_person_is_a_sentence(database: Database) -> None:
    with database.reading() as session, pytest.raises(DemoError, match="hr/nobody finns inte i exemplet"):
        person_of(session, ("hr", "nobody"))


# How it starts


class Demo:
    """The command as a process of its own."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.port = free_port()
        self.log = folder / "log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "elearn", "demo", "--port", str(self.port), *options],
                env=environ(folder),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def __enter__(self) -> "Demo":
        wait_for(f"http://127.0.0.1:{self.port}/readyz", self.process, self.log)
        return self

    def __exit__(self, *_error: object) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        assert self.process.wait(timeout=START_SECONDS) == 0


def test_everybody_printed_signs_in_and_the_database_is_kept(folder: Path) -> None:
    with Demo(folder) as demo:
        printed = demo.log.read_text(encoding="utf-8")
        assert f"http://127.0.0.1:{demo.port}" in printed
        assert PASSWORD in printed
        for account, path in OWN_PAGES.items():
            assert f"{account}@exempel.example" in printed
            visitor = Browser(f"http://127.0.0.1:{demo.port}")
            assert visitor.sign_in(f"{account}@exempel.example", PASSWORD).address == "/"
            page = visitor.get(path)
            assert (page.address, page.status) == (path, 200)
        visitor = Browser(f"http://127.0.0.1:{demo.port}")
        page = visitor.get("/losenord")
        visitor.send(page, page.form("/losenord"), email="larande@exempel.example")
        assert len(list((folder / "mail").iterdir())) == 1
        again = run_elearn("demo", "--port", str(free_port()), environ=environ(folder))
        taken = run_elearn("demo", "--port", str(demo.port), environ=environ(folder))
        assert listening_addresses(demo.port) == {"0100007F"}
    assert again.returncode == taken.returncode == 1
    assert "visas redan" in again.stderr
    assert f"127.0.0.1:{demo.port} är upptagen" in taken.stderr
    assert f"elearn demo --port {demo.port + 1}" in taken.stderr


def listening_addresses(port: int) -> set[str]:
    """Where this machine listens on a port, as the kernel writes it."""
    rows = [
        line.split()
        for name in ("tcp", "tcp6")
        for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]
    ]
    listening = (row[1].rsplit(":", 1) for row in rows if row[3] == "0A")
    return {address for address, number in listening if int(number, 16) == port}


def test_an_older_database_is_upgraded_and_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ELEARN_INSTANCE_DIR", str(folder))
    before = (folder / "demo.db").stat()
    prepare(demo_config(8000))
    assert (folder / "demo.db").stat().st_ino == before.st_ino


def test_a_broken_example_leaves_the_old_one(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ELEARN_INSTANCE_DIR", str(folder))
    before = (folder / "demo.db").read_bytes()
    data = tmp_path_factory.mktemp("data")
    for file in FILES:
        copy(file.path, data / file.name)
    broken = (data / "units-veab.csv").read_text(encoding="utf-8").replace("avdelning", "påhitt")
    (data / "units-veab.csv").write_text(broken, encoding="utf-8")
    monkeypatch.setattr("elearn.demo.files.DATA", data)

    with pytest.raises(SystemExit):
        prepare(demo_config(8000), fresh=True)

    assert (folder / "demo.db").read_bytes() == before


def test_content_changed_under_its_number_says_how_to_start_over(
    folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    content = tmp_path_factory.mktemp("content") / "content"
    copytree(CONTENT, content)
    settings = content / "kunskap-pa-alla-nivaer" / "module.yaml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("Kunskap på alla nivåer", "Kunskap på varje nivå"),
        encoding="utf-8",
    )
    monkeypatch.setenv("ELEARN_INSTANCE_DIR", str(folder))
    monkeypatch.setenv("ELEARN_CONTENT_DIR", str(content))

    with pytest.raises(SystemExit):
        prepare(demo_config(8000))

    assert "elearn demo --fresh" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    ended = run_elearn("demo", "--port", str(free_port()), environ=environ(tmp_path / "file"))
    assert ended.returncode == 1
    assert "ELEARN_INSTANCE_DIR" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_todays_figures_come_from_counts_that_are_right(database: Database, report: Report) -> None:
    with database.reading() as session:
        made = find_made(session)
        assert made is not None
        assert made.holds(clock.today())
        anew, _members = count_anew(session, report.question, (report.tree, report.tree), None, None)
        assert list(list_differences(session, made.window)) == []
    assert report.tallies == anew
