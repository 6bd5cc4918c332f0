"""A cell becomes a value: clean text, a real day, a known word; or a sentence that says why not."""

import re
import unicodedata
from collections.abc import Callable
from collections.abc import Mapping as Table
from datetime import date
from functools import lru_cache

from flask_babel import gettext as _

from elearn.organisations.files.columns import Column, Holds
from elearn.organisations.files.grid import CLOSING, Cell, FormulaError
from elearn.organisations.files.vocabulary import Vocabulary, spelling

LONGEST = 200
# HR systems write this day where they mean that there is no last one.
NO_LAST_DAY = date(9999, 12, 31)
FIRST_YEAR, LAST_YEAR = 1700, 2199

# What spreadsheets take for the beginning of a formula, full-width forms included.
FORMULA_STARTS = "=+-@\t\r\0＝＋－＠"  # noqa: RUF001 -- the full-width ones are meant
_DEFUSED = re.compile(f"'+[{re.escape(FORMULA_STARTS)}]")

_LINE_BREAKS = re.compile(r"[ \t]*[\r\n]+[ \t]*")
# Control characters, line and paragraph separators, text direction overrides, halves of characters, lost ones.
_UNWANTED = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffd]")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PART = r"[^\s@<>()\[\]\\,;:\"]+"
_EMAIL = re.compile(f"{_PART}@{_PART}")

Read = Callable[[Cell], object]


class Unfit(Exception):  # noqa: N818 -- carries a sentence for the reader, no defect
    """A cell that cannot be what its column holds."""


def reader(column: Column, theirs: Table[str, str], *, english: bool) -> Read:
    """What turns the column's cells into values. `theirs` are another system's words for ours."""
    convert = _converter(column, theirs, english=english)
    is_day = column.holds in {Holds.DAY, Holds.LAST_DAY}

    @lru_cache(maxsize=4096)
    def read(cell: Cell) -> object:
        if isinstance(cell, date):
            if is_day:
                return _within_reason(column, cell)
            raise Unfit(_("Cellen är ett datum i Excel. Formatera kolumnen som text och skriv värdet igen."))
        if isinstance(cell, FormulaError):
            raise Unfit(_("Cellens formel ger ett fel. Rätta formeln, eller skriv värdet."))
        text = clean(cell, one_line=column.holds is Holds.LABEL)
        if text:
            return convert(text)
        if column.filled:
            raise Unfit(_("Fältet är tomt. Fyll i det."))
        return column.empty

    return read


def clean(cell: str, *, one_line: bool = False) -> str:
    """The text of a cell: composed, without blanks around it and without the sign that made a formula text."""
    text = cell if cell.isascii() else unicodedata.normalize("NFC", cell)
    text = text.strip()
    if text.startswith("'") and _DEFUSED.match(text):
        text = text[1:].strip()
    if not text.isprintable() or "\ufffd" in text:
        if one_line:
            text = _LINE_BREAKS.sub(" ", text)
        _refuse_unwanted(text)
    if len(text) > LONGEST:
        raise Unfit(
            _("Värdet har %(count)s tecken, fler än %(most)s. Korta det.", count=len(text), most=LONGEST)
        )
    return text


def _refuse_unwanted(text: str) -> None:
    found = _UNWANTED.search(text)
    if found and found.group() in "\r\n":
        raise Unfit(_("Värdet innehåller en radbrytning. Ta bort den."))
    if found and found.group() == "\ufffd":
        raise Unfit(_("Ett tecken i värdet har gått förlorat och blivit �. Skriv rätt tecken."))
    if found:
        code = f"U+{ord(found.group()):04X}"
        raise Unfit(_("Värdet innehåller ett osynligt styrtecken (%(code)s). Ta bort det.", code=code))


def _converter(column: Column, theirs: Table[str, str], *, english: bool) -> Callable[[str], object]:
    if column.words:
        return _word_converter(column, column.words, theirs, english=english)
    if column.holds in {Holds.DAY, Holds.LAST_DAY}:
        return lambda text: _within_reason(column, _day(text))
    if column.holds is Holds.CODE:
        return _code
    return _email if column.holds is Holds.EMAIL else str


def _word_converter(
    column: Column, words: Vocabulary, theirs: Table[str, str], *, english: bool
) -> Callable[[str], object]:
    known, accepted = words.by_spelling(), words.accepted(english=english)

    def convert(text: str) -> object:
        word = spelling(text)
        word = theirs.get(word, word)
        if word in known:
            return known[word]
        if not word and not column.filled:
            return column.empty
        raise Unfit(_("Okänt ord. Skriv något av: %(words)s.", words=", ".join(accepted)))

    return convert


def _code(text: str) -> str:
    if text.casefold() == CLOSING:
        raise Unfit(_("%(code)s är förbehållet filens slutrad. Välj en annan kod.", code=CLOSING))
    return text


def _email(text: str) -> str:
    if not _EMAIL.fullmatch(text):
        raise Unfit(_("Det är ingen e-postadress. Skriv den som namn@exempel.se, eller lämna fältet tomt."))
    return text


def _day(text: str) -> date:
    if _ISO_DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise Unfit(_("Dagen finns inte i kalendern. Rätta datumet.")) from None
    raise Unfit(_("Det är inget datum. Skriv det som år-månad-dag, till exempel 2026-03-01."))


def _within_reason(column: Column, day: date) -> date | None:
    if day == NO_LAST_DAY and column.holds is Holds.LAST_DAY:
        return None
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return day
    raise Unfit(
        _(
            "Året ska ligga mellan %(first)s och %(last)s. Rätta datumet, eller lämna fältet tomt.",
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )
    )
