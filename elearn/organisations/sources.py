"""What the source of a file may be called. Pure."""

import re

_NAME = re.compile(r"[\w.-]{1,40}")


def is_source_name(text: str) -> bool:
    """Letters, digits, full stop, hyphen and underscore, so that it can stand in a file, a command and an address."""
    return _NAME.fullmatch(text) is not None
