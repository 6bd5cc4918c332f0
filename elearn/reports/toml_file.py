"""A settings file (TOML) that says on which line each mistake in it stands."""

import re
import tomllib
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from elearn.organisations.files.faults import Fault, FileRefused, shown
from elearn.organisations.files.toml_lines import lines_of

LARGEST = 64 * 1024

# The parser speaks English, and only the line of what it says helps the reader.
_PLACE = re.compile(r"at line (\d+)")


class TomlFile:
    """What a file says, the line on which it says it, and the mistakes found so far."""

    def __init__(self, text: str) -> None:
        """Raises FileRefused with the line that is no TOML."""
        try:
            self.content: dict[str, Any] = tomllib.loads(text.removeprefix("\ufeff"))
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            raise FileRefused(_not_toml(error)) from None
        self._lines = lines_of(text)
        self._faults: list[Fault] = []

    def add_fault(self, message: str, *path: str) -> None:
        """Note what is wrong with a key: its line, or that of the nearest section around it."""
        around = (path[:length] for length in range(len(path), 0, -1))
        line = next((self._lines[each] for each in around if each in self._lines), None)
        self._faults.append(Fault(line, shown(path[-1]) if path else None, None, message))

    def refuse_faults(self) -> None:
        """Raises FileRefused with every mistake, in the order of the lines."""
        if self._faults:
            raise FileRefused(*sorted(self._faults, key=lambda fault: fault.line or 0))


def read_text(path: Path) -> str:
    """What a settings file says; FileRefused where it cannot be read."""
    try:
        if path.stat().st_size <= LARGEST:
            return path.read_text(encoding="utf-8-sig")
        message = _("Filen är större än 64 kB. Kontrollera att det är rätt fil.")
    except UnicodeDecodeError:
        message = _("Filen är inte skriven i UTF-8. Spara om den så.")
    except OSError:
        message = _("Filen kan inte läsas. Kontrollera namnet och rättigheterna.")
    raise FileRefused(Fault(None, None, None, message))


def _not_toml(error: Exception) -> Fault:
    found = _PLACE.search(str(error))
    if not found:
        message = _("Filen är ingen giltig TOML. Kontrollera citattecken, likhetstecken och hakparenteser.")
        return Fault(None, None, None, message)
    message = _("Rad %(line)s går inte att läsa som TOML. Sätt text inom raka citattecken.", line=found[1])
    return Fault(int(found[1]), None, None, message)
