"""A small right content to copy and break in one place."""

import shutil
from datetime import date
from pathlib import Path

from elearn.modules.checks.report import check_content

EXAMPLE = Path(__file__).parent / "examples" / "content"
ON = date(2026, 11, 22)

# file, what stands there, what stands there instead, the mistake's line or what it holds, words of the sentence
Broken = tuple[str, str, str, str | int, str]


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


def messages(content: Path) -> str:
    """Every mistake that the content check finds, a line each."""
    return "\n".join(str(one) for one in check_content(content, ON).mistakes)


def check_named(tmp_path: Path, file: str, old: str, new: str, where: str | int, words: str) -> None:
    """Break one place, and see the mistake named with its file, its line and these words; 0 is the file as a whole."""
    content = copy_content(tmp_path)
    change(content, file, old, new)
    line = where if isinstance(where, int) else line_of(content, file, where)
    start = f"content/{file}:{line}: " if line else f"content/{file}: "
    found = messages(content)
    assert any(one.startswith(start) and words in one for one in found.split("\n")), found


def name(rows: list[Broken]) -> list[str]:
    """What each row is called in the list of tests."""
    return [f"{row[1][:30]} -> {row[2][:30]} ({row[4]})" for row in rows]
