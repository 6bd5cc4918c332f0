"""`elearn content check`: warnings, what remains before a launch, and what the command prints and returns."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from elearn.cli import cli
from elearn.modules.checks.report import Report, check_content
from tests.modules.content_copy import EXAMPLE, change, copy_content

ON = date(2026, 11, 22)
MODULE, CHECK, REFERENCES, CONTACTS = (
    "exempel/module.yaml",
    "exempel/check.yaml",
    "references.yaml",
    "contacts.yaml",
)
SECTION = "exempel/sections/ett.sv.md"


def check_on(content: Path, on: date, *, release: bool = False) -> Report:
    return check_content(content, on, release=release)


def test_a_source_or_contact_whose_day_has_passed_is_a_warning(tmp_path: Path) -> None:
    report = check_on(copy_content(tmp_path), date(2027, 2, 22))
    assert report.mistakes == ()
    assert [(one.path, one.line) for one in report.warnings] == [
        ("content/contacts.yaml", 17),
        ("content/references.yaml", 13),
    ]


def test_before_a_launch_everything_that_people_must_do_is_listed(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    change(content, SECTION, "ska anmäla", "ska anmäla (bekräftas av kommunjurist)")
    change(content, REFERENCES, "status: verified", "status: reading")
    change(content, REFERENCES, "status: single-source", "status: proposal")
    change(content, CONTACTS, "contacts:\n", "contacts:\n" + HELPLINE)
    launch = "\n".join(map(str, check_on(content, ON, release=True).launch))
    for expected in (
        f"content/{SECTION}:7: en jurist ska bekräfta",
        "content/references.yaml:2: ”sol-19-1” är vår läsning av lagen",
        "content/references.yaml:16: ”rapport-2024” är ett förslag",
        f"content/{MODULE}:19: avsnittet saknar engelska. Skriv sections/ett.en.md",
        f"content/{CHECK}:2: frågan ”fraga-1” saknar engelska",
        "content/contacts.yaml:2: ”linjen”: ring 020-12 34 56",
    ):
        assert expected in launch
    assert "sos-112" not in launch  # nobody rings 112 to try
    assert check_on(content, ON).launch == ()


HELPLINE = """  - id: linjen
    category: women
    scope: national
    name:
      sv: Linjen
    phone: "020-12 34 56"
    url: null
    for_whom:
      sv: Kvinnor.
    source: Linjens sida
    source_url: null
    source_date: 2026-01-02
    last_checked: 2026-11-21
    check_by: 2027-02-21
    status: V2
    order: 20
"""


@pytest.mark.parametrize(("called_on", "due"), [("2026-11-01", False), ("2026-08-01", True)])
def test_a_number_is_due_a_call_every_three_months(tmp_path: Path, called_on: str, due: bool) -> None:
    content = copy_content(tmp_path)
    change(content, CONTACTS, "contacts:\n", f"contacts:\n{HELPLINE}    called_on: {called_on}\n")
    found = [one for one in check_on(content, ON, release=True).launch if "linjen" in one.message]
    assert bool(found) is due


def translate(content: Path) -> None:
    """English beside every Swedish text."""
    for file in (MODULE, CHECK):
        lines = (content / file).read_text(encoding="utf-8").split("\n")
        both = [
            two
            for line in lines
            for two in ([line, line.replace("sv:", "en:")] if " sv:" in line else [line])
        ]
        (content / file).write_text("\n".join(both), encoding="utf-8")
    for path in list((content / "exempel/sections").iterdir()):
        path.with_name(path.name.replace(".sv.", ".en.")).write_bytes(path.read_bytes())


def test_translated_content_hinders_no_launch(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    translate(content)
    report = check_on(content, ON, release=True)
    assert (report.mistakes, report.launch) == ((), ())
    assert (report.counts["english_sections"], report.counts["english_questions"]) == (5, 14)


def test_a_situation_without_english_hinders_a_launch(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    translate(content)
    change(
        content, CHECK, "    section: 1\n", "    section: 1\n    situation:\n      sv: En kollega ringer.\n"
    )
    [one] = check_on(content, ON, release=True).launch
    assert "fraga-1" in one.message


def test_a_broken_module_hinders_no_launch_twice(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    (content / CHECK).unlink()
    report = check_on(content, ON, release=True)
    assert report.launch == ()
    assert len(report.mistakes) == 1


def run(content: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(
        cli, ["content", "check", *arguments], env={"ELEARN_CONTENT_DIR": str(content)}
    )
    return result.exit_code, result.output


def test_the_command_says_that_all_is_well() -> None:
    code, output = run(EXAMPLE)
    assert code == 0
    assert "Inga fel." in output
    assert "Frågor: 14" in output


def test_the_command_lists_mistakes_and_fails(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    change(content, MODULE, "minutes: 20", "minutes: tjugo")
    code, output = run(content)
    assert code == 1
    assert f"content/{MODULE}:3: ”minutes” ska vara ett heltal" in output
    assert "Fel: 1." in output


def test_a_warning_alone_does_not_fail_the_command_but_hinders_a_launch(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    translate(content)
    change(content, REFERENCES, "check_by: 2027-02-12", "check_by: 2026-03-12")
    code, output = run(content)
    assert (code, "Varningar:" in output) == (0, True)
    assert run(content, "--release")[0] == 1


def test_the_command_for_a_launch_counts_what_remains() -> None:
    code, output = run(EXAMPLE, "--release")
    assert code == 1
    assert "Att göra före lansering: 20" in output


def test_the_command_needs_no_folder_to_answer_with_a_sentence(tmp_path: Path) -> None:
    code, output = run(tmp_path / "ingenstans")
    assert code == 1
    assert "ELEARN_CONTENT_DIR" in output
    assert "Traceback" not in output


def test_the_command_runs_where_neither_the_application_nor_the_database_does() -> None:
    code = (
        "import sys\n"
        "for broken in ('flask', 'elearn.app', 'elearn.database', 'elearn.modules.views'):\n"
        "    sys.modules[broken] = None\n"
        "from elearn.cli import cli\n"
        "cli(['content', 'check'])\n"
    )
    environment = {**os.environ, "ELEARN_CONTENT_DIR": str(EXAMPLE), "ELEARN_DATABASE_URL": "trasig"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Inga fel." in done.stdout
