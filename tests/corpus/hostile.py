"""Values that somebody hopes will be taken for something else: stored letter by letter, or refused."""

import unicodedata
from typing import Any

from tests.corpus.case import ASA, BERGET, STAFF, TREE, Case, Said, but, file_of
from tests.organisations.loading import ALICE, BERTIL, GROUP

CONTROL, LONG = "osynligt styrtecken", "fler än 200"
ACCENTS = "".join(map(chr, range(0x0300, 0x0340)))


def _kept(name: str, value: str, *, written: str = "") -> Case:
    """A title that is stored as it is; `written`: as the file has it."""
    return Case(
        name=f"value: {name}",
        content=file_of(but(ASA, title=(written or value).replace(";", ","))),
        given=TREE,
        difference=(1, 0, 0, 0),
        texts=(value.replace(";", ","),),
    )


def _refused(
    name: str, value: str, part: str, column: str = "title", *, said: str = "befattning", **more: Any
) -> Case:
    faults: tuple[Said, ...] = ((4, said, part),)
    row = but(ASA, **{column: value})
    return Case(
        name=f"value: {name}", content=file_of(ALICE, BERTIL, row), given=STAFF, faults=faults, **more
    )


def _named(name: str, given: str, family: str) -> Case:
    return Case(
        name=f"name: {name}",
        content=file_of(but(ASA, given=given, family=family)),
        given=TREE,
        difference=(1, 0, 0, 0),
        texts=(given, family),
    )


KEPT = (
    _kept("a formula", "=cmd|' /C calc'!A0"),
    _kept("a formula made text", "=1+1", written="'=1+1"),
    _kept("a formula made text twice", "'=1+1", written="''=1+1"),
    _kept("an at sign", "@SUM(A1:A9)"),
    _kept("a plus and a minus", "+46 70-1 -2"),
    _kept("a full-width formula", "\uff1d1+1"),
    _kept("an apostrophe", "'n lärare"),
    _kept("html", "<script>alert(1)</script>"),
    _kept("html entities", "&lt;b&gt; &amp; \u00a0 &nbsp"),
    _kept("a template", "{{ 7*7 }} {% raw %} ${7*7}"),
    _kept("formatting", "%s %(name)s {0} {name}"),
    _kept("sql", "'); DROP TABLE employment--"),
    _kept("a path", "../../../etc/passwd"),
    _kept("a path of Windows", r"C:\Windows\..\x"),
    _kept("a word for nothing", "NULL"),
    _kept("another word for nothing", "None"),
    _kept("a zero", "0"),
    _kept("a number that Excel would shorten", "1e5"),
    _kept("emoji of several parts", "👩🏽\u200d🏫 🇸🇪"),
    _kept("accents upon accents", unicodedata.normalize("NFC", f"a{ACCENTS}")),
    _kept("letters from right to left", "مدرسة"),
    _kept("as long as may be", "å" * 200),
    _named("an apostrophe", "Sinéad", "O'Brien"),
    _named("a double name", "Åsa-Märta", "van der Æ"),
    _named("Arabic", "محمد", "العلي"),
    _named("Chinese", "李", "小龍"),
    _named("nothing but a dash", "-", "–"),
    _named("the words of a header", "förnamn", "efternamn"),
)

REFUSED = (
    _refused("a direction override", "Lärare\u202egnp.exe", f"{CONTROL} (U+202E)"),
    _refused("a direction isolate", "Lärare\u2067x", f"{CONTROL} (U+2067)"),
    _refused("a bell", "Lärare\x07", f"{CONTROL} (U+0007)"),
    _refused("an escape", "\x1b[31mLärare", f"{CONTROL} (U+001B)"),
    _refused("a line separator", "Lärare\u2028x", f"{CONTROL} (U+2028)"),
    _refused("201 letters", "å" * 201, LONG),
    _refused("a hundred thousand letters", "å" * 100_000, LONG),
    _refused(
        "a line break in an address",
        '"asa@exempel.example\r\nBcc: x@y.z"',
        "radbrytning",
        "email",
        said="e-post",
    ),
    _refused(
        "two addresses", "a@exempel.example,b@exempel.example", "ingen e-postadress", "email", said="e-post"
    ),
    _refused(
        "a name before an address", "Åsa <asa@exempel.example>", "ingen e-postadress", "email", said="e-post"
    ),
    _refused("a formula for an address", "=1+1", "ingen e-postadress", "email", said="e-post"),
    _refused("a line break in a number", '"3\n4"', "radbrytning", "number", said="anställningsnummer"),
    _refused("html for a level", "<b>chef</b>", "Okänt ord", "level", said="nivå"),
    _refused("a formula for a day", "=TODAY()", "inget datum", "first", said="från"),
    Case(
        name="value: the closing word as a number",
        content=file_of(ALICE, but(ASA, number="#end"), BERTIL),
        given=STAFF,
        faults=((None, None, "1 av 2 personer"), (4, None, "efter filens slutrad")),
    ),
    Case(
        name="value: the closing word as a unit's code",
        content=file_of(*GROUP, BERGET, "C;Klippan;enhet;#END;;", kind="units"),
        kind="units",
        given=TREE,
        faults=((6, "överordnad", "förbehållet"),),
    ),
)

CODES = (
    Case(
        name="codes of every sort",
        content=file_of(
            *GROUP,
            BERGET,
            "../../x;Väg;enhet;F;;",
            "?a=1&b#c;Fråga;enhet;../../x;;",
            "=A1;Formel;enhet;F;;",
            "å ä/ö;Blank;enhet;F;;",
            "0007;Nollor;enhet;F;;",
            kind="units",
        ),
        kind="units",
        given=TREE,
        difference=(5, 0, 0, 4),
        texts=("../../x", "?a=1&b#c", "=A1", "å ä/ö", "0007"),
    ),
    Case(
        name="a source's numbers of every sort",
        content=file_of(
            *(
                but(ASA, number=number, email="")
                for number in ("0012", "12", "=12", "1e5", "-", "NULL", "12 34")
            )
        ),
        given=TREE,
        difference=(7, 0, 0, 0),
        texts=("0012", "12", "=12", "1e5", "-", "NULL", "12 34"),
    ),
    Case(
        name="html in a unit's name",
        content=file_of(
            *GROUP,
            BERGET.replace("Berget", '<img src=x onerror="alert(1)">')
            .replace('"', '""')
            .replace("<", '"<')
            .replace(">", '>"'),
            kind="units",
        ),
        kind="units",
        given=TREE,
        difference=(0, 1, 0, 3),
        texts=('<img src=x onerror="alert(1)">',),
    ),
)

CASES = KEPT + REFUSED + CODES
