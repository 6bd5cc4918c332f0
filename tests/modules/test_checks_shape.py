"""The content check on the shape of each kind of text: sentences, options, headings, words, situations."""

import re
from pathlib import Path

import pytest

from elearn.modules.checks.report import check_content
from elearn.modules.checks.shape import count_sentences
from tests.modules.content_copy import ON, Broken, change, check_named, copy_content, line_of, messages, name

CHECK, CASES, PICTURES = (f"exempel/{file}.yaml" for file in ("check", "cases", "pictures"))
ETT, ENGLISH = "exempel/sections/ett.sv.md", "exempel/sections/ett.en.md"
GUIDE, ENGLISH_GUIDE, SUMMARY = "exempel/guide.sv.md", "exempel/guide.en.md", "exempel/summary.sv.md"
DESCRIPTION = "Det ena, och sedan det andra. Bilden visar två delar, den ena före den andra."

BROKEN: list[Broken] = [
    (ETT, " Mer står nedan.", "", 1, "rutan ”viktigast” har 2 meningar; det ska vara 3"),
    (ETT, " Mer står nedan.", " Mer står nedan. Och mer.", 1, "rutan ”viktigast” har 4 meningar"),
    (ENGLISH, " More is below.", "", 1, "rutan ”viktigast” har 2 meningar"),
    (
        CASES,
        "Då hör andra på.",
        "Då hör andra på. Kim tiger.",
        "Kim tiger",
        "2 meningar efter ett osäkert val",
    ),
    (
        CASES,
        "Then others listen.",
        "Others listen. Kim is silent.",
        "is silent",
        "2 meningar efter ett osäkert",
    ),
    (
        CASES,
        "Då kan Kim tala fritt.",
        "Ja. Ja. Ja. Ja.",
        "Ja. Ja",
        "4 meningar efter ett säkert val; det får vara högst 3",
    ),
    (GUIDE, "## Trygg ram", "## En ram", 1, "rubriken ”Trygg ram” saknas. Lägg till ”## Trygg ram”."),
    (GUIDE, "## Avslut", "### Avslut", 1, "rubriken ”Avslut” saknas"),
    (GUIDE, "- Vad återstår?\n", "", "## En fråga per kvartal", "3 frågor; skriv en för varje kvartal"),
    (GUIDE, "- Vad återstår?\n", "- Vad?\n- Var?\n", "## En fråga per kvartal", "5 frågor; skriv en"),
    (ENGLISH_GUIDE, "## Close", "Close", 1, "6 rubriker med ##; den svenska texten har 7"),
    (SUMMARY, "Ring 112", "Ring någon. " * 170 + "Ring 112", 1, "på ett A4 får 330 plats"),
    (PICTURES, DESCRIPTION, "Det ena, och sedan det andra.", "description:", "kortare än 60 tecken"),
]


@pytest.mark.parametrize(("file", "old", "new", "where", "words"), BROKEN, ids=name(BROKEN))
def test_a_text_of_another_shape_is_named(
    tmp_path: Path, file: str, old: str, new: str, where: str | int, words: str
) -> None:
    check_named(tmp_path, file, old, new, where, words)


def test_a_guide_that_is_too_short_to_lead_a_meeting_is_named(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    guide = content / GUIDE
    text = guide.read_text(encoding="utf-8")
    guide.write_text(re.sub(r"Läs frågan högt.*\n", "Tala.\n", text), encoding="utf-8")
    assert re.search(rf"content/{GUIDE}:1: handledningen har \d\d ord; .* minst 250", messages(content))


def test_a_safe_choice_may_say_three_sentences(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    change(content, CASES, "Då kan Kim tala fritt.", "Då kan Kim tala. Du hör. Ni är ensamma.")
    assert messages(content) == ""


OPTION = r"      - id: {}\n(?:        correct: true\n)?        text:\n(?:        .*\n){{5}}"


def drop(content: Path, *options: str) -> None:
    """Leave options of the second question out; its third is the right one."""
    path = content / CHECK
    head, second = path.read_text(encoding="utf-8").split("  - id: fraga-2\n")
    for option in options:
        second = re.sub(OPTION.format(option), "", second, count=1)
    path.write_text(f"{head}  - id: fraga-2\n{second}", encoding="utf-8")


def test_two_options_are_too_few(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    drop(content, "a", "b")
    assert "2 alternativ; det ska vara minst 3, och som regel 4." in messages(content)


def test_three_options_are_a_warning(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    drop(content, "a")
    assert messages(content) == ""
    line = line_of(content, CHECK, "- id: fraga-2") + 10
    assert [str(one) for one in check_content(content, ON).warnings] == [
        f"content/{CHECK}:{line}: ”fraga-2” har 3 alternativ; det ska som regel vara 4."
    ]


def test_a_bank_that_seldom_tells_of_a_situation_is_named(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    change(content, CHECK, "sv: Läs noga. ", "sv: ")
    assert messages(content) == "", "twelve of twenty-four"
    change(content, CHECK, "sv: Läs noga. ", "sv: ")
    assert (
        f"content/{CHECK}:1: 11 av 24 frågor börjar i en situation; det ska vara minst hälften"
        in messages(content)
    )


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("Ett ord", 1),
        ("Det står i 19 kap. 1 § och t.ex. här.", 1),
        ("Säg: ”Jag hör.” Gå sedan.", 2),
        ("Du anmäler [@sol-19-1]. Sedan väntar du. Vad nu?", 3),
        ("En rad.\nEn rad till. Slut", 3),
    ],
)
def test_sentences_are_counted_as_they_are_read(text: str, count: int) -> None:
    assert count_sentences(text) == count
