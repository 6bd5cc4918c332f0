"""The HR files of the example group, in the order to import them, and who in them has a demo account."""

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

DATA = Path(__file__).parent / "data"
DATE_COLUMNS = frozenset({"från", "till", "frånvarande_från", "frånvarande_till"})
# The files are written as if this were today.
BASE = date(2026, 11, 1)

BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class DemoFile:
    """A file that `elearn import KIND --source SOURCE` reads."""

    kind: str
    source: str
    name: str

    @property
    def path(self) -> Path:
        return DATA / self.name


FILES: tuple[DemoFile, ...] = (
    DemoFile("units", "hr", "units-hr.csv"),
    DemoFile("units", "fortroendevalda", "units-fortroendevalda.csv"),
    DemoFile("units", "vidingehem", "units-vidingehem.csv"),
    DemoFile("units", "veab", "units-veab.csv"),
    DemoFile("units", "bolagen", "units-bolagen.csv"),
    DemoFile("people", "hr", "people-hr.csv"),
    DemoFile("people", "vidingehem", "people-vidingehem.csv"),
    DemoFile("people", "veab", "people-veab.csv"),
    DemoFile("people", "bolagen", "people-bolagen.csv"),
    DemoFile("people", "fortroendevalda", "people-fortroendevalda.csv"),
    DemoFile("managers", "hr", "managers-hr.csv"),
    DemoFile("managers", "fortroendevalda", "managers-fortroendevalda.csv"),
)

# Sign-in name (before @exempel.example) → source and employee number.
CAST: dict[str, tuple[str, str]] = {
    "larande": ("hr", "10001"),
    "chef": ("hr", "10002"),
    "stallforetradare": ("hr", "10003"),
    "hr": ("hr", "10004"),
    "redaktor": ("hr", "10005"),
    "admin": ("hr", "10006"),
    "revisor": ("hr", "10007"),
    "hr-bolag": ("vidingehem", "10001"),
    "politiker": ("fortroendevalda", "0001"),
}


def shift_dates(text: str, days: int) -> str:
    """The same file with every date so many days later; all else stays as it is."""
    mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    header, *rows = csv.reader(io.StringIO(text.removeprefix(mark), newline=""), delimiter=";", strict=True)
    dated = [place for place, column in enumerate(header) if column in DATE_COLUMNS]
    for row in rows:
        for place in dated:
            row[place] = _shift(row[place], days)
    return mark + write_csv([header, *rows])


def write_csv(rows: list[list[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\n").writerows(rows)
    return text.getvalue()


def _shift(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat() if day else ""
