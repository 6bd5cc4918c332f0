"""Other systems' headers and words, through a mapping file."""

from typing import Any

from elearn.organisations.files.mapping import load_mapping
from tests.corpus.case import STAFF, Case, Difference, Said
from tests.organisations.hr_workbooks import workbook

THEIRS = "Anst.nr;Tilltalsnamn;Släktnamn;Mail;Org;Kategori;Benämning;Funktion;Fr.o.m.;T.o.m.;språk;Sekr"
ROWS = (
    "1;Alice;Alm;alice@exempel.example;A;Tjm;Pedagog;;2020-01-01;;;",
    "2;Bertil;Berg;bertil@exempel.example;A;TJM;Kock;-;2020-01-01;;;",
)
MAPPING = """
[columns]
"Anst.nr" = "anställningsnummer"
Tilltalsnamn = "given_name"
"Släktnamn" = "efternamn"
Mail = "e-post"
Org = "unit_code"
Kategori = "nivå"
"Benämning" = "befattning"
Funktion = "role"
"Fr.o.m." = "från"
"T.o.m." = "valid_to"
Sekr = "skyddade_uppgifter"

[values."nivå"]
Tjm = "medarbetare"

[values.roll]
"-" = ""
"T.f. chef" = "ställföreträdare"
"""


def _case(
    name: str, *rows: str, header: str = THEIRS, difference: Difference | None = None, **more: Any
) -> Case:
    given: dict[str, Any] = {
        "content": "\n".join([header, *rows, ""]).encode(),
        "given": STAFF,
        "options": {"mapping": load_mapping(MAPPING)},
        "difference": difference,
    }
    return Case(name=f"mapping: {name}", **(given | more))


def _fault(name: str, *rows: str, said: tuple[Said, ...], header: str = THEIRS, **more: Any) -> Case:
    return _case(name, *rows, header=header, faults=said, **more)


CASES = (
    _case("their headers and words for what is stored", *ROWS, difference=(0, 0, 0, 2)),
    _case("their headers in capitals", *ROWS, header=THEIRS.upper(), difference=(0, 0, 0, 2)),
    _case(
        "our words under their headers",
        ROWS[0].replace("Tjm", "medarbetare"),
        ROWS[1],
        difference=(0, 0, 0, 2),
    ),
    _case(
        "a word of theirs", ROWS[0].replace("Pedagog;", "Pedagog;T.f. chef"), ROWS[1], difference=(0, 1, 0, 1)
    ),
    _case(
        "windows-1252 and commas",
        content="\n".join([THEIRS, *ROWS]).replace(";", ",").encode("windows-1252"),
        encoding="windows-1252",
        separator=",",
        difference=(0, 0, 0, 2),
    ),
    _case(
        "a workbook",
        content=lambda: workbook(THEIRS.split(";"), *(row.split(";") for row in ROWS)),
        encoding=None,
        separator=None,
        difference=(0, 0, 0, 2),
    ),
    _case(
        "a column more",
        *(f"{row};x" for row in ROWS),
        header=f"{THEIRS};Lön",
        difference=(0, 0, 0, 2),
        notices=((1, "Lön", "okänd"),),
    ),
    _fault(
        "a word that nobody has explained",
        ROWS[0].replace("Tjm", "Konsult"),
        ROWS[1],
        said=((2, "Kategori", "Okänt ord"),),
    ),
    _fault(
        "a column of ours besides theirs",
        *(f"{row};medarbetare" for row in ROWS),
        header=f"{THEIRS};nivå",
        said=((1, "nivå", "två gånger: ”Kategori”"),),
    ),
    _fault(
        "a mistake under their header",
        ROWS[0],
        ROWS[1].replace("2020-01-01", "1/1 2020"),
        said=((3, "Fr.o.m.", "inget datum"),),
    ),
    _fault(
        "a column that the mapping awaits",
        *(row.replace(";A;", ";", 1) for row in ROWS),
        header=THEIRS.replace("Org;", ""),
        said=((None, "enhetskod", "saknas"),),
    ),
)
