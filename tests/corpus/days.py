"""Days: real ones, in order, and what other systems write for "no last day"."""

from datetime import date
from typing import Any

from tests.corpus.case import ASA, BERGET, STAFF, TREE, Case, Days, Difference, Said, but, file_of
from tests.organisations.loading import ALICE, BERTIL, DAY, EVE, GROUP, Y2020

NO_DAY, NOT_IN_CALENDAR, YEAR = "inget datum", "finns inte i kalendern", "Året ska ligga mellan"


def _first(name: str, first: str, said: str) -> Case:
    """A first day that cannot be one."""
    return Case(
        name=f"from {name}",
        content=file_of(ALICE, BERTIL, but(ASA, first=first)),
        given=STAFF,
        faults=((4, "från", said),),
    )


def _loaded(name: str, first: str, last: str, days: Days, *notices: Said, **more: Any) -> Case:
    given: dict[str, Any] = {"content": file_of(but(ASA, first=first, last=last)), "difference": (1, 0, 0, 0)}
    return Case(name=name, given=TREE, stored={"3": days}, notices=notices, **(given | more))


ABSENCE = ";frånvarande_från;frånvarande_till"


def _absent(name: str, days: str, difference: Difference | None, *faults: Said) -> Case:
    return Case(
        name=name,
        content=file_of(f"{ALICE};{days}", f"{BERTIL};;", extra=ABSENCE),
        given=STAFF,
        difference=difference,
        faults=faults,
    )


CASES = (
    _loaded("no days at all", "", "", [("A", DAY, None)]),
    _loaded("an open end", "2020-01-01", "", [("A", Y2020, None)]),
    _loaded("one day", "2026-11-22", "2026-11-22", [("A", DAY, DAY)]),
    _loaded("a leap day", "2024-02-29", "", [("A", date(2024, 2, 29), None)]),
    _loaded(
        "9999-12-31 as the last day",
        "2020-01-01",
        "9999-12-31",
        [("A", Y2020, None)],
        (None, "till", "slutdatum saknas"),
    ),
    _loaded("over before the file", "2020-01-01", "2024-12-31", [("A", Y2020, date(2024, 12, 31))]),
    _loaded("a day to come", "2027-01-01", "", [("A", date(2027, 1, 1), None)]),
    _loaded("a day long ago", "1971-08-01", "", [("A", date(1971, 8, 1), None)]),
    _loaded("a file of a day to come", "", "", [("A", date(2027, 1, 1), None)], on=date(2027, 1, 1)),
    _first("the 31st of February", "2026-02-31", NOT_IN_CALENDAR),
    _first("the 29th of February of another year", "2026-02-29", NOT_IN_CALENDAR),
    _first("month 13", "2026-13-01", NOT_IN_CALENDAR),
    _first("9999-12-31", "9999-12-31", YEAR),
    _first("year 0001", "0001-01-01", YEAR),
    _first("the year 1599", "1599-12-31", YEAR),
    _first("two digits of a year", "26-01-02", NO_DAY),
    _first("two digits of a year with slashes", "31/12/26", NO_DAY),
    _first("American order", "12/31/2026", NO_DAY),
    _first("no dashes", "20260102", NO_DAY),
    _first("one digit", "2026-1-2", NO_DAY),
    _first("words", "2 januari 2026", NO_DAY),
    _first("a time besides", "2026-01-02 00:00:00", NO_DAY),
    _first("a week", "2026-W01-1", NO_DAY),
    _first("Excel's number", "46024", NO_DAY),
    _first("full-width digits", "\uff12\uff10\uff12\uff16-01-02", NO_DAY),
    Case(
        name="an end before its beginning",
        content=file_of(ALICE, BERTIL, but(ASA, first="2026-05-01", last="2026-04-30")),
        given=STAFF,
        faults=((4, "till", "före startdatumet 2026-05-01"),),
    ),
    Case(
        name="no beginning and an end before the file",
        content=file_of(ALICE, BERTIL, but(ASA, first="", last="2026-11-21")),
        given=STAFF,
        faults=((4, "till", "slutar före filens datum"),),
    ),
    Case(
        name="two rows that overlap by a day",
        content=file_of(ALICE, BERTIL, but(ASA, last="2026-05-01"), but(ASA, first="2026-05-01")),
        given=STAFF,
        faults=((5, "anställningsnummer", "samma dagar på rad 4"),),
    ),
    Case(
        name="two rows of which one has no beginning",
        content=file_of(ALICE, BERTIL, but(ASA, last="2026-12-31"), but(ASA, first="", title="Rektor")),
        given=STAFF,
        faults=((5, "anställningsnummer", "samma dagar på rad 4"),),
    ),
    Case(
        name="two rows one after the other",
        content=file_of(but(ASA, last="2026-04-30"), but(ASA, first="2026-05-01", title="Rektor")),
        given=TREE,
        difference=(2, 0, 0, 0),
        stored={"3": [("A", Y2020, date(2026, 4, 30)), ("A", date(2026, 5, 1), None)]},
    ),
    _absent("absent without a cause", "2026-11-01;2027-01-31", (0, 1, 0, 1)),
    _absent("absent without an end", "2026-11-01;", (0, 1, 0, 1)),
    _absent("absence without a beginning", ";2027-01-31", None, (2, "frånvarande_till", "inget startdatum")),
    _absent(
        "absence that ends before it begins",
        "2027-01-31;2026-11-01",
        None,
        (2, "frånvarande_till", "före startdatumet 2027-01-31"),
    ),
    Case(
        name="a day of the file that is unreasonable",
        content=file_of(ALICE, BERTIL),
        given=STAFF,
        on=date(1815, 1, 1),
        encoding=None,
        separator=None,
        faults=((None, None, "1815-01-01 är orimligt"),),
    ),
    Case(
        name="a unit with days in the wrong order",
        content=file_of(*GROUP, BERGET[:-1] + ";2019-12-31", kind="units"),
        kind="units",
        given=TREE,
        faults=((5, "till", "före startdatumet 2020-01-01"),),
    ),
    Case(
        name="a post with a day that is none",
        content=file_of("B;hr;1;chef;2026-02-30;", kind="managers"),
        kind="managers",
        given=STAFF,
        faults=((2, "från", NOT_IN_CALENDAR),),
    ),
    Case(
        name="the day before the file",
        content=file_of(ALICE, but(BERTIL, last="2026-11-21")),
        given=STAFF,
        faults=((None, None, "1 av 2 personer"),),
    ),
    Case(
        name="the day of the file",
        content=file_of(ALICE, but(BERTIL, last="2026-11-22")),
        given=STAFF,
        difference=(0, 1, 0, 1),
        stored={"2": [("A", Y2020, DAY)]},
    ),
    Case(
        name="the day before the file with the brake raised",
        content=file_of(ALICE, but(BERTIL, last="2026-11-21")),
        given=STAFF,
        options={"max_ended": 50},
        difference=(0, 1, 0, 1),
        stored={"2": [("A", Y2020, EVE)]},
    ),
)
