"""The stylesheet, the script and their sources bring in nothing from outside and stay small."""

import gzip
import json
import re
from pathlib import Path

import pytest

ELEARN = Path(__file__).resolve().parents[2] / "elearn"
CSS = ELEARN / "static" / "elearn.css"
JS = ELEARN / "static" / "elearn.js"
# macros/forms.html puts these names together.
OPTIONS = {"radios", "checkboxes"}


@pytest.mark.parametrize("text", ["://", "data:", "@font-face", "@import", "url(", "GDS"])
def test_the_stylesheet_fetches_nothing(text: str) -> None:
    assert text not in CSS.read_text()


@pytest.mark.parametrize("text", ["://", "Storage", "cookie", "indexedDB", "innerHTML", "eval("])
def test_the_script_stores_nothing_and_fetches_nothing(text: str) -> None:
    assert text not in JS.read_text()


@pytest.mark.parametrize(("path", "limit"), [(CSS, 20_000), (JS, 3_000)])
def test_what_a_telephone_has_to_fetch_is_small(path: Path, limit: int) -> None:
    assert len(gzip.compress(path.read_bytes())) < limit


def test_every_part_of_govuk_frontend_that_is_shipped_is_used() -> None:
    shipped = re.findall(r"govuk/components/([a-z-]+)", (ELEARN / "styles" / "elearn.scss").read_text())
    pages = "".join(path.read_text() for path in (ELEARN / "templates").rglob("*.html"))
    used = set(re.findall(r"govuk-([a-z]+(?:-[a-z]+)*)", pages)) | OPTIONS
    assert [name for name in shipped if name not in used] == []


def test_the_lock_file_names_no_registry() -> None:
    lock = json.loads((ELEARN / "styles" / "package-lock.json").read_text())
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []


@pytest.mark.parametrize(
    "path", sorted((ELEARN / "templates").rglob("*.html")), ids=lambda path: str(path.relative_to(ELEARN))
)
def test_no_template_has_what_the_content_security_policy_refuses(path: Path) -> None:
    text = path.read_text()
    assert "<style" not in text
    assert " style=" not in text
    assert " onclick=" not in text
    assert "<script>" not in text


# Left and right as names of properties and as places of text; notches of the screen have no other names.
SIDES = re.compile(r"(?:^|[;{\s])(?:[a-z]+-)?(?:left|right)(?:-[a-z]+)?\s*:|text-align:\s*(?:left|right)")


@pytest.mark.parametrize(
    "path", [CSS, *sorted((ELEARN / "styles").glob("*.scss"))], ids=lambda path: path.name
)
def test_the_styles_say_start_and_end(path: Path) -> None:
    """So that a language written from right to left has its page mirrored, without rules of its own."""
    assert SIDES.findall(path.read_text(encoding="utf-8")) == []
