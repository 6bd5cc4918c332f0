"""What may stand on no line of any module: telephone numbers, the repealed act, marks where they mean nothing."""

import re
from collections.abc import Iterator

from elearn.content_files import Mistake

REPEALED = "2001:453"
# A Swedish number with area code or of the harmonised 116 series; 112 and 114 14 may stand in a text.
PHONE = re.compile(
    r"(?<![\d:/-])(?<!\d )(?:\+46[ -]?\(?0?\)?|0)\d{1,3}[-/ ]?\d{2,3}(?:[ -]?\d{2,3}){1,3}(?![\d:])"
    r"|(?<![\d:/-])(?<!\d )116[ -]?\d{3}(?![\d:])"
)


def check_lines(path: str, text: str, *, phones: bool = True, marks: bool = True) -> Iterator[Mistake]:
    """Every line that holds what it may not. `marks` whether marks of sources are shown where this text is."""
    for number, line in enumerate(text.split("\n"), 1):
        if REPEALED in line:
            message = "socialtjänstlagen (2001:453) är upphävd. Hänvisa till socialtjänstlagen (2025:400)."
            yield Mistake(path, number, message)
        if phones and (found := PHONE.search(line)):
            message = f"telefonnumret {found.group().strip()} skrivs bara i contacts.yaml. Länka till /hjalp i stället."
            yield Mistake(path, number, message)
        if not marks and "[@" in line:
            yield Mistake(path, number, "en källa skrivs i listan references, inte i texten. Flytta den dit.")
