"""Where in a TOML text each key stands: its parser tells the values, not their lines."""

import re
import tomllib

KeyPath = tuple[str, ...]

_KEY = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)"""
_ASSIGNED = re.compile(rf"\s*({_KEY}(?:\s*\.\s*{_KEY})*)\s*=")


def lines_of(text: str) -> dict[KeyPath, int]:
    """The line on which each section and key is named first. Keys inside a value of several lines are not looked for."""
    lines: dict[KeyPath, int] = {}
    section: KeyPath = ()
    for number, line in enumerate(text.removeprefix("\ufeff").replace("\r", "").split("\n"), start=1):
        if line.lstrip().startswith("["):
            section = path = _path(line)
        elif found := _ASSIGNED.match(line):
            path = section + _path(f"{found[1]} = 0")
        else:
            continue
        for length in range(1, len(path) + 1):
            lines.setdefault(path[:length], number)
    return lines


def _path(line: str) -> KeyPath:
    """The keys that one line of TOML names, outermost first; none where it is no TOML by itself."""
    try:
        content: object = tomllib.loads(line)
    except (tomllib.TOMLDecodeError, RecursionError):
        return ()
    path: list[str] = []
    while isinstance(content, dict) and len(content) == 1:
        ((key, content),) = content.items()
        path.append(key)
    return tuple(path)
