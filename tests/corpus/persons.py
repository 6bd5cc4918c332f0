"""What may be said of somebody: addresses, protected identities, and numbers that are not ours to know."""

from tests.corpus.case import ASA, TREE, but, case_of, people
from tests.organisations.loading import ALICE, BERTIL

AGAIN = but(ALICE, unit="B", first="2026-11-22")
SHARED = "delas av 2 personer"
# Both have a right check digit; the second is a coordination number (its day plus 60).
PERSONAL, COORDINATION = "19121212-1212", "701063-2391"


ADDRESSES = (
    case_of(
        "an address that two share",
        ALICE,
        but(BERTIL, email="ALICE@exempel.example"),
        difference=(0, 1, 0, 1),
        notices=((3, "e-post", SHARED),),
    ),
    case_of(
        "addresses that change places",
        but(ALICE, email="bertil@exempel.example"),
        but(BERTIL, email="alice@exempel.example"),
        difference=(0, 2, 0, 0),
    ),
    case_of(
        "an address of somebody in another source",
        but(ASA, email="alice@exempel.example"),
        source="bolag",
        difference=(1, 0, 0, 0),
        notices=((2, "e-post", "någon i en annan källa"),),
    ),
    case_of(
        "an address each at two employments",
        ALICE,
        BERTIL,
        but(AGAIN, email="a2@exempel.example"),
        difference=(1, 0, 0, 2),
    ),
    case_of("no address", but(ALICE, email=""), BERTIL, difference=(0, 1, 0, 1)),
    case_of(
        "something else for an address",
        but(ALICE, email="alice at exempel"),
        BERTIL,
        faults=((2, "e-post", "ingen e-postadress"),),
    ),
)

PROTECTION = (
    case_of("protected from now on", but(ALICE, protected="ja"), BERTIL, difference=(0, 1, 0, 1)),
    case_of(
        "protected without a name",
        "7;;;;A;medarbetare;;;2020-01-01;;;yes",
        ALICE,
        BERTIL,
        difference=(1, 0, 0, 2),
    ),
    case_of(
        "a name missing",
        but(ASA, given="", family=" "),
        ALICE,
        BERTIL,
        faults=((2, "förnamn", "Namnet är tomt"), (2, "efternamn", "Namnet är tomt")),
    ),
    case_of(
        "protected on one row of two",
        but(ALICE, protected="ja"),
        AGAIN,
        BERTIL,
        difference=(1, 1, 0, 1),
        notices=((3, "skyddade_uppgifter", "på rad 2 gäller personens alla rader"),),
        never="Alm",
    ),
    case_of(
        "protected no longer",
        ALICE,
        BERTIL,
        given=(*TREE, people(but(ALICE, protected="ja"), BERTIL)),
        difference=(0, 1, 0, 1),
        notices=((None, None, "1 person har inte längre skyddade uppgifter"),),
    ),
    case_of(
        "an address shared with somebody protected",
        ALICE,
        but(BERTIL, email="alice@exempel.example", protected="ja"),
        difference=(0, 1, 0, 1),
        notices=((3, "e-post", SHARED),),
        never="alice@",
    ),
    case_of(
        "two names for somebody protected",
        but(ALICE, protected="ja"),
        but(AGAIN, family="Hemlig"),
        BERTIL,
        faults=((3, "efternamn", "annat namn på rad 2"),),
        notices=((3, "skyddade_uppgifter", "alla rader"),),
        never="Hemlig",
    ),
    case_of(
        "a word for protected that is none",
        but(ALICE, protected="sekretess"),
        BERTIL,
        faults=((2, "skyddade_uppgifter", "Okänt ord"),),
    ),
)

NUMBERS_OF_THE_STATE = (
    case_of(
        "a column of personal numbers",
        f"{ALICE};{PERSONAL}",
        f"{BERTIL};{COORDINATION}",
        extra=";Personnummer",
        difference=(0, 0, 0, 2),
        notices=((1, "Personnummer", "har personnummer och lästes inte"),),
        never="1212",
    ),
    case_of(
        "personal numbers under another header",
        but(ALICE, title=PERSONAL),
        but(BERTIL, title=COORDINATION),
        given=TREE,
        difference=(2, 0, 0, 0),
        notices=((None, "befattning", "har personnummer och lästes inte"),),
        never="1212",
    ),
    case_of(
        "personal numbers for employee numbers",
        but(ALICE, number=PERSONAL),
        but(BERTIL, number=COORDINATION),
        faults=((None, "anställningsnummer", "använd ett annat nummer"),),
        never="1212",
    ),
    case_of(
        "one personal number among employee numbers",
        ALICE,
        BERTIL,
        but(ASA, number=PERSONAL),
        faults=((4, "anställningsnummer", "Värdet är ett personnummer"),),
        never="1212",
    ),
    case_of(
        "a column of causes",
        f"{ALICE};sjuk",
        f"{BERTIL};",
        extra=";Frånvaroorsak",
        difference=(0, 0, 0, 2),
        notices=((1, "Frånvaroorsak", "orsaker till frånvaro"),),
        never="sjuk",
    ),
)

CASES = ADDRESSES + PROTECTION + NUMBERS_OF_THE_STATE
