"""The guides say what the interface says: its words, its addresses, its commands, its settings, and show its pictures."""

import re
from functools import cache
from pathlib import Path

import click
import pytest
from babel.messages.pofile import read_po
from flask import Flask

from elearn.cli import cli

ROOT = Path(__file__).resolve().parents[2]
GUIDES = sorted((ROOT / "docs" / "guider").glob("*.md"))
PICTURES = ROOT / "docs" / "pictures"
ENGLISH = ROOT / "elearn" / "translations" / "en" / "LC_MESSAGES" / "messages.po"

LARGEST, ALL_TOGETHER = 300_000, 2_700_000  # bytes
SHORTEST_ALT = 20
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#]+)[^)]*\)")
COUNT = re.compile(r" \(%\(\w+\)s\)$")  # after a heading, which a guide does without
CODE = re.compile(r"`([^`]+)`")

each_guide = pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)


@cache
def messages() -> frozenset[str]:
    """The Swedish sentences of the interface: the ids of the catalogue."""
    with ENGLISH.open("rb") as file:
        forms = [message.id for message in read_po(file, locale="en")]
    each = [[form] if isinstance(form, str) else list(form) for form in forms]
    return frozenset(" ".join(COUNT.sub("", text).split()) for texts in each for text in texts)


def words(text: str, pattern: str) -> list[str]:
    """What is marked in a guide, without what stands in code."""
    plain = CODE.sub("", text)
    return [" ".join(found.split()) for found in re.findall(pattern, plain, re.DOTALL)]


@each_guide
def test_every_word_in_bold_stands_in_the_interface(guide: Path) -> None:
    named = words(guide.read_text(encoding="utf-8"), r"\*\*(.+?)\*\*")
    assert [name for name in named if not {name, f"{name}:"} & messages()] == []


@each_guide
def test_every_sentence_in_quotation_marks_stands_in_the_interface(guide: Path) -> None:
    quoted = words(guide.read_text(encoding="utf-8"), r"”(.+?)”")
    everything = "\n".join(messages())
    assert [sentence for sentence in quoted if sentence not in everything] == []


@each_guide
def test_every_picture_is_there_and_says_what_it_shows(guide: Path) -> None:
    for alt, target in PICTURE.findall(guide.read_text(encoding="utf-8")):
        assert len(alt) >= SHORTEST_ALT, target
        assert (guide.parent / target).is_file(), target


@each_guide
def test_every_link_leads_somewhere(guide: Path) -> None:
    targets = LINK.findall(guide.read_text(encoding="utf-8"))
    assert [target for target in targets if not (guide.parent / target).exists()] == []


@each_guide
def test_every_address_is_one_of_ours(guide: Path, app: Flask) -> None:
    adapter = app.url_map.bind("localhost")
    addresses = re.findall(r"`(/[a-z0-9/-]*)`", guide.read_text(encoding="utf-8"))
    ours = [address for address in addresses if not address.startswith(("/opt/", "/etc/", "/var/"))]
    assert [address for address in ours if not adapter.test(address, "GET")] == []


@each_guide
def test_every_command_can_be_run(guide: Path) -> None:
    text = guide.read_text(encoding="utf-8")
    lines = [code for code in CODE.findall(text) if code.startswith("elearn ")]
    lines += re.findall(r"^    (elearn .+?)(?:\s+#.*)?$", text, re.MULTILINE)
    assert [line for line in lines if not is_command(line.split()[1:])] == []


def is_command(given: list[str]) -> bool:
    command: click.Command = cli
    rest = list(given)
    while isinstance(command, click.Group) and rest:
        found = command.get_command(click.Context(command), rest.pop(0))
        if found is None:
            return False
        command = found
    options = {name for parameter in command.params for name in parameter.opts}
    return (
        not isinstance(command, click.Group) and {word for word in rest if word.startswith("--")} <= options
    )


def test_every_picture_is_small_and_shown_somewhere() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (*GUIDES, ROOT / "README.md")]
    shown = {Path(target).name for text in texts for _alt, target in PICTURE.findall(text)}
    sizes = {path.name: path.stat().st_size for path in PICTURES.iterdir()}
    assert set(sizes) == shown
    assert [name for name, size in sizes.items() if size > LARGEST] == []
    assert sum(sizes.values()) <= ALL_TOGETHER


def test_the_readme_shows_four_pictures_and_says_what_they_show() -> None:
    found = PICTURE.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert len(found) == 4
    for alt, target in found:
        assert len(alt) >= SHORTEST_ALT, target
        assert (ROOT / target).is_file(), target


def test_every_setting_is_explained_to_the_administrator() -> None:
    read = {
        name
        for path in (ROOT / "elearn").rglob("*.py")
        for name in re.findall(r"ELEARN_[A-Z][A-Z_]*[A-Z]", path.read_text(encoding="utf-8"))
    }
    secret = {f"{name}_FILE" for name in re.findall(r'_setting\(environ, "(\w+)"', config_text())}
    explained = set(re.findall(r"`(ELEARN_\w+)`", (ROOT / "docs/guider/administrator.md").read_text("utf-8")))
    assert explained == read | secret


def config_text() -> str:
    return (ROOT / "elearn" / "config.py").read_text(encoding="utf-8")
