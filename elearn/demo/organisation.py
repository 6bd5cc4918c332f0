"""The units of the example group: the outline, its invented workplaces, committees and boards."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from elearn.demo.dice import Dice
from elearn.demo.names import words
from elearn.demo.outline import ADMINISTRATIONS, ASSOCIATION, COMPANIES
from elearn.demo.profiles import PROFILES

FOUNDED = "1971-01-01"
MUNICIPALITY = "Växjö kommun"
REGISTER = "fortroendevalda"
OWN_SOURCES = {"VIDINGEHEM": "vidingehem", "VEAB": "veab"}

# Placeholder words and endings that together name every invented workplace; none of them is a place.
FIRST = words("Exempel Påhitts Låtsas Skiss Utkasts Hypotes Fiktions Platshållar Övnings Demo Attrapp")
LAST = words("""
backen dalen ängen lunden gården hagen kullen åsen bron skogen stigen höjden kärret torget berget näset
parken källan slätten vången marken bäcken
""")

COMMITTEES = (
    ("KS", "Kommunstyrelsen", 15),
    ("KFN", "Kultur- och fritidsnämnden", 11),
    ("NAV", "Nämnden för arbete och välfärd", 11),
    ("ON", "Omsorgsnämnden", 13),
    ("UN", "Utbildningsnämnden", 13),
    ("SN", "Servicenämnden", 9),
    ("SBN", "Samhällsbyggnadsnämnden", 13),
    ("MBN", "Miljö- och byggnämnden", 11),
    ("VN", "Valnämnden", 7),
)
JOINT_COMMITTEE = ("OFN", "Överförmyndarnämnden östra Kronoberg", 7)
SUBCOMMITTEES = (
    ("KS-AU", "Kommunstyrelsens arbetsutskott", "KS"),
    ("KS-PU", "Kommunstyrelsens personalutskott", "KS"),
    ("NAV-U", "Nämndens för arbete och välfärd utskott", "NAV"),
    ("ON-U", "Omsorgsnämndens arbetsutskott", "ON"),
    ("UN-U", "Utbildningsnämndens arbetsutskott", "UN"),
)
RESPONSIBLE = {
    "KLF": "KS",
    "KLF-OFK": "OFN",
    "UTB": "UN",
    "OMS": "ON",
    "AOV": "NAV",
    "KOF": "KFN",
    "SVF": "SN",
    "SBF": "SBN",
    "MBF": "MBN",
}


@dataclass
class Unit:
    code: str
    name: str
    kind: str
    parent: str
    source: str = "hr"
    valid_from: str = FOUNDED
    valid_to: str = ""
    legal_entity: str = MUNICIPALITY
    committee: str = ""
    counts: bool = True
    profile: str = ""
    people: int = 0
    people_source: str = "hr"
    path: tuple[str, ...] = field(default=())  # the codes of the units above, without the root


def units() -> list[Unit]:
    """Every unit, parents before children, committees before the administrations that answer to them."""
    stems = iter(Dice("workplaces").shuffled([first + last for last in LAST for first in FIRST]))
    return [
        Unit("KONCERN", "Växjö kommunkoncern (exempel)", "koncern", "", legal_entity=""),
        *(Unit(code, name, "nämnd", "KONCERN") for code, name, _ in COMMITTEES),
        Unit(JOINT_COMMITTEE[0], JOINT_COMMITTEE[1], "gemensam nämnd", "KONCERN"),
        *map(_in_administration, outline(ADMINISTRATIONS, stems)),
        *map(_in_company, outline(COMPANIES, stems)),
        *map(_in_association, outline(ASSOCIATION, stems)),
        *_register_units(),
    ]


def boards() -> list[Unit]:
    companies = [line.split(";") for line in COMPANIES.split("\n") if line and not line.startswith(" ")]
    return [
        *(_board(code, f"Styrelsen för {name}", name) for code, name, *_ in companies),
        _board("VRT", "Direktionen för Värends räddningstjänst", "Värends räddningstjänst", counts=False),
    ]


def _board(code: str, name: str, legal_entity: str, *, counts: bool = True) -> Unit:
    return Unit(f"{code}-STYR", name, "styrelse", code, REGISTER, legal_entity=legal_entity, counts=counts)


def _register_units() -> list[Unit]:
    return [
        Unit("KF", "Kommunfullmäktige", "fullmäktige", "KONCERN", REGISTER),
        *(Unit(code, name, "utskott", parent, REGISTER) for code, name, parent in SUBCOMMITTEES),
        Unit("REV", "Kommunrevisionen", "revision", "KONCERN", REGISTER),
        Unit(
            "REV-K",
            "Revisorernas kansli",
            "enhet",
            "REV",
            REGISTER,
            profile="revision",
            people=3,
            path=("REV",),
        ),
        *boards(),
    ]


def outline(text: str, stems: Iterator[str]) -> Iterator[Unit]:
    """Reads an outline; the depth of a line is its indentation."""
    above: list[str] = []
    for line in filter(None, text.split("\n")):
        depth = (len(line) - len(line.lstrip())) // 2
        del above[depth:]
        if line.lstrip().startswith("*"):
            yield from _invented(line, tuple(above), stems)
        else:
            unit = _listed(line.strip(), tuple(above))
            above.append(unit.code)
            yield unit


def _listed(line: str, above: tuple[str, ...]) -> Unit:
    fields = line.split(";")
    code, name, kind, profile, people, start, end = fields + [""] * (7 - len(fields))
    number = int(people) if people else _size(code, profile)
    unit = Unit(
        code, name, kind, above[-1] if above else "KONCERN", profile=profile, people=number, path=above
    )
    unit.valid_from, unit.valid_to = start or FOUNDED, end
    return unit


def _invented(line: str, above: tuple[str, ...], stems: Iterator[str]) -> Iterator[Unit]:
    _, count, profile = line.split()
    for number in range(1, int(count) + 1):
        code, name = f"{above[-1]}-{number:02d}", PROFILES[profile].workplace.format(next(stems))
        yield Unit(code, name, "enhet", above[-1], profile=profile, people=_size(code, profile), path=above)


def _size(code: str, profile: str) -> int:
    return Dice(f"size {code}").between(PROFILES[profile].smallest, PROFILES[profile].largest)


def _in_administration(unit: Unit) -> Unit:
    unit.committee = next(
        (RESPONSIBLE[code] for code in (unit.code, *reversed(unit.path)) if code in RESPONSIBLE), ""
    )
    if unit.kind == "extern utförare":
        unit.legal_entity, unit.counts = "Hypotesomsorg AB", False
    return unit


def _in_company(unit: Unit) -> Unit:
    """The company itself stands in the municipality's file, its parts in the file of its own source."""
    company = unit.path[0] if unit.path else unit.code
    unit.people_source = OWN_SOURCES.get(company, "bolagen")
    unit.source = unit.people_source if unit.path else "hr"
    unit.legal_entity = next(
        name
        for code, name in (line.split(";")[:2] for line in COMPANIES.split("\n") if line)
        if code == company
    )
    return unit


def _in_association(unit: Unit) -> Unit:
    unit.people_source = "bolagen"
    unit.source = "bolagen" if unit.path else "hr"
    unit.legal_entity, unit.counts = "Värends räddningstjänst", False
    return unit
