"""The rules of the house that no other tool checks."""

import re
import subprocess
from pathlib import Path

import pytest
from flask import Flask

ROOT = Path(__file__).resolve().parent.parent
LONGEST_FILE = 300
# Generated once, and the reference text that it must hold.
EXEMPT = {"elearn/migrations/versions/0001_initial.py"}


def tracked(*patterns: str) -> list[str]:
    found = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [name for name in found.stdout.splitlines() if (ROOT / name).exists()]


@pytest.mark.parametrize("name", tracked("*.py"))
def test_a_file_holds_one_idea(name: str) -> None:
    if name in EXEMPT:
        return
    lines = len((ROOT / name).read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_FILE, f"{name} has {lines} lines: it holds two ideas, find them"


def test_no_room_is_called_common() -> None:
    banned = {"common", "utils", "util", "helpers", "helper", "misc"}
    assert [name for name in tracked("*.py") if banned & set(Path(name).with_suffix("").parts)] == []


def test_pinned_requirements_name_no_address() -> None:
    for name in tracked(
        "requirements/*", "pyproject.toml", "*.lock", "package-lock.json", "*/package-lock.json"
    ):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(r'(resolved"|index-url|find-links)', text), name
        if name.startswith("requirements/"):
            assert "://" not in text, name


def test_addresses_are_lower_case_with_typed_values(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        plain = re.sub(r"<[^>]+>", "", rule.rule)
        assert re.fullmatch(r"[a-z0-9/-]*", plain), rule.rule


def test_every_template_is_named_after_a_view(app: Flask) -> None:
    """`room/view.html`; parts that others include begin with an underscore."""
    rooms = {rule.endpoint.split(".")[0].split("_")[0] for rule in app.url_map.iter_rules()}
    for name in tracked("elearn/templates/*.html"):
        path = Path(name).relative_to("elearn/templates")
        if len(path.parts) > 1 and path.parts[0] not in {"macros", "errors"}:
            assert path.parts[0] in rooms, f"{name}: no room of that name has a view"


def test_no_template_lets_text_through_as_markup() -> None:
    """Markup is made in one place only: rendered content, cleaned twice."""
    for name in tracked("elearn/templates/**/*.html", "elearn/templates/*.html"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "|safe" not in text.replace(" ", ""), name
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", text), (
            f"{name}: the policy blocks inline style and script"
        )
