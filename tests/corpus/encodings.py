"""Encodings: what is read and named, and what is refused rather than stored as other letters."""

import unicodedata

from tests.corpus.case import ASA, ENGLISH, STAFF, TREE, Case, but, file_of, people, text_of
from tests.organisations.loading import ALICE, BERTIL

PLAIN = text_of(ASA)
MARTA = but(ASA, given="Märta", family="Strånd")
TWICE = "fel teckenkodning"
JOSE = "4;José;Pérez;;A;employee;;;2020-01-01;;;"


def _loaded(name: str, content: bytes, encoding: str) -> Case:
    return Case(
        name=name,
        content=content,
        given=TREE,
        encoding=encoding,
        difference=(1, 0, 0, 0),
        texts=("Åsa", "Öberg", "Lärare"),
    )


def _old(name: str, codec: str) -> Case:
    """A file of an old machine, which any reader of Windows-1252 takes for text."""
    return Case(
        name=name,
        content=text_of(MARTA).encode(codec),
        given=TREE,
        encoding="windows-1252",
        faults=((1, None, TWICE),),
    )


def _unreadable(name: str, content: bytes, line: int | None, part: str) -> Case:
    return Case(
        name=name, content=content, given=TREE, encoding=None, separator=None, faults=((line, None, part),)
    )


CASES = (
    _loaded("utf-8", PLAIN.encode(), "utf-8"),
    _loaded("utf-8 with its mark", PLAIN.encode("utf-8-sig"), "utf-8-sig"),
    _loaded("utf-16 with its mark", PLAIN.encode("utf-16"), "utf-16"),
    _loaded("utf-16 of the other order with its mark", b"\xfe\xff" + PLAIN.encode("utf-16-be"), "utf-16"),
    _loaded("utf-16 without a mark", PLAIN.encode("utf-16-le"), "utf-16"),
    _loaded("utf-16 of the other order without a mark", PLAIN.encode("utf-16-be"), "utf-16"),
    _loaded("windows-1252", PLAIN.encode("windows-1252"), "windows-1252"),
    _loaded("iso-8859-1", PLAIN.encode("iso-8859-1"), "windows-1252"),
    _loaded("decomposed letters", unicodedata.normalize("NFD", PLAIN).encode(), "utf-8"),
    Case(
        name="decomposed letters change nothing",
        content=unicodedata.normalize("NFD", text_of(ALICE, ASA)).encode(),
        given=(*TREE, people(ALICE, ASA)),
        difference=(0, 0, 0, 2),
    ),
    Case(
        name="windows-1252 with typographic quotes",
        content=text_of(but(ASA, title="Förskolan ”Solen” – norr")).encode("windows-1252"),
        given=TREE,
        encoding="windows-1252",
        difference=(1, 0, 0, 0),
        texts=("Förskolan ”Solen” – norr",),
    ),
    Case(
        name="plain ascii",
        content=text_of("4;Bo;Ek;;A;employee;;;2020-01-01;;;", header=ENGLISH["people"]).encode("ascii"),
        given=TREE,
        difference=(1, 0, 0, 0),
    ),
    Case(
        name="windows-1252 that is but a guess",
        content=text_of(JOSE, header=ENGLISH["people"]).encode("windows-1252"),
        given=TREE,
        encoding="windows-1252",
        difference=(1, 0, 0, 0),
        notices=((2, "given_name", "å, ä eller ö"),),
        texts=("José", "Pérez"),
    ),
    _old("macintosh", "mac_roman"),
    _old("dos 850", "cp850"),
    _old("dos 437", "cp437"),
    Case(
        name="macintosh under english headers",
        content=text_of(but(MARTA, level="employee"), header=ENGLISH["people"]).encode("mac_roman"),
        given=TREE,
        encoding="windows-1252",
        faults=((2, "family_name", TWICE),),
    ),
    Case(
        name="utf-8 encoded twice",
        content=PLAIN.encode().decode("windows-1252", "replace").encode(),
        given=TREE,
        faults=((1, None, TWICE),),
    ),
    Case(
        name="one name encoded twice",
        content=text_of(ALICE, but(BERTIL, family="BjÃ¶rk")).encode(),
        given=TREE,
        faults=((3, "efternamn", TWICE),),
    ),
    Case(
        name="another encoding on one line",
        content=text_of(ALICE, ASA).encode() + f"{but(ASA, number='4')}\n".encode("windows-1252"),
        given=TREE,
        encoding="windows-1252",
        faults=((1, None, TWICE),),
    ),
    Case(
        name="half a character",
        content=PLAIN.encode() + b"4;\xed\xa0\x80;Ek;;A;medarbetare;;;;;;\n",
        given=TREE,
        encoding="windows-1252",
        faults=((1, None, TWICE),),
    ),
    Case(
        name="a character that was lost before",
        content=text_of(but(ASA, family="�berg")).encode(),
        given=TREE,
        faults=((2, "efternamn", "gått förlorat"),),
    ),
    Case(
        name="two files put together",
        content=text_of(ASA).encode("utf-8-sig") + f"\ufeff{but(ASA, number='4')}\n".encode(),
        given=TREE,
        encoding="utf-8-sig",
        faults=((3, "anställningsnummer", "osynligt styrtecken (U+FEFF)"),),
    ),
    _unreadable("a byte that means nothing", PLAIN.encode() + b"4;\x81\n", 3, "Tecken 3 på rad 3"),
    _unreadable("a broken utf-8 with its mark", PLAIN.encode("utf-8-sig") + b"\xff", 3, "går inte att tolka"),
    _unreadable("utf-16 cut in half", PLAIN.encode("utf-16")[:-1], 2, "går inte att tolka"),
    _unreadable("utf-32", PLAIN.encode("utf-32"), 1, "nolltecken"),
    _unreadable("a nul on a line", PLAIN.encode() + b"4;\x00;\n", 3, "nolltecken"),
    _unreadable("nothing but nuls", bytes(200), 1, "nolltecken"),
    _unreadable("a pdf", b"%PDF-1.7\n%\xe2\xe3", None, "PDF"),
    _unreadable("an old or locked workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", None, "lösenord"),
    Case(
        name="the same in utf-16 changes nothing",
        content=file_of(ALICE, BERTIL).decode().encode("utf-16"),
        given=STAFF,
        encoding="utf-16",
        difference=(0, 0, 0, 2),
    ),
)
