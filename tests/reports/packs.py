"""An evidence pack as a test reads it, and as somebody who tampers with it writes it."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

from elearn.organisations.files.writing import PURPOSE


def rows(path: Path, name: str) -> list[dict[str, str]]:
    """The rows of one file of a pack, checked to be whole."""
    with zipfile.ZipFile(path) as archive:
        text = archive.read(name).decode("utf-8-sig")
    header, *body, closing = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    assert closing[:2] == ["#end", str(len(body))]
    assert closing[3].startswith(PURPOSE)
    return [dict(zip(header, row, strict=True)) for row in body]


def manifest_of(path: Path) -> dict[str, Any]:
    with zipfile.ZipFile(path) as archive:
        content: dict[str, Any] = json.loads(archive.read("manifest.json"))
        return content


def rewritten(path: Path, target: Path, **changed: bytes | None) -> Path:
    """The pack with some files changed, added or, for None, taken out."""
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in (
            content | {name.replace("_", "."): data for name, data in changed.items()}
        ).items():
            if data is not None:
                archive.writestr(name, data)
    return target
