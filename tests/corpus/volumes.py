"""How much changes at once: the brake, files that are half or empty, and files in the wrong order."""

from datetime import date
from functools import partial
from typing import Any

from tests.corpus.case import (
    CROWD,
    KEY,
    STAFF,
    TREE,
    TWENTY,
    Case,
    Said,
    but,
    case_of,
    file_of,
    managers,
    people,
)
from tests.organisations.loading import ALICE, BERTIL, DAY, EVE, GROUP, Y2020

ENDED = [but(row, last="2026-11-21") for row in TWENTY]
EXTERNAL = ";anställningsform"
STALE = "Kontrollera datumet"
LATER = date(2026, 12, 1)
_case = partial(case_of, given=CROWD)


def _braked(name: str, *rows: str, said: str, extra: str = "", **more: Any) -> Case:
    faults: tuple[Said, ...] = ((None, None, said),)
    return _case(name, *rows, extra=extra, faults=faults, **more)


def _numbered(rows: tuple[str, ...], *, keys: bool) -> list[str]:
    """The same people under new numbers, with or without the keys that say so."""
    return [
        but(row, number=f"9{row.split(';')[0]}", first="2026-11-22") + (f";k{place}" if keys else "")
        for place, row in enumerate(rows)
    ]


KEYED = (*TREE, people(*(f"{row};k{place}" for place, row in enumerate(TWENTY)), extra=KEY))
TIED = tuple((line, "personnyckel", "knyts till") for line in range(2, 22))

CASES = (
    _case("as many as the brake lets through", *TWENTY[:18], difference=(0, 0, 2, 18)),
    _braked("one more than the brake lets through", *TWENTY[:17], said="3 av 20 personer"),
    _case("the brake raised", *TWENTY[:17], options={"max_ended": 15}, difference=(0, 0, 3, 17)),
    _braked("the brake lowered", *TWENTY[:19], options={"max_ended": 0}, said="1 av 20 personer"),
    _braked("half a file", *TWENTY[:10], said="10 av 20 personer"),
    _braked("a header alone", said="20 av 20 personer"),
    _case("a header alone with the brake raised", options={"max_ended": 100}, difference=(0, 0, 20, 0)),
    _braked("everybody ended by date", *ENDED, said="20 av 20 personer"),
    _braked("new numbers without keys", *_numbered(TWENTY, keys=False), said="20 av 20 personer"),
    _case(
        "new numbers with keys",
        *_numbered(TWENTY, keys=True),
        extra=KEY,
        given=KEYED,
        difference=(20, 0, 20, 0),
        notices=TIED,
    ),
    _case(
        "everybody moved",
        *(but(row, unit="B", first="2026-11-22") for row in TWENTY),
        difference=(20, 0, 20, 0),
        stored={"101": [("A", Y2020, EVE), ("B", DAY, None)]},
    ),
    _case("everybody renamed", *(but(row, given="Eva") for row in TWENTY), difference=(0, 20, 0, 0)),
    _case("as many again", *TWENTY, *_numbered(TWENTY, keys=False), difference=(20, 0, 0, 20)),
    _case(
        "those who were to leave anyway",
        *TWENTY[:10],
        given=(*TREE, people(*TWENTY[:10], *(but(row, last="2026-12-31") for row in TWENTY[10:]))),
        on=date(2027, 1, 1),
        difference=(0, 0, 0, 10),
    ),
    _case(
        "those who had not begun",
        *TWENTY,
        given=(*TREE, people(*TWENTY, *_numbered(TWENTY, keys=False))),
        difference=(0, 0, 20, 20),
    ),
    _case(
        "one of two employments of everybody",
        *TWENTY,
        given=(*TREE, people(*TWENTY, *(but(row, unit="B") for row in TWENTY))),
        difference=(0, 0, 20, 20),
    ),
    _braked(
        "externals left out",
        *TWENTY[:17],
        given=(
            *TREE,
            people(
                *(f"{row};" for row in TWENTY[:17]),
                *(f"{but(row, last='2027-12-31')};extern" for row in TWENTY[17:]),
                extra=EXTERNAL,
            ),
        ),
        said="3 av 20 personer",
    ),
    _case("the same file again", *TWENTY, difference=(0, 0, 0, 20)),
    _case("the same file on a later day", *TWENTY, on=LATER, difference=(0, 0, 0, 20)),
    _case("another source's people are not counted", ALICE, source="bolag", difference=(1, 0, 0, 0)),
    Case(
        name="yesterday's file after today's",
        content=file_of(ALICE, BERTIL),
        given=STAFF,
        on=EVE,
        faults=((None, None, STALE),),
    ),
    Case(
        name="yesterday's file as a correction",
        content=file_of(but(ALICE, title="Rektor"), BERTIL),
        given=STAFF,
        on=EVE,
        options={"correction": True},
        difference=(0, 1, 0, 1),
        notices=((None, None, "rättar dagarna sedan dess"),),
    ),
    Case(
        name="yesterday's file with mistakes and too few people",
        content=file_of(but(ALICE, level="kung")),
        given=STAFF,
        on=EVE,
        faults=((None, None, "1 av 2 personer"), (None, None, STALE), (2, "nivå", "Okänt ord")),
    ),
    Case(
        name="yesterday's units file after today's people file",
        content=file_of(*GROUP, kind="units"),
        kind="units",
        given=STAFF,
        on=EVE,
        faults=((None, None, STALE),),
    ),
    Case(
        name="yesterday's file of another source",
        content=file_of(but(ALICE, email="")),
        source="bolag",
        given=STAFF,
        on=EVE,
        difference=(1, 0, 0, 0),
    ),
    Case(
        name="a header alone for units",
        content=file_of(kind="units"),
        kind="units",
        given=STAFF,
        faults=((None, None, "avslutar allt som finns i källan hr"),),
        notices=((None, "enhetskod", "har personer"),),
    ),
    Case(
        name="a header alone for posts",
        content=file_of(kind="managers"),
        kind="managers",
        given=(*STAFF, managers("B;hr;1;chef;;")),
        faults=((None, None, "avslutar allt som finns i källan hr"),),
    ),
    Case(
        name="a header alone for posts that a source does not have",
        content=file_of(kind="managers"),
        kind="managers",
        given=STAFF,
        difference=(0, 0, 0, 0),
    ),
)
