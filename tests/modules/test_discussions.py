"""The question of the quarter: in its turn, about the work, with its frame and the ways to help."""

import re
from datetime import date
from itertools import pairwise
from typing import cast

import pytest

from elearn.clock import today
from elearn.modules.checks.discussions import FEWEST
from elearn.modules.discussions import QUARTERS, Discussions
from tests.delivered import delivered_content
from tests.learner import Learner, without_marks
from tests.modules.content_copy import (
    Broken,
    change,
    check_named,
    copy_content,
    messages,
    name,
)

DISCUSSIONS = cast(Discussions, delivered_content().discussions)
ADDRESS = "/enheter/samtal"
FILE = "discussion.yaml"


@pytest.fixture
def bob(client, database, world, sign_in_as):
    return Learner(sign_in_as(client, world.bob), database, world.bob)


def first_days(years):
    return [date(year, month, 1) for year in years for month in (1, 4, 7, 10)]


def test_each_question_has_its_quarter_and_none_comes_twice_before_all_have_come():
    asked = [DISCUSSIONS.of_quarter(day).id for day in first_days((2026, 2027))]
    assert sorted(asked) == sorted(one.id for one in DISCUSSIONS.questions)
    assert len(asked) >= FEWEST
    for day, following in pairwise(first_days(range(2026, 2031))):
        assert DISCUSSIONS.of_quarter(day) != DISCUSSIONS.of_quarter(following)


def test_a_quarter_has_one_question_from_its_first_day_to_its_last():
    for year in (2026, 2027):
        for month in range(1, 13):
            first = date(year, 3 * ((month - 1) // 3) + 1, 1)
            assert DISCUSSIONS.of_quarter(date(year, month, 28)) == DISCUSSIONS.of_quarter(first)
    assert DISCUSSIONS.of_quarter(date(2026, 12, 31)) == DISCUSSIONS.of_quarter(date(2026, 10, 1))


def test_the_question_of_a_season_comes_in_that_season():
    """The summer holidays are talked about in spring, whatever the year."""
    for year in range(2026, 2040):
        quarters = [DISCUSSIONS.of_quarter(day).id for day in first_days([year])]
        assert "fore-lovet" not in {quarters[0], quarters[2], quarters[3]}
    assert len(DISCUSSIONS.questions) % QUARTERS == 0


@pytest.mark.one_engine
@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_manager_reads_the_question_after_its_frame_and_with_the_ways_to_help(bob, language):
    bob.speak(language)
    page = bob.get(ADDRESS)
    shown = without_marks(page.text)
    asked = DISCUSSIONS.of_quarter(today())
    wanted = [*DISCUSSIONS.frame, asked.question, asked.lead, asked.turn, DISCUSSIONS.told]
    places = [shown.index(text.read(language)) for text in wanted]
    assert places == sorted(places)
    assert re.findall(r'href="tel:(\d+)"', page.text)[0] == "112"
    assert re.search(r'href="/hjalp(?:/en)?"', page.text)
    assert f"<title>{'Kvartalets fråga' if language == 'sv' else 'Question of the quarter'} – elearn" in shown


@pytest.mark.one_engine
def test_the_units_pages_lead_to_it(bob):
    assert f'href="{ADDRESS}"' in bob.get("/enheter/F1").text


BROKEN: list[Broken] = [
    (FILE, "module: exempel", "module: finns-inte", 9, "modulen ”finns-inte” finns inte"),
    (FILE, "steg 1?", "steg 1.", 11, "ska sluta med ett frågetecken"),
    (FILE, "Hur gör vi i steg 1?", "Har någon av er varit i steg 1?", 11, "deltagarnas egna liv"),
    (FILE, "What do we do in step 1?", "What have you experienced?", 12, "deltagarnas egna liv"),
    (FILE, "id: fraga-2", "id: fraga-1", 20, "finns redan"),
    (FILE, "[sol-19-1]", "[sol-99-9]", 19, "källan ”sol-99-9” finns inte"),
    (FILE, "      en: Let everybody say what they do.\n", "", 13, "saknar engelska"),
    (FILE, "Fråga HR.", "Ring 0470-123 45.", 17, "skrivs bara i contacts.yaml"),
    (FILE, "Låt alla säga", "Låt förövaren säga", 14, "hör till orden vi undviker"),
    (FILE, "lead:", "leda:", 13, "inget känt fält"),
    (FILE, "frame:", "ram:", 1, "inget känt fält"),
    (FILE, "told:\n  sv: Säg att ni tar en paus.\n  en: Say that you are taking a break.\n", "", 1, "saknas"),
    (
        FILE,
        "Säg att ni tar en paus.",
        "Uppmärksamma samtliga deltagare på förutsättningarna för verksamhetens konfidentialitet.",
        1,
        "LIX",
    ),
]


@pytest.mark.parametrize("broken", BROKEN, ids=name(BROKEN))
def test_a_mistake_is_named_with_its_line(tmp_path, broken):
    check_named(tmp_path, *broken)


def test_two_years_of_questions_are_the_fewest_and_every_module_has_one(tmp_path):
    content = copy_content(tmp_path)
    text = (content / FILE).read_text(encoding="utf-8")
    short = text[: text.index("  - id: fraga-8")]
    change(content, FILE, text, short)
    assert "discussion.yaml:7: 7 frågor; det ska vara minst 8" in messages(content)
    (content / FILE).write_text(text.replace("module: exempel", "module: annan"), encoding="utf-8")
    assert "ingen fråga till modulen ”exempel”" in messages(content)
    (content / FILE).unlink()
    assert "discussion.yaml: filen saknas" in messages(content)


@pytest.mark.one_engine
def test_without_the_file_there_is_no_such_page(app, bob, monkeypatch):
    monkeypatch.setattr(app.extensions["elearn_catalogue"], "discussions", None)  # which other tests share
    assert bob.get(ADDRESS).status == 404
