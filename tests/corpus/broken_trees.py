"""Units files that would leave the group without its one tree, or people without their unit."""

from functools import partial

from tests.corpus.case import BERGET, STAFF, TREE, Case, case_of, file_of, people, units
from tests.organisations.loading import ALICE, BERTIL, GROUP

G, F, A = GROUP
CLIFF = "C;Klippan;enhet;B;2020-01-01;"
_case = partial(case_of, kind="units", given=TREE)


def _ring(length: int) -> list[str]:
    """Units that hang under each other, the first under the last."""
    return [f"R{n};Ring;enhet;R{(n - 1) % length};2020-01-01;" for n in range(length)]


CASES = (
    _case(
        "two units under each other",
        G,
        F,
        A.replace(";F;", ";B;"),
        BERGET.replace(";F;", ";A;"),
        faults=((4, "överordnad", "i en ring: A → B → A"),),
    ),
    _case(
        "a unit under itself",
        G,
        F,
        A,
        BERGET.replace(";F;", ";B;"),
        faults=((5, "överordnad", "i en ring: B → B"),),
    ),
    _case("a ring of a hundred", *GROUP, BERGET, *_ring(100), faults=((6, "överordnad", "… (41) …"),)),
    _case(
        "a ring on a later day",
        G,
        F,
        A[:-1] + ";2026-12-31",
        "A;Ängen;enhet;B;2027-01-01;",
        BERGET.replace(";F;", ";A;"),
        faults=((5, "överordnad", "från och med 2027-01-01: A → B → A"),),
    ),
    _case(
        "a unit under nothing",
        *GROUP,
        BERGET,
        "C;Klippan;enhet;X;2020-01-01;",
        faults=((6, "överordnad", "”X”, som inte finns"),),
    ),
    _case(
        "a unit that goes on when the one above ends",
        G,
        F,
        A,
        BERGET[:-1] + ";2026-12-31",
        CLIFF,
        faults=((6, "överordnad", "inte finns från och med 2027-01-01"),),
    ),
    _case(
        "a unit no longer there with a unit below it",
        *GROUP,
        CLIFF,
        given=(units(*GROUP, BERGET, CLIFF),),
        faults=((5, "överordnad", "inte finns från och med 2026-11-22"),),
    ),
    _case(
        "a unit ended over another source's",
        G,
        F,
        A,
        given=(*TREE, units("X;Annans;enhet;B;2020-01-01;", source="bolag")),
        faults=((None, None, "”X” hänger under ”B”"),),
    ),
    _case(
        "a second root",
        *GROUP,
        BERGET,
        "K;Koncernen;koncern;;2020-01-01;",
        faults=((6, "överordnad", "redan koncernens rot"),),
    ),
    _case(
        "a second root on a later day",
        *GROUP,
        BERGET[:-1] + ";2026-12-31",
        "B;Berget;enhet;;2027-01-01;",
        faults=((6, "överordnad", "redan koncernens rot"),),
    ),
    _case("no root at all", F, A, BERGET, given=(), faults=((2, "överordnad", "”G”, som inte finns"),)),
    _case("another source's unit", BERGET, source="bolag", faults=((2, "enhetskod", "hör till källan hr"),)),
    _case(
        "one code twice",
        *GROUP,
        BERGET,
        BERGET.replace("Berget", "Borgen"),
        faults=((6, "enhetskod", "samma dagar på rad 5"),),
    ),
    _case("a kind that is none", *GROUP, BERGET.replace("enhet", "hydda"), faults=((5, "typ", "Okänt ord"),)),
    _case(
        "no name and no code",
        *GROUP,
        BERGET,
        ";;enhet;F;2020-01-01;",
        faults=((6, "enhetskod", "tomt"), (6, "namn", "tomt")),
    ),
    _case(
        "a code that ends a file",
        *GROUP,
        BERGET,
        'C;K;enhet;"#end";;',
        faults=((6, "överordnad", "förbehållet"),),
    ),
    Case(
        name="people in a unit that nobody has loaded",
        content=file_of(ALICE, BERTIL.replace(";A;", ";X;")),
        given=STAFF,
        faults=((3, "enhetskod", "Enheten finns inte"),),
    ),
    Case(
        name="people in a unit that has ended",
        content=file_of(ALICE, BERTIL.replace(";A;", ";B;")),
        given=(*TREE, units(*GROUP), people(ALICE, BERTIL)),
        difference=(1, 0, 1, 1),
        notices=((3, "enhetskod", "har anställda i filen"),),
    ),
)
