"""The main job from end to end: learn, fail, read why, pass, be seen as done, be exported."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.visitor import DONE, Visitor

pytestmark = pytest.mark.browser

HAND_IN = "/moduler/1/kunskapskontroll/lamna-in"
CHECK = "/moduler/1/kunskapskontroll"


@pytest.mark.parametrize(
    ("language", "javascript"),
    [
        ("sv", False),
        ("en", True),
        pytest.param("sv", True, marks=pytest.mark.whole),
        pytest.param("en", False, marks=pytest.mark.whole),
    ],
)
def test_an_employee_learns_and_the_manager_and_hr_see_it(
    arrive: Callable[..., Visitor], language: str, javascript: bool, tmp_path: Path
) -> None:
    alice = arrive(language, javascript=javascript)
    alice.sign_in("alice")
    read_every_section(alice)
    fail_and_read_why(alice)
    pass_on_one_page(alice)
    alice.sign_out()

    bob = arrive(language, javascript=javascript)
    bob.sign_in("bob")
    see_who_is_done(bob)

    dana = arrive(language, javascript=javascript)
    dana.sign_in("dana")
    rows = export_completions(dana, tmp_path)
    assert [(row["given_name"], row["family_name"]) for row in rows] == [("Alice", "Alm")]
    assert rows[0]["module"] == "kunskap-pa-alla-nivaer"


def read_every_section(visitor: Visitor) -> None:
    """From the start page's one next thing to the check, section by section."""
    visitor.main.locator("a[href^='/moduler/']").first.click()
    expect(visitor.page).to_have_url(f"{visitor.address}/moduler/1")
    visitor.main.locator("a.govuk-button").first.click()
    read = 0
    while re.fullmatch(r"/moduler/1/\d+", here := visitor.page.url.removeprefix(visitor.address)):
        visitor.submit(here)
        read += 1
    assert read >= 5
    assert visitor.at(CHECK)


def fail_and_read_why(visitor: Visitor) -> None:
    """One question per page, all wrong: each is explained, with the section that explains it."""
    visitor.page.check("input[name=way][value=one]")
    visitor.submit(CHECK)
    explained = []
    for place in range(1, 11):
        expect(visitor.page).to_have_url(f"{visitor.address}{CHECK}/{place}")
        explained += visitor.answer(right=False)
        visitor.submit(f"{CHECK}/{place}")
    expect(visitor.page).to_have_url(f"{visitor.address}{CHECK}/granska")
    visitor.submit(HAND_IN)
    expect(visitor.page).to_have_url(re.compile(f"{CHECK}/resultat/"))
    expect(visitor.page.locator("h1")).to_have_text(visitor.said("Inte godkänd än"))
    assert len(explained) == 10
    for feedback in explained:
        expect(visitor.main).to_contain_text(feedback)
    assert visitor.main.locator("section a[href^='/moduler/1/']").count() >= 10


def pass_on_one_page(visitor: Visitor) -> None:
    """A new draw, all questions on one page, all right: the receipt."""
    visitor.main.locator(f"a[href='{CHECK}']").first.click()
    visitor.page.check("input[name=way][value=all]")
    visitor.submit(CHECK)
    expect(visitor.page).to_have_url(f"{visitor.address}{CHECK}/alla")
    assert len(visitor.answer(right=True)) >= 10
    visitor.submit(HAND_IN)
    expect(visitor.page).to_have_url(re.compile("/intyg/"))
    expect(visitor.page.locator("h1")).to_have_text(visitor.said(DONE))


def see_who_is_done(visitor: Visitor) -> None:
    visitor.page.locator("nav a[href='/enheter']").click()
    row = visitor.main.locator("tr", has_text="Alice Alm")
    expect(row).to_contain_text(visitor.said("Klar"))
    expect(visitor.main.locator("tr", has_text="Anders Åkesson")).not_to_contain_text(visitor.said("Klar"))
    expect(visitor.main).not_to_contain_text("Petra")


def export_completions(visitor: Visitor, directory: Path) -> list[dict[str, str]]:
    visitor.page.locator("nav a[href='/hr']").click()
    visitor.main.locator("a[href^='/hr/export']").first.click()
    visitor.page.check("input[name=subject][value=completions]")
    visitor.page.check("input[name=format][value=csv]")
    with visitor.page.expect_download() as starting:
        visitor.submit("/hr/export")
    name = starting.value.suggested_filename
    assert re.fullmatch(r"elearn-\d{4}-\d{2}-\d{2}\.csv", name)
    starting.value.save_as(directory / name)
    text = (directory / name).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    assert rows[-1]["completion_id"] == "#end"
    return rows[:-1]
