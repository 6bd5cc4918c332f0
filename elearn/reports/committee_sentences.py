"""Three plain sentences for a committee: what is done, what is not, what has changed. Made from what may be shown."""

from collections.abc import Iterable, Mapping
from datetime import date

from babel.lists import format_list
from flask_babel import format_decimal
from flask_babel import gettext as _

from elearn.formatting import day
from elearn.i18n import page_language
from elearn.reports.committees import Line


def sentences(lines: Mapping[int, Line], on: date, earlier: date, *, compared: bool) -> list[str]:
    """The sentences about a page's modules, by their numbers."""
    if not lines:
        return [str(_("Inga moduler krävs eller rekommenderas här."))]
    shown = {number: line for number, line in lines.items() if line.total}
    if not shown:
        return [str(_("Siffrorna visas inte: de är så små att färre än fem personer skulle kunna pekas ut."))]
    return [_done(shown, on), _left(shown), _changed(shown, earlier) if compared else _not_compared(earlier)]


def _done(lines: Mapping[int, Line], on: date) -> str:
    listed = (
        _(
            "%(part)s av %(whole)s med modul %(number)s",
            part=format_decimal(line.total.part),
            whole=format_decimal(line.total.whole),
            number=number,
        )
        for number, line in lines.items()
        if line.total
    )
    return str(_("Den %(day)s var så här många klara: %(list)s.", day=day(on), list=_joined(listed)))


def _left(lines: Mapping[int, Line]) -> str:
    left = {number: line for number, line in lines.items() if line.total and line.total.rest}
    if not left:
        return str(_("Alla är klara."))
    return str(
        _(
            "Så här många är inte klara: %(list)s.",
            list=_joined(_item_left(number, line) for number, line in left.items()),
        )
    )


def _item_left(number: int, line: Line) -> str:
    rest = format_decimal(line.total.rest if line.total else 0)
    if line.late:
        late = _(
            "%(rest)s med modul %(number)s, varav %(late)s försenade",
            rest=rest,
            number=number,
            late=format_decimal(line.late),
        )
        return str(late)
    return str(_("%(rest)s med modul %(number)s", rest=rest, number=number))


def _changed(lines: Mapping[int, Line], earlier: date) -> str:
    listed = _joined(_item_changed(number, line.change) for number, line in lines.items())
    return str(_("Sedan den %(day)s: %(list)s.", day=day(earlier), list=listed))


def _item_changed(number: int, change: int | None) -> str:
    if change is None:
        return str(_("modul %(number)s kan inte jämföras, talen är för små för att visas", number=number))
    if change == 0:
        return str(_("modul %(number)s är oförändrad", number=number))
    if change > 0:
        return str(
            _("%(change)s fler är klara med modul %(number)s", change=format_decimal(change), number=number)
        )
    return str(
        _("%(change)s färre är klara med modul %(number)s", change=format_decimal(-change), number=number)
    )


def _not_compared(earlier: date) -> str:
    return str(
        _(
            "Det går inte att jämföra med den %(day)s: då fanns inga siffror för samma område.",
            day=day(earlier),
        )
    )


def _joined(items: Iterable[str]) -> str:
    return format_list(list(items), locale=page_language())
