"""`elearn content check`: warnings, what remains before a launch, and what the command prints and returns."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from elearn.cli import cli
from elearn.modules.checks.launch import NEEDED
from elearn.modules.checks.report import Report, check_content
from elearn.modules.loader import load_content
from elearn.modules.reviews import ROLES, digests
from tests.modules.content_copy import EXAMPLE, change, copy_content

ON = date(2026, 11, 22)
MODULE, CHECK, REFERENCES, CONTACTS = (
    "exempel/module.yaml",
    "exempel/check.yaml",
    "references.yaml",
    "contacts.yaml",
)
SECTION, CARD, LOCAL = "exempel/sections/ett.sv.md", "cards/tolk.sv.md", "local.yaml"


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
    change(content, CARD, "på distans", "på distans (to be confirmed by the municipal lawyer)")
    change(content, REFERENCES, "status: verified", "status: reading")
    change(content, REFERENCES, "status: single-source", "status: proposal")
    change(content, REFERENCES, "check_by: 2027-02-12", "check_by: 2026-03-12")
    change(content, CONTACTS, "contacts:\n", "contacts:\n" + HELPLINE)
    launch = "\n".join(map(str, check_on(content, ON, release=True).launch))
    for expected in (
        f"content/{SECTION}:7: en jurist ska bekräfta",
        f"content/{CARD}:2: en jurist ska bekräfta",
        "content/references.yaml:2: ”sol-19-1” är vår läsning av lagen",
        "content/references.yaml:13: innehållet stöder sig på ”sol-19-1”, som inte är läst sedan 2026-02-12",
        "content/references.yaml:16: ”rapport-2024” är ett förslag",
        "content/contacts.yaml:2: ”linjen”: ring 020-12 34 56",
        "content/contacts.yaml:1: kategorin honour har ingen kontakt som visas",
        "content/local.yaml:4: ”anmalan” är inte ifylld. Svara på frågan i asks.",
        "content/exempel/review.yaml: kommunjurist har 25 av 25 delar kvar att granska",
        "content/exempel/review.yaml: egen erfarenhet av våld har 25 av 25 delar kvar att granska",
    ):
        assert expected in launch
    assert "sos-112" not in launch  # nobody rings 112 to try
    assert "kategorin women" not in launch
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


def make_ready(content: Path) -> None:
    """Everything done that people must do before a launch."""
    change(content, LOCAL, "text: null", "text:\n      sv: Ring mottagningen.\n      en: Call the intake.")
    helplines = [
        HELPLINE.replace("id: linjen", f"id: {category}-1")
        .replace("sv: Linjen", f"sv: Linjen {category}")
        .replace("category: women", f"category: {category}")
        + "    called_on: 2026-11-01\n"
        for category in NEEDED
        if category != "danger"
    ]
    change(content, CONTACTS, "contacts:\n", "contacts:\n" + "".join(helplines))
    [module] = load_content(content).modules
    reviews = [
        f"  - role: {role}\n    reviewed_by: Kim Ek\n    date: 2026-11-22\n"
        f'    version: "1.0"\n    covers: {item}\n    digest: "{digest}"\n'
        for role in ROLES
        for item, digest in digests(module).items()
    ]
    (content / "exempel/review.yaml").write_text("reviews:\n" + "".join(reviews), encoding="utf-8")


def test_content_with_all_of_it_done_may_be_launched(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    make_ready(content)
    code, output = run(content, "--release")
    assert (code, "Inga fel." in output) == (0, True), output


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        (
            CHECK,
            "Kim arbetar i en skola.",
            "Kim arbetar i en förskola.",
            "kommunjurist har 1 av 25 delar kvar",
        ),
        (SECTION, "ska anmäla", "måste anmäla", "hedersrelaterat våld och förtryck har 1 av 25 delar"),
        (CONTACTS, "category: trans", "category: men", "kategorin trans har ingen kontakt som visas"),
        (LOCAL, "      sv: Ring mottagningen.\n      en: Call the intake.", "", "”anmalan” är inte ifylld"),
    ],
)
def test_one_thing_left_to_do_hinders_a_launch(
    tmp_path: Path, file: str, old: str, new: str, words: str
) -> None:
    content = copy_content(tmp_path)
    make_ready(content)
    change(content, file, old, new)
    code, output = run(content, "--release")
    assert (code, words in output) == (1, True), output


def test_a_module_that_cannot_be_read_is_said_once(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    change(content, MODULE, "- id: forsta", "- id: Första")
    report = check_on(content, ON, release=True)
    assert [one.path for one in report.mistakes] == [f"content/{MODULE}"]
    assert report.warnings == ()
    assert not any(one.path.startswith("content/exempel") for one in report.launch)


def run(content: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(
        cli, ["content", "check", *arguments], env={"ELEARN_CONTENT_DIR": str(content)}
    )
    return result.exit_code, result.output


def test_the_command_says_that_all_is_well() -> None:
    code, output = run(EXAMPLE)
    assert code == 0
    assert "Inga fel." in output
    assert "Frågor: 24" in output


def test_the_command_lists_mistakes_and_fails(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    change(content, MODULE, 'version: "1.0"', "version: ett")
    code, output = run(content)
    assert code == 1
    assert f"content/{MODULE}:2: ”ett” kan inte vara ”version”" in output
    assert "Fel: 1." in output


def test_a_warning_alone_does_not_fail_the_command_but_hinders_a_launch(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    make_ready(content)
    change(content, REFERENCES, "check_by: 2027-02-12", "check_by: 2026-03-12")
    code, output = run(content)
    assert (code, "Varningar:" in output) == (0, True)
    assert run(content, "--release")[0] == 1


def test_the_command_for_a_launch_counts_what_remains() -> None:
    code, output = run(EXAMPLE, "--release")
    assert code == 1
    assert "Att göra före lansering: 14" in output  # five roles, eight kinds of contacts, one routine


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
