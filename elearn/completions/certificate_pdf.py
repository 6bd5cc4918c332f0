"""A certificate as an accessible PDF (PDF/UA-1 and PDF/A-2a), the same bytes for the same facts.

The title and the file name tell nothing of the topic, and neither does the text unless its person wants it to.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst
from flask_babel import gettext as _
from flask_babel import ngettext as _n

from elearn.completions.certificates import Certificate
from elearn.formatting import day
from elearn.modules.content import Module
from elearn.organisations.own_details import OwnDetails

TEMPLATE = Path(__file__).parent.parent / "templates" / "completions" / "certificate.typ"
STANDARDS: "list[typst.PDFStandard]" = ["a-2a", "ua-1"]
# A checksum is compared by eye: sixteen characters at a time.
GROUP = 16

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Paper:
    """What a certificate is made of: a completion of a module, whose it is, and in which language.

    `topic`: its person wants the module's title on it.
    """

    certificate: Certificate
    module: Module
    own: OwnDetails
    language: str
    topic: bool = False


def certificate_pdf(paper: Paper) -> bytes:
    """The PDF, in the words of the locale, which is the paper's language.

    A name in letters that the font does not have is left out, for its person to write by hand.
    """
    at = paper.certificate.completion.recorded_at
    try:
        return render(words(paper), at)
    except typst.TypstError:
        return render(words(replace(paper, own=replace(paper.own, name=""))), at)


def words(paper: Paper) -> dict[str, object]:
    """Everything that stands on the paper, as data."""
    name, number = paper.own.name, paper.module.number
    done = _("%(name)s har genomfört modul %(number)s.", name=name, number=number)
    return {
        "language": paper.language,
        "title": _("Intyg – modul %(number)s", number=number),
        "heading": _("Intyg"),
        "group": paper.own.group,
        "sentence": done if name else _("Modul %(number)s är genomförd.", number=number),
        "rows": list(_rows(paper)),
        "notes": [
            _("Normtiden är lika för alla. Ingen mäter hur lång tid det tog."),
            _("Uppgifterna kommer ur registret över genomförda utbildningar, där numret finns."),
            _("Ingen annan än du kan hämta intyget, och det finns ingen sida där det kan kontrolleras."),
        ],
    }


def _rows(paper: Paper) -> Iterator[Row]:
    completion, title = paper.certificate.completion, paper.module.title
    yield _row(paper, _("Namn"), paper.own.name)
    yield _row(paper, _("Modul"), str(paper.module.number))
    if paper.topic:
        yield _row(paper, _("Ämne"), title.read(paper.language), title.language(paper.language))
    yield _row(paper, _("Genomförd"), day(completion.completed_on))
    yield _row(paper, _("Gäller till och med"), day(completion.valid_until) or _("Tills vidare"))
    yield _row(paper, _("Normtid"), norm_time(paper.certificate))
    yield _row(paper, _("Version"), completion.version)
    yield _row(paper, _("Nummer"), str(completion.id))
    if digest := paper.certificate.digest:
        groups = (digest[start : start + GROUP] for start in range(0, len(digest), GROUP))
        yield _row(paper, _("Kontrollsumma"), " ".join(groups))


def _row(paper: Paper, label: str, text: str, language: str = "") -> Row:
    return {"label": label, "text": text, "language": language or paper.language}


def norm_time(certificate: Certificate) -> str:
    """The norm time as it is read, or nothing where the module is not known any more."""
    minutes = certificate.minutes
    return "" if minutes is None else _n("%(num)s minut", "%(num)s minuter", minutes)


def render(data: Mapping[str, object], at: datetime) -> bytes:
    """The PDF of what stands on a paper. Raises TypstError where a standard is not met.

    Everything is made anew each time: typst's own compiler object cannot be shared between threads. The fonts are
    those that typst brings along; looking for the system's takes three times as long and differs between machines.
    """
    made: Any = typst.compile(
        _template(),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
        pdf_standards=STANDARDS,
        timestamp=int(at.timestamp()),
    )
    return bytes(made)


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()
