"""Template filters and globals: days, shares and files the way the reader's language writes them."""

from datetime import date, datetime

from babel.dates import format_date, get_month_names
from flask import Flask

from elearn.clock import STOCKHOLM, day_of
from elearn.i18n import page_language


def init_app(app: Flask) -> None:
    app.jinja_env.filters["day"] = day
    app.jinja_env.filters["short_day"] = short_day
    app.jinja_env.filters["moment"] = moment
    app.jinja_env.filters["month"] = month
    app.jinja_env.filters["share"] = share


def day(value: date | datetime | None) -> str:
    """21 november 2026, or 21 November 2026."""
    if value is None:
        return ""
    on = day_of(value) if isinstance(value, datetime) else value
    return format_date(on, format="d MMMM y", locale=page_language())


def short_day(value: date) -> str:
    """21 nov. 2026, or 21 Nov 2026: for the heads of columns."""
    return format_date(value, format="d MMM y", locale=page_language())


def moment(value: datetime) -> str:
    """22 november 2026, 14:30, by the clock in Stockholm."""
    return f"{day(value)}, {value.astimezone(STOCKHOLM):%H:%M}"


def month(number: int) -> str:
    """januari, or January."""
    names = get_month_names("wide", context="stand-alone", locale=page_language())
    return str(names[number])


def share(part: int, whole: int) -> int:
    """Whole per cent, rounded down so that 100 means everyone."""
    return part * 100 // whole if whole else 0


# Å, ä and ö are the last three letters in Swedish; aa-like variants fold to their base letter.
_ORDER = {letter: chr(0xE000 + place) for place, letter in enumerate("åäö")}
_ORDER |= {"æ": _ORDER["ä"], "ø": _ORDER["ö"], "é": "e", "è": "e", "ü": "y", "ß": "ss"}


def swedish_order(text: str) -> str:
    """A key that sorts names the Swedish way, with å, ä and ö last."""
    return "".join(_ORDER.get(letter, letter) for letter in text.casefold())
