"""What may stand on no line of any module: telephone numbers, repealed law, marks where they mean nothing."""

import re
from collections.abc import Iterator

from elearn.content_files import Mistake
from elearn.modules.checks.superseded import find_moved, find_repealed

# A Swedish number with area code or of the harmonised 116 series; 112 and 114 14 may stand in a text.
ALONE = r"(?<![\d:/-])(?<!\d[ .–])"
BETWEEN = "[ .–\u00a0-]?"
PHONE = re.compile(
    rf"{ALONE}(?:\+46{BETWEEN}\(?0?\)?{BETWEEN}|0)\d{{1,3}}(?:/|{BETWEEN})\d{{2,3}}(?:{BETWEEN}\d{{2,3}}){{1,3}}(?![\d:])"
    rf"|{ALONE}116{BETWEEN}\d{{3}}(?![\d:])"
)


def check_lines(path: str, text: str, *, marks: bool = True) -> Iterator[Mistake]:
    """Every line that holds what it may not. `marks` whether marks of sources are shown where this text is."""
    for place, message in find_moved(text):
        yield Mistake(path, text.count("\n", 0, place) + 1, message)
    for number, line in enumerate(text.split("\n"), 1):
        for message in find_repealed(line):
            yield Mistake(path, number, message)
        if found := PHONE.search(line):
            message = f"telefonnumret {found.group().strip()} skrivs bara i contacts.yaml. Länka till /hjalp i stället."
            yield Mistake(path, number, message)
        if not marks and "[@" in line:
            yield Mistake(path, number, "en källa skrivs i listan references, inte i texten. Flytta den dit.")
