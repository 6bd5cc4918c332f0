"""Reads the shipped files of the example group for the tests."""

import csv
import io
from functools import cache

from elearn.demo.files import BASE, DATA, FILES

TODAY = BASE.isoformat()

ELECTED = {"nämnd", "styrelse", "fullmäktige", "utskott", "revision", "gemensam nämnd"}

Row = dict[str, str]


@cache
def text(name: str) -> str:
    return (DATA / name).read_bytes().decode("utf-8")


@cache
def rows(kind: str) -> list[Row]:
    found = []
    for file in FILES:
        if file.kind == kind:
            reader = csv.DictReader(
                io.StringIO(text(file.name).removeprefix("\ufeff")), delimiter=";", strict=True
            )
            found += [{**row, "source": file.source} for row in reader]
    return found


@cache
def units() -> dict[str, Row]:
    return {row["enhetskod"]: row for row in rows("units")}


@cache
def unit_path(code: str) -> list[str]:
    above = units()[code]["överordnad"]
    return [*(unit_path(above) if above else []), code]


def who(row: Row) -> str:
    return row.get("personnyckel") or f"{row['source']}/{row['anställningsnummer']}"


def holds(row: Row) -> bool:
    return row["från"] <= TODAY <= (row["till"] or "9999")


def persons(found: list[Row]) -> int:
    return len({who(row) for row in found})


def now(**wanted: str) -> list[Row]:
    return [
        row
        for row in rows("people")
        if holds(row) and all(row[key] == value for key, value in wanted.items())
    ]


def by_number(source: str, number: str) -> list[Row]:
    return [row for row in rows("people") if (row["source"], row["anställningsnummer"]) == (source, number)]
