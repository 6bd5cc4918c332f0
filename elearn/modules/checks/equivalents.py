"""Whether the courses from elsewhere hold together with the modules, and what is still only proposed of them."""

from collections.abc import Iterator
from datetime import date

from elearn.content_files import Mistake, Place
from elearn.modules.equivalents import Equivalent
from elearn.modules.loader import Reading


def check_equivalents(reading: Reading) -> Iterator[Mistake]:
    """Every entry of the register that cannot be right."""
    if reading.registers is None:
        return
    register = reading.registers.equivalents
    slugs = {folder.slug for folder in reading.folders}
    for key, equivalent in register.entries.items():
        for place, message in _faults(equivalent, slugs):
            yield register.mistake((key, *place), message)


def _faults(equivalent: Equivalent, slugs: set[str]) -> Iterator[tuple[Place, str]]:
    if equivalent.check_by < equivalent.last_checked:
        yield ("check_by",), "check_by ligger före last_checked. Ange dagen då uppgiften ska läsas igen."
    for number, slug in enumerate(equivalent.modules):
        if slug not in slugs:
            yield ("modules", number), f"modulen ”{slug}” finns inte. Skriv namnet på modulens mapp."
        if slug in equivalent.modules[:number]:
            yield ("modules", number), f"”{slug}” står två gånger. Ta bort den ena."


def warn_about_equivalents(reading: Reading, on: date) -> Iterator[Mistake]:
    """Every course whose day has passed."""
    register = reading.registers.equivalents if reading.registers is not None else None
    for key, equivalent in register.entries.items() if register is not None else ():
        if equivalent.check_by < on and register is not None:
            message = f"”{key}” skulle ha setts över senast {equivalent.check_by}. Läs sidan och ändra last_checked och check_by."
            yield register.mistake((key, "check_by"), message)


def check_decided(reading: Reading) -> Iterator[Mistake]:
    """Every course of which nobody has decided what its certificate is good for."""
    register = reading.registers.equivalents if reading.registers is not None else None
    for key, equivalent in register.entries.items() if register is not None else ():
        if equivalent.decided_on is None and register is not None:
            message = (
                f"vilka moduler ”{key}” motsvarar är ett förslag. Besluta och skriv dagen i decided_on, eller "
                "lämna modules tom."
            )
            if equivalent.modules:
                yield register.mistake((key, "decided_on"), message)
