"""A small right content to copy and break in one place."""

import shutil
from pathlib import Path

EXAMPLE = Path(__file__).parent / "examples" / "content"


def copy_content(tmp_path: Path) -> Path:
    """A copy of the example content, to change."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "content"))


def change(content: Path, file: str, old: str, new: str) -> None:
    """Put something else in the place where a text stands for the first time."""
    path = content / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} has no {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def line_of(content: Path, file: str, text: str) -> int:
    """The first line that holds a text."""
    lines = (content / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)
