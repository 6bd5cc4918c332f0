"""Reading beyond the section, in a real browser: a sheet on paper, and an author's page that follows the writing."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.delivered import CONTENT, delivered_content
from tests.e2e.conftest import Stage
from tests.e2e.visitor import Visitor
from tests.modules.content_copy import change
from tests.writing import previewing

pytestmark = pytest.mark.browser

MODULES = delivered_content().modules
A4 = {"format": "A4", "margin": dict.fromkeys(("top", "right", "bottom", "left"), "15mm")}


@pytest.fixture
def staged(standing: Stage) -> Stage:
    return standing


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_summary_is_one_sheet_of_paper(arrive: Callable[..., Visitor], language: str) -> None:
    visitor = arrive(language)
    visitor.sign_in("karl" if language == "sv" else "maja")
    for module in MODULES:
        visitor.open(f"/moduler/{module.number}/sammanfattning")
        sheets = re.findall(rb"/Type\s*/Page\b", visitor.page.pdf(**A4))  # type: ignore[arg-type]
        assert len(sheets) == 1, module.slug


def test_an_authors_page_shows_what_is_written_by_itself(browser: Browser, tmp_path: Path) -> None:
    content = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    with previewing(content) as address:
        page = browser.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(f"{address}/oppet/1/sv")
        section = MODULES[0].sections[0]
        change(content, f"{MODULES[0].slug}/sections/{section.name}.sv.md", "## ", "## Alldeles ny rubrik, ")
        expect(page.locator("main")).to_contain_text("Alldeles ny rubrik")
        page.close()
    assert complaints == []
