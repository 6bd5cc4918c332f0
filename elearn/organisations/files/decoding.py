"""Bytes to text: which encoding a file is in, and a refusal rather than text that has become something else."""

import re

from flask_babel import gettext as _

from elearn.organisations.files.faults import Fault, FileRefused

SAMPLE_BYTES = 4096
UTF_8_MARK = b"\xef\xbb\xbf"
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
PDF = b"%PDF"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # xls, and any workbook with a password

# What the two bytes of å, ä, ö, é … look like once UTF-8 has been read as Windows-1252 and saved again.
_TWICE_ENCODED = re.compile("Ã[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")  # noqa: RUF001 -- meant as they stand
# å and ä of a Macintosh, and å, ä and ö of DOS, as Windows-1252 shows them inside a word.
_OLD_MACHINE = re.compile("[a-z][ŠŒ]|[A-Za-z][„†”‡][a-zA-Z]")

_SWEDISH = re.compile("[åäöÅÄÖ]")


def decode(content: bytes) -> tuple[str, str]:
    """The text of a file and the name of its encoding; FileRefused where it is no text we can be sure of."""
    if content.startswith(PDF):
        raise _refusal(_("Filen är en PDF. Spara den som CSV (UTF-8) eller XLSX."))
    if content.startswith(OLD_OFFICE):
        raise _refusal(
            _(
                "Filen är en äldre Excelfil (.xls) eller skyddad med lösenord. "
                "Spara den som XLSX utan lösenord, eller som CSV (UTF-8)."
            )
        )
    text, encoding = _decoded(content)
    if "\0" in text:
        raise _refusal(
            _(
                "Filen innehåller nolltecken och är ingen läsbar textfil. Spara den som CSV (UTF-8) eller XLSX."
            ),
            line=_line_of(text, text.index("\0")),
        )
    return text, encoding


def find_wrong_encoding(text: str, *, guessed: bool) -> str | None:
    """The first trace in a text of UTF-8 encoded twice or, where Windows-1252 was but a guess, of an old machine."""
    if text.isascii():
        return None
    found = _TWICE_ENCODED.search(text) or (_OLD_MACHINE.search(text) if guessed else None)
    return found.group() if found else None


def is_guess(text: str, encoding: str | None) -> bool:
    """Any bytes can be read as Windows-1252: Swedish in it without a single å, ä or ö is most likely not."""
    return encoding == "windows-1252" and not _SWEDISH.search(text)


def wrong_encoding_fault(line: int, column: str | None, sample: str) -> Fault:
    """What to say about text whose letters have become others on the way here."""
    return Fault(
        line,
        column,
        sample,
        _(
            "Filen har fel teckenkodning: här står ”%(sample)s”. Ta ut den på nytt som CSV (UTF-8).",
            sample=sample,
        ),
    )


def _decoded(content: bytes) -> tuple[str, str]:
    if content.startswith(UTF_8_MARK):
        return _strictly(content, "utf-8-sig"), "utf-8-sig"
    if content.startswith(UTF_16_MARKS):
        return _strictly(content, "utf-16"), "utf-16"
    if order := _unmarked_utf_16(content):
        return _strictly(content, order), "utf-16"
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _strictly(content, "windows-1252"), "windows-1252"


def _unmarked_utf_16(content: bytes) -> str | None:
    """Latin text in UTF-16 is every second byte NUL; which ones tells the byte order."""
    sample = content[:SAMPLE_BYTES]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if not content or len(content) % 2 or max(even, odd) * 3 < len(sample[::2]) * 2:
        return None
    if even and odd:
        return None
    return "utf-16-le" if odd else "utf-16-be"


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode(encoding, errors="replace")
        line = _line_of(before, len(before))
        message = _(
            "Tecken %(place)s på rad %(line)s går inte att tolka. Spara filen som CSV (UTF-8).",
            place=len(before) - max(before.rfind("\n"), before.rfind("\r")),
            line=line,
        )
        raise _refusal(message, line=line) from None


def _line_of(text: str, place: int) -> int:
    before = text[:place].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1


def _refusal(message: str, line: int | None = None) -> FileRefused:
    return FileRefused(Fault(line, None, None, message))
