"""Content that no author means to write: folders that are locked, files too deep, values of another shape. Never a crash."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from elearn.content_files import ContentError, Mistake
from elearn.modules.checks.report import check_content
from elearn.modules.loader import load_content
from tests.modules.content_copy import ON, copy_content, line_of

GLOSSARY = "glossary.yaml"
NOBODY = 65534


def refused_by(content: Path) -> tuple[Mistake, ...]:
    with pytest.raises(ContentError) as refused:
        load_content(content)
    return refused.value.mistakes


@pytest.fixture
def open_to_read() -> Iterator[Path]:
    """Content that somebody without the right to everything can reach, with whom the test goes on."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        content = copy_content(Path(folder))
        check_content(content, ON)  # what Python fetches the first time, it fetches with every right
        user = os.geteuid()
        os.seteuid(user or NOBODY)
        yield content
        os.seteuid(user)
        for path in (content, content / "cards", content / "exempel", content / "exempel/sections"):
            path.chmod(0o755)


@pytest.mark.parametrize("mode", [0o000, 0o444, 0o111])
@pytest.mark.parametrize(
    "folder", ["content", "content/cards", "content/exempel", "content/exempel/sections"]
)
def test_a_folder_that_cannot_be_listed_is_named(open_to_read: Path, folder: str, mode: int) -> None:
    locked = open_to_read.parent / folder
    user = os.geteuid()
    if user == NOBODY:
        os.seteuid(0)
    locked.chmod(mode)
    os.seteuid(user)
    found = check_content(open_to_read, ON).mistakes
    sentence = f"{folder}: mappen går inte att läsa. Kontrollera dess rättigheter."
    assert sentence in [str(one) for one in found]
    assert sentence in [str(one) for one in refused_by(open_to_read)]


DEEP = 100_000


@pytest.mark.parametrize(
    "text",
    [
        *(
            f"a: {'[' * DEEP}",
            "a: " + "[\n" * DEEP,
            f"a: {'{b: ' * DEEP}",
            f"{'- ' * DEEP}a",
            f"{'? ' * DEEP}a",
        ),
        "\n".join(f"{' ' * level}a:" for level in range(1500)),
    ],
    ids=["lists", "lists on rows", "maps", "dashes", "questions", "indents"],
)
def test_a_file_that_goes_too_deep_is_refused_unparsed(tmp_path: Path, text: str) -> None:
    content = copy_content(tmp_path)
    (content / GLOSSARY).write_text(text, encoding="utf-8")
    [mistake] = refused_by(content)
    assert mistake.path == f"content/{GLOSSARY}"
    assert mistake.message.startswith("filen har för många nivåer i varandra.")


FILES = ("module", "cases", "pictures", "changes", "check")
SHARED = ("references", "glossary", "local", "plan-coverage", "contacts")
ROW = re.compile(r"^(?P<key>\s*(?:- )?[\w-]+|\s*\"[^\"]+\"):(?P<value> .*)?$")


@pytest.mark.parametrize("other", ["[a]", "{a: b}", "{sv: [a], en: 7}"])
@pytest.mark.parametrize(
    "file", [*(f"exempel/{name}.yaml" for name in FILES), *(f"{name}.yaml" for name in SHARED)]
)
def test_a_value_of_another_shape_is_a_mistake_and_no_crash(tmp_path: Path, file: str, other: str) -> None:
    content = copy_content(tmp_path)
    rows = (content / file).read_text(encoding="utf-8").split("\n")
    seen: set[str] = set()
    for place, row in enumerate(rows):
        if (found := ROW.match(row)) is not None and found["value"] and found["key"] not in seen:
            seen.add(found["key"])
            broken = [*rows[:place], f"{found['key']}: {other}", *rows[place + 1 :]]
            (content / file).write_text("\n".join(broken), encoding="utf-8")
            check_content(content, ON, release=True)


def test_a_name_that_is_a_list_is_named(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    path = content / "exempel/module.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("name: ett", "name: [ett]"), encoding="utf-8")
    line = line_of(content, "exempel/module.yaml", "name: [ett]")
    found = [str(one) for one in check_content(content, ON).mistakes]
    assert any(
        one.startswith(f"content/exempel/module.yaml:{line}: ”name” ska vara en text") for one in found
    )
