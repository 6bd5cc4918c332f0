"""Posts: for those employed elsewhere, in a people file, and in units without any."""

from functools import partial

from tests.corpus.case import (
    BERGET,
    NAMND,
    STAFF,
    TREE,
    Case,
    but,
    case_of,
    file_of,
    managers,
    people,
    units,
)
from tests.organisations.loading import ALICE, BERTIL, GROUP

ELECTED = (*STAFF, units(NAMND, source="politik"))
_post = partial(case_of, kind="managers")


POSTS = (
    _post("a manager employed elsewhere", "B;hr;1;chef;2026-11-22;", difference=(1, 0, 0, 0)),
    _post(
        "two managers and a deputy",
        "B;hr;1;chef;;",
        "B;hr;2;manager;;",
        "B;hr;2;ställföreträdare;;",
        difference=(3, 0, 0, 0),
    ),
    _post("a coordinator of a committee", "N;hr;1;samordnare;;", given=ELECTED, difference=(1, 0, 0, 0)),
    _post("a post in the unit where one is employed", "A;hr;1;chef;;", difference=(1, 0, 0, 0)),
    _post(
        "a post that goes to another",
        "B;hr;2;chef;;",
        given=(*STAFF, managers("B;hr;1;chef;;")),
        difference=(1, 0, 1, 0),
    ),
    _post(
        "a post of a source without people",
        "B;okänd;1;chef;;",
        faults=((2, "källa", "Källan har inga personer"),),
    ),
    _post(
        "a post for a number that nobody has",
        "B;hr;99;chef;;",
        faults=((2, "anställningsnummer", "inget sådant"),),
    ),
    _post("a post in no unit", "X;hr;1;chef;;", faults=((2, "enhetskod", "Enheten finns inte"),)),
    _post("a role that is none", "B;hr;1;kung;;", faults=((2, "roll", "Okänt ord"),)),
    _post("one post twice", "B;hr;1;chef;;", "B;hr;1;chef;;", faults=((3, "enhetskod", "redan rollen"),)),
    _post(
        "a post for somebody who has left",
        "B;hr;2;chef;;",
        given=(*TREE, people(ALICE, but(BERTIL, last="2024-12-31"))),
        difference=(1, 0, 0, 0),
        notices=((2, "anställningsnummer", "ingen anställning"),),
    ),
    case_of(
        "a coordinator in a people file",
        but(ALICE, role="samordnare"),
        BERTIL,
        faults=((2, "roll", "Okänt ord"),),
    ),
    case_of(
        "a manager and a deputy in a people file",
        but(ALICE, role="chef"),
        but(BERTIL, role="deputy"),
        difference=(0, 2, 0, 0),
    ),
)

FORMS = (
    case_of(
        "an external without an end",
        f"{ALICE};extern",
        f"{BERTIL};",
        extra=";anställningsform",
        faults=((2, "till", "Externa behöver ett slutdatum"),),
    ),
    case_of(
        "an external with an end",
        f"{but(ALICE, last='2027-06-30')};extern",
        f"{BERTIL};timavlönad",
        extra=";anställningsform",
        difference=(0, 2, 0, 0),
    ),
    Case(
        name="a unit without a manager",
        content=file_of(*GROUP, BERGET, "C;Cirkeln;enhet;F;2020-01-01;", kind="units"),
        kind="units",
        given=STAFF,
        difference=(1, 0, 0, 4),
    ),
)

CASES = POSTS + FORMS
