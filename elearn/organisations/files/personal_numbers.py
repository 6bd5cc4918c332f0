"""Swedish personal identity numbers: we neither need nor keep them, so we know one when we see it."""

import re

_SHAPE = re.compile(r"(18|19|20)?(\d{2})(\d{2})(\d{2})([-+]?)(\d{4})")
_COORDINATION = 60  # added to the day in a coordination number


def is_personal_number(text: str) -> bool:
    """YYMMDD-NNNN or YYYYMMDDNNNN, with or without the dash, on a real day and with the right check digit."""
    return _match(text) is not None


def is_written_out(text: str) -> bool:
    """One that can hardly be anything else: with its dash or its century."""
    found = _match(text)
    return found is not None and bool(found[1] or found[5])


def _match(text: str) -> re.Match[str] | None:
    found = _SHAPE.fullmatch(text)
    if found is None or not text.isascii():
        return None
    month, day = int(found[3]), int(found[4])
    if not (1 <= month <= 12 and 1 <= day - _COORDINATION * (day > _COORDINATION) <= 31):
        return None
    return found if _has_check_digit(found[2] + found[3] + found[4] + found[6]) else None


def _has_check_digit(digits: str) -> bool:
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0
