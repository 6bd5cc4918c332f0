"""Who is who: employee numbers, and keys that join them."""

from datetime import date

from tests.corpus.case import (
    ASA,
    KEY,
    NAMND,
    TREE,
    but,
    case_of,
    people,
    units,
)
from tests.organisations.loading import ALICE, BERTIL, DAY, EVE, Y2020

AGAIN = but(ALICE, unit="B", first="2026-11-22")
POLITICIAN = but(ASA, number="77", level="politiker", unit="N", title="Ledamot")
KEYED = (*TREE, people(f"{ALICE};k1", f"{BERTIL};k2", extra=KEY))


NUMBERS = (
    case_of(
        "a row twice", ALICE, BERTIL, BERTIL, faults=((4, "anställningsnummer", "samma dagar på rad 3"),)
    ),
    case_of(
        "two names on one number",
        ALICE,
        BERTIL,
        but(ALICE, unit="B", given="Alva"),
        faults=((4, "förnamn", "annat namn på rad 2"),),
    ),
    case_of("two employments of one person", ALICE, BERTIL, AGAIN, difference=(1, 0, 0, 2)),
    case_of("one person at two levels", ALICE, BERTIL, but(ALICE, level="chef"), difference=(1, 0, 0, 2)),
    case_of(
        "one number in two sources",
        but(ALICE, given="Åke", family="Öst", email="ake@exempel.example"),
        source="bolag",
        difference=(1, 0, 0, 0),
        stored={"1": [("A", Y2020, None)]},
    ),
    case_of(
        "numbers that differ by their capitals",
        but(ASA, number="a1"),
        but(ASA, number="A1", given="Bo", email=""),
        given=TREE,
        difference=(2, 0, 0, 0),
        stored={"a1": [("A", Y2020, None)], "A1": [("A", Y2020, None)]},
    ),
    case_of("blanks around a number", but(ALICE, number="  1 "), BERTIL, difference=(0, 0, 0, 2)),
    case_of(
        "no number", ALICE, BERTIL, but(ASA, number=""), faults=((4, "anställningsnummer", "Fältet är tomt"),)
    ),
    case_of(
        "a new number for everybody",
        but(ALICE, number="11"),
        but(BERTIL, number="12"),
        difference=None,
        faults=((None, None, "2 av 2 personer"),),
    ),
    case_of(
        "a number hired again",
        ALICE,
        BERTIL,
        given=(*TREE, people(ALICE, but(BERTIL, last="2024-12-31"))),
        difference=(0, 1, 0, 1),
        stored={"2": [("A", Y2020, None)]},
    ),
    case_of(
        "a number hired again later",
        ALICE,
        but(BERTIL, last="2024-12-31"),
        but(BERTIL, first="2026-11-22"),
        given=(*TREE, people(ALICE, but(BERTIL, last="2024-12-31"))),
        difference=(1, 0, 0, 2),
        stored={"2": [("A", Y2020, date(2024, 12, 31)), ("A", DAY, None)]},
    ),
)

KEYS = (
    case_of(
        "hired again under a new number with the same key",
        f"{but(ALICE, number='11', first='2026-11-22')};k1",
        f"{BERTIL};k2",
        extra=KEY,
        given=KEYED,
        difference=(1, 0, 1, 1),
        notices=((2, "personnyckel", "knyts till en person som redan finns"),),
        stored={"1": [("A", Y2020, EVE)], "11": [("A", DAY, None)]},
    ),
    case_of(
        "hired again under a new number without a key",
        but(ALICE, number="11", first="2026-11-22"),
        BERTIL,
        given=KEYED,
        faults=((None, None, "1 av 2 personer"),),
    ),
    case_of(
        "a key that ties two sources",
        f"{POLITICIAN};k1",
        extra=KEY,
        source="politik",
        given=(*KEYED, units(NAMND, source="politik")),
        difference=(1, 0, 0, 0),
        notices=((2, "personnyckel", "Kontrollera att det är samma människa"),),
        never="k1",
    ),
    case_of("keys left out are remembered", ALICE, BERTIL, given=KEYED, difference=(0, 0, 0, 2)),
    case_of(
        "keys that come later change nothing else",
        f"{ALICE};k1",
        f"{BERTIL};k2",
        extra=KEY,
        difference=(0, 0, 0, 2),
    ),
    case_of(
        "another key for a number",
        f"{ALICE};k3",
        f"{BERTIL};k2",
        extra=KEY,
        given=KEYED,
        faults=((2, "personnyckel", "redan en annan personnyckel"),),
        never="k3",
    ),
    case_of(
        "two keys for one number",
        f"{ALICE};k1",
        f"{AGAIN};k9",
        f"{BERTIL};k2",
        extra=KEY,
        faults=((3, "personnyckel", "annan personnyckel på rad 2"),),
        never="k9",
    ),
    case_of(
        "two numbers with one key and one name each",
        f"{ALICE};k1",
        f"{but(ALICE, number='9', level='chef', family='Berg')};k1",
        f"{BERTIL};",
        extra=KEY,
        difference=(1, 0, 0, 2),
        notices=((3, "personnyckel", "knyts till"),),
    ),
)

CASES = NUMBERS + KEYS
