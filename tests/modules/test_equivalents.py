"""The register of courses from elsewhere: what `elearn content check` finds wrong in it, and what it is read as."""

from pathlib import Path

import pytest

from elearn.modules.checks.report import check_content
from elearn.modules.equivalents import answering_to
from elearn.modules.loader import load_content
from tests.modules.content_copy import ON, copy_content, messages

RIGHT = """equivalents:
  kurs-ett:
    issuer:
      sv: Ett universitet
      en: A university
    name:
      sv: Kurs om något
      en: Course on something
    url: https://kurs.exempel.example/ett
    source: kurs.exempel.example
    last_checked: 2026-11-01
    check_by: 2027-05-01
    status: verified
    certificate: stated
    modules: [exempel]
    decided_on: 2026-11-10
    valid_months: 24
"""


def content_with(tmp_path: Path, register: str) -> Path:
    content = copy_content(tmp_path)
    (content / "equivalents.yaml").write_text(register, encoding="utf-8")
    return content


def test_a_right_register_is_read(tmp_path: Path) -> None:
    content = content_with(tmp_path, RIGHT)
    assert messages(content) == ""
    (found,) = answering_to(load_content(content).equivalents.values(), "exempel")
    assert (found.key, found.valid_months) == ("kurs-ett", 24)
    assert answering_to(load_content(content).equivalents.values(), "annan") == ()


def test_content_without_the_register_is_right(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    assert messages(content) == ""
    assert load_content(content).equivalents == {}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[exempel]", "[okand]", ":15: modulen ”okand” finns inte"),
        ("[exempel]", "[exempel, exempel]", "”exempel” står två gånger"),
        ("2027-05-01", "2026-10-01", ":12: check_by ligger före last_checked"),
        ("valid_months: 24", "valid_months: 18", ":17: ”valid_months” ska vara något av 12, 24, 36, 60"),
        ("https://", "http://", "Skriv hela adressen, med https:// först"),
        ("      en: Course on something\n", "", "saknar engelska"),
        ("    issuer:\n      sv: Ett universitet\n      en: A university\n", "", "”issuer” saknas"),
        ("decided_on:", "decidedon:", "är inget känt fält"),
        ("certificate: stated", "certificate: kanske", "ska vara något av stated, not-stated"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, old: str, new: str, words: str) -> None:
    found = messages(content_with(tmp_path, RIGHT.replace(old, new)))
    assert "content/equivalents.yaml:" in found
    assert words in found


def test_what_nobody_has_decided_hinders_a_launch_only(tmp_path: Path) -> None:
    content = content_with(tmp_path, RIGHT.replace("decided_on: 2026-11-10", "decided_on: null"))
    report = check_content(content, ON, release=True)
    assert report.mistakes == ()
    assert "är ett förslag" in "\n".join(str(each) for each in report.launch)


def test_a_course_that_nobody_has_looked_at_for_long_is_a_warning(tmp_path: Path) -> None:
    content = content_with(tmp_path, RIGHT.replace("2027-05-01", "2026-11-10"))
    assert "kurs-ett" in "\n".join(str(each) for each in check_content(content, ON).warnings)
