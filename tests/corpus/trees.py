"""Units files: one tree with one root, whatever is moved, merged, split, renamed or ended."""

from datetime import date
from functools import partial
from itertools import pairwise

from tests.corpus.case import BERGET, NAMND, STAFF, TREE, Days, case_of, units
from tests.organisations.loading import DAY, EVE, GROUP, Y2020

G, F, A = GROUP
CLIFF = "C;Klippan;enhet;B;2020-01-01;"
OPTIONAL = ";juridisk_person;ansvarig_nämnd;räknas_i_koncernen"
STILL_PEOPLE = "har personer. De räknas där"
_case = partial(case_of, kind="units", given=TREE)
BEFORE, FROM = date(2026, 12, 31), date(2027, 1, 1)


def _chain(length: int) -> list[str]:
    codes = ["F", *(f"K{n}" for n in range(length))]
    return [f"{code};Led;enhet;{above};2020-01-01;" for above, code in pairwise(codes)]


def _days(name: str, first: date = Y2020, last: date | None = None) -> Days:
    return [(name, first, last)]


CASES = (
    _case("a first tree", *GROUP, given=(), difference=(3, 0, 0, 0)),
    _case("children before their parents", A, F, G, given=(), difference=(3, 0, 0, 0)),
    _case("a unit more", *GROUP, BERGET, CLIFF, difference=(1, 0, 0, 4), stored={"C": _days("Klippan")}),
    _case(
        "a unit renamed",
        G,
        F,
        A.replace("Ängen", "Stora Ängen"),
        BERGET,
        difference=(0, 1, 0, 3),
        stored={"A": [("Ängen", Y2020, EVE), ("Stora Ängen", DAY, None)]},
    ),
    _case("a unit moved", *GROUP, BERGET.replace(";F;", ";A;"), difference=(0, 1, 0, 3)),
    _case("a unit of another kind", *GROUP, BERGET.replace("enhet", "avdelning"), difference=(0, 1, 0, 3)),
    _case(
        "a unit ended by its date",
        *GROUP,
        BERGET[:-1] + ";2026-12-31",
        difference=(0, 1, 0, 3),
        stored={"B": _days("Berget", last=BEFORE)},
    ),
    _case("a unit no longer there", *GROUP, difference=(0, 0, 1, 3), stored={"B": _days("Berget", last=EVE)}),
    _case(
        "a unit that had not begun voided",
        *GROUP,
        BERGET,
        given=(units(*GROUP, BERGET, "C;Klippan;enhet;F;2027-01-01;"),),
        difference=(0, 0, 1, 4),
        stored={"C": []},
    ),
    _case(
        "a unit ended with people",
        G,
        F,
        BERGET,
        given=STAFF,
        difference=(0, 0, 1, 3),
        notices=((None, "enhetskod", STILL_PEOPLE),),
        stored={"A": _days("Ängen", last=EVE)},
    ),
    _case(
        "a unit ended by its date with people",
        G,
        F,
        A[:-1] + ";2026-12-31",
        BERGET,
        given=STAFF,
        difference=(0, 1, 0, 3),
        notices=((4, "enhetskod", STILL_PEOPLE),),
    ),
    _case(
        "a unit ended with all below it",
        G,
        F,
        A,
        given=(units(*GROUP, BERGET, CLIFF),),
        difference=(0, 0, 2, 3),
    ),
    _case(
        "two units become one",
        G,
        F,
        "AB;Ängen och Berget;enhet;F;2026-11-22;",
        given=STAFF,
        difference=(1, 0, 2, 2),
        notices=((None, "enhetskod", STILL_PEOPLE),),
    ),
    _case(
        "one unit becomes two",
        *GROUP,
        "B1;Berget norr;enhet;F;2026-11-22;",
        "B2;Berget söder;enhet;F;2026-11-22;",
        difference=(2, 0, 1, 3),
    ),
    _case(
        "an administration moved with all below it",
        G,
        "M;Mitten;förvaltning;G;2026-11-22;",
        F.replace(";G;", ";M;"),
        A,
        BERGET,
        difference=(1, 1, 0, 3),
    ),
    _case(
        "a new root above the old one",
        "K;Koncernen;koncern;;2026-11-22;",
        G.replace("koncern;;", "bolag;K;"),
        F,
        A,
        BERGET,
        difference=(1, 1, 0, 3),
    ),
    _case(
        "a new root the day after the old one",
        G[:-1] + ";2026-12-31",
        "K;Koncernen;koncern;;2027-01-01;",
        F[:-1] + ";2026-12-31",
        "F;Förvaltningen;förvaltning;K;2027-01-01;",
        A,
        BERGET,
        difference=(2, 2, 0, 2),
        stored={"G": _days("Gruppen", last=BEFORE), "K": _days("Koncernen", FROM)},
    ),
    _case(
        "a move on a later day",
        G,
        F,
        A,
        BERGET.replace(";F;", ";A;"),
        on=FROM,
        difference=(0, 1, 0, 3),
        stored={"B": [("Berget", Y2020, BEFORE), ("Berget", FROM, None)]},
    ),
    _case(
        "units of another source below",
        NAMND,
        "S;Bolaget;bolag;G;2020-01-01;",
        source="politik",
        difference=(2, 0, 0, 0),
    ),
    _case(
        "a responsible committee that is not there",
        f"{G};;;",
        f"{F};;N;ja",
        f"{A};Exempel AB;;nej",
        f"{BERGET};;;",
        extra=OPTIONAL,
        difference=(0, 2, 0, 2),
        notices=((3, "ansvarig_nämnd", "finns inte än"),),
        texts=("Exempel AB",),
    ),
    _case("a chain of two hundred", *GROUP, BERGET, *_chain(200), difference=(200, 0, 0, 4)),
    _case(
        "every kind of unit",
        *GROUP,
        BERGET,
        *(
            f"T{n};Typ;{kind};G;2020-01-01;"
            for n, kind in enumerate(
                (
                    "bolag",
                    "avdelning",
                    "nämnd",
                    "styrelse",
                    "fullmäktige",
                    "utskott",
                    "revision",
                    "gemensam nämnd",
                    "kommunalförbund",
                    "extern utförare",
                )
            )
        ),
        difference=(10, 0, 0, 4),
    ),
)
