"""Separators, line ends, headers, quotes and blank lines: CSV as systems and people make it."""

from tests.corpus.case import (
    ASA,
    ENGLISH,
    NO_HEADER,
    STAFF,
    TREE,
    Case,
    Said,
    but,
    file_of,
    text_of,
)
from tests.organisations.loading import ALICE, BERTIL, PEOPLE

BOTH = text_of(ALICE, BERTIL)
HEADER = PEOPLE.split(";")


def _same(name: str, text: str, separator: str = ";") -> Case:
    """Another shape of what is already loaded."""
    return Case(name=name, content=text.encode(), given=STAFF, separator=separator, difference=(0, 0, 0, 2))


def _refused(name: str, text: str, *faults: Said, notices: tuple[Said, ...] = ()) -> Case:
    return Case(name=name, content=text.encode(), given=STAFF, faults=faults, notices=notices)


def _turned(rows: str) -> str:
    """The columns from the last to the first."""
    return "".join(";".join(reversed(line.split(";"))) + "\n" for line in rows.splitlines())


def _without(column: str) -> str:
    place = HEADER.index(column)
    lines = [line.split(";") for line in BOTH.splitlines()]
    return "".join(";".join(line[:place] + line[place + 1 :]) + "\n" for line in lines)


READ = (
    _same("semicolons", BOTH),
    _same("commas", BOTH.replace(";", ","), ","),
    _same("tabs", BOTH.replace(";", "\t"), "\t"),
    _same("carriage returns and line feeds", BOTH.replace("\n", "\r\n")),
    _same("carriage returns alone", BOTH.replace("\n", "\r")),
    _same("line ends of both kinds", BOTH.replace("\n", "\r\n", 1)),
    _same("no last line end", BOTH.rstrip("\n")),
    _same("blank lines at the end", BOTH + "\n\r\n  \n"),
    _same(
        "every field in quotes",
        "".join(f'"{line.replace(";", chr(34) + ";" + chr(34))}"\n' for line in BOTH.splitlines()),
    ),
    _same("columns turned round", _turned(BOTH)),
    _same("rows in another order", text_of(BERTIL, ALICE)),
    _same(
        "english headers and words",
        text_of(ALICE, BERTIL, header=ENGLISH["people"]).replace("medarbetare", "employee"),
    ),
    _same("english headers and swedish words", text_of(ALICE, BERTIL, header=ENGLISH["people"])),
    _same("headers of both languages", BOTH.replace("förnamn", "given_name").replace("nivå", "Level")),
    _same(
        "headers in capitals with blanks",
        BOTH.replace("e-post", " E post ").replace("skyddade_uppgifter", "SKYDDADE UPPGIFTER"),
    ),
    _same("blanks around every field", BOTH.replace(";", " ; ")),
    _same("a comma in a field", BOTH.replace(";", ",").replace("Pedagog", '"Pedagog"'), ","),
    Case(
        name="a separator and a quote in quotes",
        content=text_of(but(ASA, title='"Lärare; ""svenska"", ma"')).encode(),
        given=TREE,
        difference=(1, 0, 0, 0),
        texts=('Lärare; "svenska", ma',),
    ),
    Case(
        name="a line break in a title",
        content=text_of(but(ASA, title='"Lärare\r\ni svenska"'), ALICE).encode(),
        given=TREE,
        difference=(2, 0, 0, 0),
        texts=("Lärare i svenska",),
    ),
    Case(
        name="unknown columns",
        content=text_of(f"{ALICE};41;x", f"{BERTIL};44;y", extra=";Skonummer;").encode(),
        given=STAFF,
        difference=(0, 0, 0, 2),
        notices=((1, "Skonummer", "okänd"), (1, None, "Kolumn 14 saknar rubrik")),
    ),
    Case(
        name="a separator at the end of every line",
        content=BOTH.replace("\n", ";\n").encode(),
        given=STAFF,
        difference=(0, 0, 0, 2),
        notices=((1, None, "Kolumn 13 saknar rubrik"),),
    ),
    Case(name="one row", content=file_of(ASA), given=TREE, difference=(1, 0, 0, 0)),
    Case(
        name="a header for a source without anything", content=file_of(), given=TREE, difference=(0, 0, 0, 0)
    ),
    Case(
        name="optional columns left out",
        content=file_of("N;Nämnden;nämnd;G;2020-01-01;", kind="units"),
        kind="units",
        source="politik",
        given=TREE,
        difference=(1, 0, 0, 0),
    ),
    _same("the closing record of an export", BOTH + "#end;2;;;;;;;;;;\n"),
)

REFUSED = (
    Case(name="an empty file", content=b"", given=STAFF, separator=None, faults=((None, None, "tom"),)),
    Case(
        name="blank lines alone",
        content=b"\n\r\n \n",
        given=STAFF,
        separator=None,
        faults=((None, None, "tom"),),
    ),
    Case(name="a single byte", content=b"x", given=STAFF, separator=None, faults=(NO_HEADER,)),
    Case(
        name="another separator",
        content=BOTH.replace(";", "|").encode(),
        given=STAFF,
        separator=None,
        faults=(NO_HEADER,),
    ),
    _refused("no header", BOTH.split("\n", 1)[1], NO_HEADER),
    _refused("a hint for Excel before the header", f"sep=;\n{BOTH}", NO_HEADER),
    _refused("a title before the header", f"Personal;november\n{BOTH}", NO_HEADER),
    Case(
        name="a blank line before the header",
        content=f"\n{BOTH}".encode(),
        given=STAFF,
        faults=((1, None, "Första raden är tom"),),
    ),
    _refused("a field too few", BOTH + ASA[:-1] + "\n", (4, None, "11 fält, men rubriken har 12")),
    _refused("a field too many", BOTH + ASA + ";\n", (4, None, "13 fält, men rubriken har 12")),
    _refused("separators at the end of one row", text_of(ALICE, ASA + ";;;", BERTIL), (3, None, "15 fält")),
    Case(
        name="a decimal comma in a file of commas",
        content=text_of(ALICE, but(BERTIL, title="75,5")).replace(";", ",").encode(),
        given=STAFF,
        separator=",",
        faults=((3, None, "13 fält"),),
    ),
    _refused(
        "a quote that never closes",
        text_of(ALICE, but(ASA, title='"Lärare'), BERTIL),
        (3, None, "citattecken"),
    ),
    _refused(
        "a quote that another row closes",
        text_of(but(ALICE, title='"Pedagog'), but(BERTIL, title='Kock"')),
        (2, None, "citattecken"),
    ),
    _refused(
        "text after a closing quote",
        text_of(but(ALICE, title='"Pedagog" ma'), BERTIL),
        (2, None, "citattecken"),
    ),
    _refused("a quote in the header", '"' + BOTH, (1, None, "citattecken")),
    _refused(
        "a line break in a name",
        text_of(but(ASA, given='"Åsa\nMärta"'), ALICE, BERTIL),
        (2, "förnamn", "radbrytning"),
    ),
    _refused(
        "blank lines between rows",
        text_of(ALICE, "", ";;;;;;;;;;;", BERTIL, "", ASA),
        (3, None, "Raderna 3–4 är tomma"),
        (6, None, "Raden är tom"),
    ),
    _refused("separators alone at the end", BOTH + ";" * 11 + "\n", (4, None, "Raden är tom")),
    _refused(
        "columns missing",
        "enhetskod;anställningsnummer;nivå\nA;1;medarbetare\nA;2;medarbetare\n",
        *(
            (None, name, "saknas")
            for name in (
                "förnamn",
                "efternamn",
                "e-post",
                "befattning",
                "roll",
                "från",
                "till",
                "språk",
                "skyddade_uppgifter",
            )
        ),
    ),
    _refused("a column missing that may be empty", _without("roll"), (None, "roll", "även om den är tom")),
    _refused(
        "the column of the key missing",
        _without("anställningsnummer"),
        (None, "anställningsnummer", "saknas"),
    ),
    _refused(
        "a column in both languages",
        text_of(f"{ALICE};A", f"{BERTIL};A", extra=";unit_code"),
        (1, "unit_code", "två gånger"),
    ),
    _refused(
        "an unknown column twice",
        text_of(f"{ALICE};x;y", f"{BERTIL};x;y", extra=";Anm;anm"),
        (1, "anm", "två gånger"),
        notices=((1, "Anm", "okänd"),),
    ),
    _refused(
        "the header again among the rows",
        text_of(ALICE, PEOPLE, BERTIL),
        (3, "e-post", "e-postadress"),
        (3, "nivå", "Okänt ord"),
        (3, "roll", "Okänt ord"),
        (3, "från", "inget datum"),
        (3, "till", "inget datum"),
        (3, "språk", "Okänt ord"),
        (3, "skyddade_uppgifter", "Okänt ord"),
        (3, "enhetskod", "Enheten finns inte"),
    ),
    _refused(
        "a closing record of more rows", BOTH + "#end;3;;;;;;;;;;\n", (4, None, "3 rader, men filen har 2")
    ),
    _refused(
        "a row after the closing record",
        BOTH + f"#end;2;;;;;;;;;;\n{ASA}\n",
        (5, None, "efter filens slutrad"),
    ),
    _refused(
        "a units file for a people file",
        text_of("A;Ängen;enhet;F;2020-01-01;", kind="units"),
        *(
            (None, name, "saknas")
            for name in (
                "anställningsnummer",
                "förnamn",
                "efternamn",
                "e-post",
                "nivå",
                "befattning",
                "roll",
                "språk",
                "skyddade_uppgifter",
            )
        ),
        notices=((1, "namn", "okänd"), (1, "typ", "okänd"), (1, "överordnad", "okänd")),
    ),
    _refused(
        "a field of unreasonable length",
        text_of(ALICE, but(ASA, title="x" * 200_000), BERTIL),
        (3, None, "orimligt långt"),
    ),
)

CASES = READ + REFUSED
