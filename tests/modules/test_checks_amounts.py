"""The content check on a module as a whole: how much it holds, how long it takes, what its bank gives away, its versions."""

import re
from datetime import date
from pathlib import Path

import pytest

from elearn.modules.checks.report import check_content
from elearn.modules.loader import load_content
from elearn.modules.reviews import TEXT, digests
from tests.modules.content_copy import ON, Broken, change, check_named, copy_content, line_of, messages, name

MODULE, CHECK, CASES, PICTURES, CHANGES = (
    f"exempel/{file}.yaml" for file in ("module", "check", "cases", "pictures", "changes")
)
COVERAGE = "plan-coverage.yaml"
CALM = "Här står lugna rader som bara fyller ut det här stycket."

BROKEN: list[Broken] = [
    (CHANGES, 'version: "1.0"', 'version: "1.1"', "changes:", "version 1.0 saknas. Skriv överst"),
    (CHANGES, 'version: "1.0"', 'version: "2.0"', "2.0", "version 2.0 är högre än modulens, 1.0"),
    (CHANGES, 'version: "1.0"', 'version: "1.1"', "1.1", "version 1.1 är minor, inte major"),
    (COVERAGE, '"3.4.5"', '"3.4.6"', 1, "planens stycke ”3.4.5” saknas"),
    (COVERAGE, '"3.4.5"', '"3.4.6"', "3.4.6", "planen har inget stycke ”3.4.6”"),
    (COVERAGE, '["7/1"]', '["7/6"]', "7/6", "avsnittet 7/6 finns inte"),
]


@pytest.mark.parametrize(("file", "old", "new", "where", "words"), BROKEN, ids=name(BROKEN))
def test_a_mistake_is_named_with_file_line_and_remedy(
    tmp_path: Path, file: str, old: str, new: str, where: str | int, words: str
) -> None:
    check_named(tmp_path, file, old, new, where, words)


def rewrite(content: Path, file: str, old: str, new: str) -> None:
    """Put something else wherever a text stands."""
    path = content / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("exempel/summary.sv.md", "filen saknas. Skriv den"),
        ("exempel/guide.sv.md", "filen saknas. Skriv den"),
        ("exempel/cases.yaml", "0 fall med val och 1 rutor ”::: fall”"),
        ("exempel/pictures.yaml", "0 bilder; det ska vara minst 3"),
        ("exempel/changes.yaml", "filen saknas. Skriv vad som är nytt i version 1.0"),
        ("glossary.yaml", "filen saknas"),
        ("local.yaml", "filen saknas"),
        ("plan-coverage.yaml", "filen saknas"),
    ],
)
def test_what_a_module_must_have_is_asked_for(tmp_path: Path, file: str, words: str) -> None:
    content = copy_content(tmp_path)
    (content / file).unlink()
    if (english := content / file.replace(".sv.md", ".en.md")).exists():
        english.unlink()
    assert f"content/{file}: {words}" in messages(content)


def test_a_single_case_is_too_few(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    for language in ("sv", "en"):
        rewrite(content, f"exempel/sections/tva.{language}.md", "::: fall", "::: fakta")
    assert messages(content) == (
        f"content/{CASES}: 1 fall med val och 0 rutor ”::: fall”; "
        "det ska vara minst 2 tillsammans, och minst 1 med val."
    )


def test_a_section_that_is_too_short_and_a_module_with_too_few_words_are_named(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    for file in ("tva", "tre"):
        rewrite(content, f"exempel/sections/{file}.sv.md", CALM, "")
    found = messages(content)
    line = line_of(content, MODULE, "- number: 2")
    assert re.search(rf"content/{MODULE}:{line}: avsnittet tar 1,\d minuter; det ska ta 2,5 till 5,5", found)
    assert re.search(rf"content/{MODULE}:\d+: avsnitten har 2\d\d\d ord på svenska; .* minst 2500", found)


def test_a_section_that_is_too_long_is_named(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    change(content, "exempel/sections/tva.sv.md", CALM, CALM * 60)
    line = line_of(content, MODULE, "- number: 2")
    assert re.search(rf"content/{MODULE}:{line}: avsnittet tar \d,\d minuter", messages(content))


@pytest.mark.parametrize(
    ("language", "name", "stands", "calm", "times"),
    [
        ("sv", "svenska", "Det här stycket är bara för några.", CALM, 105),
        ("en", "engelska", "This passage is for some only.", "Here are calm lines that only fill out", 200),
    ],
)
def test_the_longest_way_through_a_module_counts_for_whoever_has_it(
    tmp_path: Path, language: str, name: str, stands: str, calm: str, times: int
) -> None:
    """One reader's parts are long: the others stay below, and the reader is named; in either language."""
    content = copy_content(tmp_path)
    for file, audience in (("fyra", "chef"), ("fem", "omsorg")):
        text = f"[[för: {audience}]]\n{stands}"
        long = text.replace(stands, f"{stands} " * times)
        change(content, f"exempel/sections/{file}.{language}.md", text, long)
    change(content, f"exempel/sections/ett.{language}.md", calm, f"{calm} " * 60)
    wanted = rf"content/{MODULE}:\d+: modulen tar på {name} 2\d,\d minuter för chef i omsorg"
    assert re.search(wanted, found := messages(content)), found


def test_a_module_within_its_time_for_everybody_is_right(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    long = "Det här stycket är bara för några. " * 70
    for audience in ("chef", "medarbetare", "politiker"):
        text = f"[[för: {audience}]]\nDet här stycket är bara för några."
        change(content, "exempel/sections/fyra.sv.md", text, f"[[för: {audience}]]\n{long}")
    assert messages(content) == ""


# The bank.


def lengthen(content: Path, language: str, ending: str, more: str) -> None:
    rewrite(content, CHECK, f"{ending}\n", f"{ending} {more}\n")


@pytest.mark.parametrize(
    ("language", "ending", "more"),
    [("svenska", "är rätt", "för det står i lagen"), ("engelska", "is right", "because the law says so")],
)
def test_a_right_option_that_is_mostly_the_longest_is_named(
    tmp_path: Path, language: str, ending: str, more: str
) -> None:
    content = copy_content(tmp_path)
    lengthen(content, language, ending, more)
    assert f"content/{CHECK}:1: på {language} är det rätta svaret längst i 24 av 24 frågor" in messages(
        content
    )


def test_a_right_option_as_long_as_another_gives_nothing_away(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    text = (content / CHECK).read_text(encoding="utf-8").replace("Det där svaret är osäkert", "Nej")
    even = re.sub(r"sv: (\w+ är rätt)\n", lambda found: f"sv: {found[1]:.<25}\n", text)
    (content / CHECK).write_text(even, encoding="utf-8")
    assert messages(content) == ""


def test_right_options_that_begin_alike_are_named(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    text = (content / CHECK).read_text(encoding="utf-8")
    (content / CHECK).write_text(
        re.sub(r"sv: \w+ är rätt\n", "sv: Säg att hus är rätt\n", text), encoding="utf-8"
    )
    found = messages(content)
    assert f"content/{CHECK}:1: på svenska börjar det rätta svaret med ”säg” i 24 av 24 frågor" in found
    assert "engelska" not in found


def test_right_options_that_always_stand_first_are_named(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    text = (content / CHECK).read_text(encoding="utf-8")
    option = r"      - id: [abcd]\n(?!        correct)(?:        .*\n){6}"
    right = r"      - id: [abcd]\n        correct: true\n(?:        .*\n){6}"
    ordered = re.sub(rf"((?:{option}){{1,3}})({right})", r"\2\1", text)
    (content / CHECK).write_text(ordered, encoding="utf-8")
    assert "det rätta svaret står alltid först" in messages(content)


def test_a_question_that_is_asked_twice_is_named_also_across_modules(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    first, second = (
        re.findall(r"    text:\n      sv: (.*)\n", (content / CHECK).read_text(encoding="utf-8"))[place]
        for place in (3, 9)
    )
    change(content, CHECK, second, first.replace("?", " då?"))
    line = line_of(content, CHECK, "- id: fraga-10")
    assert messages(content) == (
        f"content/{CHECK}:{line}: frågan ”fraga-10” är nästan samma som ”fraga-4” i exempel. "
        "Skriv om den ena eller ta bort den."
    )
    (copy_content(tmp_path / "other") / "exempel").rename(content / "ovning")
    assert (
        "content/ovning/check.yaml:2: frågan ”fraga-1” är nästan samma som ”fraga-1” i exempel"
        in messages(content)
    )


# Versions.

CHANGE = """  - version: "{version}"
    date: {day}
    size: {size}
    text:
      sv: Något är nytt.
      en: Something is new.
"""


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("1.2", "2026-11-22", "minor"), ("1.0", "2026-11-20", "major")], ""),
        ([("2.0", "2026-11-22", "major"), ("1.3", "2026-11-20", "minor")], ""),
        (
            [("1.2", "2026-11-22", "major"), ("1.0", "2026-11-20", "major")],
            "2: version 1.2 är minor, inte major",
        ),
        (
            [("2.0", "2026-11-22", "minor"), ("1.3", "2026-11-20", "minor")],
            "2: version 2.0 är major, inte minor",
        ),
        (
            [("1.1", "2026-11-22", "minor"), ("1.2", "2026-11-20", "minor")],
            "8: version 1.2 står på fel plats",
        ),
        (
            [("1.2", "2026-11-19", "minor"), ("1.1", "2026-11-20", "minor")],
            "8: version 1.1 står på fel plats",
        ),
        (
            [("1.1", "2026-11-22", "minor"), ("1.1", "2026-11-20", "minor")],
            "8: version 1.1 står på fel plats",
        ),
    ],
)
def test_changes_stand_newest_first_with_the_size_of_their_number(
    tmp_path: Path, rows: list[tuple[str, str, str]], words: str
) -> None:
    content = copy_content(tmp_path)
    text = "".join(CHANGE.format(version=version, day=day, size=size) for version, day, size in rows)
    (content / CHANGES).write_text(f"changes:\n{text}", encoding="utf-8")
    change(content, MODULE, 'version: "1.0"', f'version: "{rows[0][0]}"')
    assert messages(content).split("\n")[0].startswith(f"content/{CHANGES}:{words}" if words else "")
    assert bool(messages(content)) == bool(words)


# Reviews.

REVIEW = """  - role: heder
    reviewed_by: Kim Ek
    date: 2026-11-22
    version: "1.0"
    covers: {covers}
    digest: {digest}
"""


def warnings(content: Path, on: date = ON) -> list[str]:
    return [str(one) for one in check_content(content, on).warnings]


def test_a_review_of_something_that_has_changed_since_is_a_warning(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    [module] = load_content(content).modules
    digest = digests(module)
    text = "".join(REVIEW.format(covers=item, digest=digest[item]) for item in (TEXT, "fraga-2", "fraga-3"))
    text += REVIEW.format(covers="fraga-99", digest="0" * 16)
    (content / "exempel/review.yaml").write_text(f"reviews:\n{text}", encoding="utf-8")
    lost = "content/exempel/review.yaml:20: ”fraga-99” är varken text eller en fråga i check.yaml"
    assert [one.partition(". ")[0].removesuffix(".yaml") for one in warnings(content)] == [
        lost.removesuffix(".yaml")
    ]
    change(content, CHECK, "Kim arbetar i en skola.", "Kim arbetar i en förskola.")
    change(content, "exempel/sections/ett.sv.md", "lugna rader", "goda rader")
    assert [one.partition(" Låt")[0] for one in warnings(content)[:2]] == [
        "content/exempel/review.yaml:2: texten har ändrats sedan granskningen.",
        "content/exempel/review.yaml:8: frågan ”fraga-2” har ändrats sedan granskningen.",
    ]


def test_a_source_that_nothing_leans_on_is_a_warning(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    change(content, "references.yaml", "references:\n", "references:\n" + UNUSED)
    assert warnings(content) == [
        "content/references.yaml:2: ”rapport-2020” används inte. Ta bort källan om den inte behövs."
    ]


UNUSED = """  rapport-2020:
    kind: source
    name:
      sv: En rapport
      en: A report
    last_checked: 2026-11-21
    check_by: 2027-11-21
    status: single-source
"""
