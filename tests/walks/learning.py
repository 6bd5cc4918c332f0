"""The walks of somebody who learns."""

import re
from functools import cache

from playwright.sync_api import expect

from elearn import clock
from elearn.modules.content import Question
from tests.completions.ways import COURSE, ELSEWHERE, WAY
from tests.reading import as_read
from tests.staging import catalogue
from tests.walks.walking import Walk

CHECK = "/moduler/1/kunskapskontroll"
HAND_IN = f"{CHECK}/lamna-in"


def look_around(walk: Walk) -> None:
    """From the start page to why something is asked, and what has been done."""
    walk.follow("/min-utbildning")
    walk.follow("main a[href^='/min-utbildning/varfor/']")


def read_a_module(walk: Walk) -> None:
    walk.follow("/moduler/1")
    walk.pick("workplace", "skola")
    walk.send("/moduler/1/arbetsplats")
    walk.follow("main a.govuk-button")
    while re.fullmatch(r"/moduler/1/\d+", here := walk.here):
        for summary in ("main .figure-words summary", "main .case summary"):
            if walk.page.locator(summary).count():
                walk.open_up(summary)
        walk.send(here)
    walk.at(CHECK)


def take_the_check(walk: Walk) -> None:
    """All wrong, one question per page; a question is reported; then all right, on one page."""
    walk.send(CHECK)
    for place in range(1, 11):
        if place == 1:
            walk.send(f"{CHECK}/1")
            walk.jump("#q1")
        answer(walk, right=False)
        walk.send(f"{CHECK}/{place}")
    walk.send(HAND_IN)
    walk.sees("Inte godkänd än")
    walk.open_up("main details.fold summary")
    walk.hands.choose("main details[open] [name=reason]", "unclear")
    walk.send("/synpunkt", within="main details[open]")
    walk.sees("Tack. Redaktören ser det.")
    walk.follow(CHECK)
    walk.choose("way", "all")
    walk.send(CHECK)
    answer(walk, right=True)
    walk.send(HAND_IN, "[formaction]")
    walk.sees("Granska svaren")
    walk.send(HAND_IN)


def fetch_the_certificate(walk: Walk) -> None:
    walk.follow("main a[href^='/intyg/']")
    for link in ("a[href$='/pdf/sv']", "a[href$='/pdf/en/hel']"):
        assert walk.fetch(f"main {link}").startswith(b"%PDF-")


def ask_for_another_way(walk: Walk) -> None:
    walk.follow("main a[href='/moduler/1/annat-satt']")
    walk.send(WAY)
    walk.sees("Du gör modulen på ett annat sätt")
    walk.send(f"{WAY}/som-vanligt")


def let_others_help(walk: Walk) -> None:
    walk.sees("Ingen av dem som du har fått namnet på kan hjälpa dig nu")
    walk.send(f"{WAY}/kontakt")


def hand_in_a_certificate(walk: Walk) -> None:
    walk.follow(ELSEWHERE)
    walk.send(ELSEWHERE)
    walk.sees("Det finns ett problem")
    walk.jump("#dated_on")
    walk.choose("equivalent", COURSE)
    walk.day("dated_on", clock.today())
    walk.attach("file", {"name": "intyg.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"})
    walk.send(ELSEWHERE)


def repeat(walk: Walk) -> None:
    walk.follow("main a[href='/repetition']")
    answer(walk, right=True)
    walk.send("/repetition")


def confirm_a_session(walk: Walk) -> None:
    walk.send(f"/traffar/{walk.given}/bekrafta")


def read_openly(walk: Walk) -> None:
    walk.follow("main a[href^='/oppet/1']")
    walk.open("/oppet")
    walk.follow("main a[href^='/ordlista']")


def open_help_and_leave(walk: Walk) -> None:
    walk.follow("footer a[href='/hjalp']")
    walk.open("/")
    walk.follow(".exit-bar [data-exit]")
    walk.at("/paus")
    walk.open("/")


def answer(walk: Walk, *, right: bool) -> None:
    """Answer every question on the page."""
    for group in walk.page.locator("main fieldset").all():
        options = frozenset(as_read(label.strip()) for label in group.locator("label").all_inner_texts())
        question = questions()[options]
        first = group.locator("input").first
        name = first.get_attribute("name") or ""
        chosen = question.right if right else {wrong(question)}
        for option in sorted(chosen):
            if first.get_attribute("type") == "radio":
                walk.choose(name, option)
            else:
                walk.tick(name, option)
        expect(group.locator("input:checked")).to_have_count(len(chosen))


def wrong(question: Question) -> str:
    return next(option.id for option in question.options if not option.correct)


@cache
def questions() -> dict[frozenset[str], Question]:
    """Every question by the options that it is shown with."""
    return {
        frozenset(option.text.read("sv") for option in question.options): question
        for module in catalogue().modules
        for question in module.questions
    }
