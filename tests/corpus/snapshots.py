"""What a file of people or posts makes of the one before it, on both axes of time."""

from datetime import date
from typing import Any

from tests.corpus.case import ASA, STAFF, TREE, Case, Difference, but, file_of, managers, people
from tests.organisations.loading import ALICE, BERTIL, DAY, EVE, Y2020

Y2018 = date(2018, 5, 1)
NEW_YEAR, SILVESTER = date(2027, 1, 1), date(2026, 12, 31)
ROOF = {"max_ended": 100}


def _case(name: str, *rows: str, difference: Difference, **more: Any) -> Case:
    given: dict[str, Any] = {"given": STAFF, "difference": difference}
    return Case(name=f"people: {name}", content=file_of(*rows), **(given | more))


def _changed(name: str, **fields: str) -> Case:
    return _case(
        f"another {name}",
        but(ALICE, **fields),
        BERTIL,
        difference=(0, 1, 0, 1),
        stored={"2": [("A", Y2020, None)]},
    )


def _post(name: str, *rows: str, difference: Difference, **more: Any) -> Case:
    given: dict[str, Any] = {"given": (*STAFF, managers("B;hr;1;chef;2020-01-01;")), "difference": difference}
    return Case(
        name=f"posts: {name}", kind="managers", content=file_of(*rows, kind="managers"), **(given | more)
    )


CASES = (
    _case("nothing new", ALICE, BERTIL, difference=(0, 0, 0, 2)),
    _case(
        "a newcomer",
        ALICE,
        BERTIL,
        but(ASA, first=""),
        difference=(1, 0, 0, 2),
        stored={"3": [("A", DAY, None)]},
    ),
    _case(
        "a newcomer known too late",
        ALICE,
        BERTIL,
        ASA,
        difference=(1, 0, 0, 2),
        stored={"3": [("A", Y2020, None)]},
    ),
    _changed("title", title="Rektor"),
    _changed("role", role="chef"),
    _changed("address", email="a.alm@exempel.example"),
    _changed("surname", family="Alm Berg"),
    _changed("language", language="en"),
    _case("a leaver", ALICE, options=ROOF, difference=(0, 0, 1, 1), stored={"2": [("A", Y2020, EVE)]}),
    _case(
        "a move",
        but(ALICE, unit="B", first="2026-11-22"),
        BERTIL,
        difference=(1, 0, 1, 1),
        stored={"1": [("A", Y2020, EVE), ("B", DAY, None)]},
    ),
    _case(
        "a move that keeps the day of employment",
        but(ALICE, unit="B"),
        BERTIL,
        difference=(1, 0, 1, 1),
        stored={"1": [("A", Y2020, EVE), ("B", Y2020, None)]},
    ),
    _case("another level", but(ALICE, level="chef", first=""), BERTIL, difference=(1, 0, 1, 1)),
    _case(
        "a change on a later day",
        but(ALICE, title="Rektor"),
        BERTIL,
        on=NEW_YEAR,
        difference=(0, 1, 0, 1),
        stored={"1": [("A", Y2020, SILVESTER), ("A", NEW_YEAR, None)]},
    ),
    _case(
        "an end",
        but(ALICE, last="2026-12-31"),
        BERTIL,
        difference=(0, 1, 0, 1),
        stored={"1": [("A", Y2020, SILVESTER)]},
    ),
    _case(
        "an end taken back",
        ALICE,
        BERTIL,
        given=(*TREE, people(but(ALICE, last="2026-12-31"), BERTIL)),
        difference=(0, 1, 0, 1),
        stored={"1": [("A", Y2020, None)]},
    ),
    _case(
        "an earlier first day",
        but(ALICE, first="2018-05-01"),
        BERTIL,
        difference=(0, 1, 0, 1),
        stored={"1": [("A", Y2018, None)]},
    ),
    _case(
        "a first day moved forward",
        but(ALICE, first="2027-01-01", title="Rektor"),
        BERTIL,
        difference=(0, 1, 0, 1),
        stored={"1": [("A", Y2020, SILVESTER), ("A", NEW_YEAR, None)]},
    ),
    _case("a first day left out", but(ALICE, first=""), BERTIL, difference=(0, 0, 0, 2)),
    _case(
        "a newcomer who never came",
        ALICE,
        BERTIL,
        given=(*TREE, people(ALICE, BERTIL, but(ASA, first="2027-01-01"))),
        difference=(0, 0, 1, 2),
        stored={"3": []},
    ),
    _case(
        "somebody who had left before",
        ALICE,
        given=(*TREE, people(ALICE, but(BERTIL, last="2024-12-31"))),
        difference=(0, 0, 0, 1),
        stored={"2": [("A", Y2020, date(2024, 12, 31))]},
    ),
    _case(
        "a new name of somebody with two employments",
        but(ALICE, family="Lind"),
        but(ALICE, family="Lind", unit="B"),
        BERTIL,
        given=(*TREE, people(ALICE, but(ALICE, unit="B"), BERTIL)),
        difference=(0, 2, 0, 1),
    ),
    _case(
        "all at once",
        but(ALICE, title="Rektor"),
        ASA,
        options=ROOF,
        difference=(1, 1, 1, 0),
        stored={"2": [("A", Y2020, EVE)]},
    ),
    _case(
        "a correction of what was loaded for today",
        but(ALICE, title="Rektor"),
        BERTIL,
        on=date(2026, 6, 1),
        options={"correction": True},
        difference=(0, 1, 0, 1),
        notices=((None, None, "rättar dagarna"),),
        stored={"1": [("A", Y2020, date(2026, 5, 31)), ("A", date(2026, 6, 1), None)]},
    ),
    _case(
        "a file between two that are loaded",
        ALICE,
        BERTIL,
        ASA,
        given=(*STAFF, people(but(ALICE, title="Rektor"), BERTIL, on=NEW_YEAR)),
        options={"correction": True},
        difference=(1, 1, 0, 1),
        notices=((None, None, "rättar dagarna"),),
    ),
    _post("nothing new", "B;hr;1;chef;2020-01-01;", difference=(0, 0, 0, 1)),
    _post("an end", "B;hr;1;chef;2020-01-01;2026-12-31", difference=(0, 1, 0, 0)),
    _post("another unit", "F;hr;1;chef;;", difference=(1, 0, 1, 0)),
    _post("another role", "B;hr;1;deputy;;", difference=(1, 0, 1, 0)),
    _post("another source's file", "F;hr;2;chef;;", source="chefer", difference=(1, 0, 0, 0)),
)
