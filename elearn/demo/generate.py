"""Makes up the HR files of the example group; `python -m elearn.demo.generate` writes them."""

from collections.abc import Iterable

from elearn.demo.cast import seat_cast
from elearn.demo.details import detail
from elearn.demo.elected import elect
from elearn.demo.files import BASE as BASE
from elearn.demo.files import BYTE_ORDER_MARK, DATA, FILES, DemoFile, write_csv
from elearn.demo.lives import live
from elearn.demo.names import words
from elearn.demo.organisation import Unit, units
from elearn.demo.posts import Post, coordinators, posts_elsewhere
from elearn.demo.register import Employment, Person, Register
from elearn.demo.staffing import staff

UNIT_COLUMNS = words(
    "enhetskod namn typ överordnad från till juridisk_person ansvarig_nämnd räknas_i_koncernen"
)
PEOPLE_COLUMNS = words("""
anställningsnummer förnamn efternamn e-post enhetskod nivå befattning roll från till språk
skyddade_uppgifter personnyckel anställningsform sysselsättningsgrad frånvarande_från frånvarande_till
""")
POST_COLUMNS = words("enhetskod källa anställningsnummer roll från till")

# One system cannot tell keys or the extent of an employment; the columns may be left out.
LACKING = {"veab": ("personnyckel", "sysselsättningsgrad")}


def generate() -> dict[str, str]:
    """File name → text, byte order mark included."""
    everywhere, register = units(), Register()
    seat_cast(register)
    for unit in everywhere:
        if unit.people:
            staff(register, unit)
    elect(register)
    posts = {"hr": posts_elsewhere(register), "fortroendevalda": coordinators(register)}
    live(register, everywhere)
    detail(register)
    return {
        file.name: BYTE_ORDER_MARK + write_csv(_rows(file, everywhere, register, posts)) for file in FILES
    }


def _rows(
    file: DemoFile, everywhere: list[Unit], register: Register, posts: dict[str, list[Post]]
) -> list[list[str]]:
    if file.kind == "units":
        return [list(UNIT_COLUMNS), *(_unit_row(unit) for unit in everywhere if unit.source == file.source)]
    if file.kind == "managers":
        return [list(POST_COLUMNS), *(list(vars(post).values()) for post in posts[file.source])]
    rows = [
        PEOPLE_COLUMNS,
        *_people_rows(person for person in register.persons if person.source == file.source),
    ]
    kept = [
        place for place, column in enumerate(PEOPLE_COLUMNS) if column not in LACKING.get(file.source, ())
    ]
    return [[row[place] for place in kept] for row in rows]


def _unit_row(unit: Unit) -> list[str]:
    dates = [unit.valid_from, unit.valid_to]
    counts = "ja" if unit.counts else "nej"
    return [unit.code, unit.name, unit.kind, unit.parent, *dates, unit.legal_entity, unit.committee, counts]


def _people_rows(persons: Iterable[Person]) -> list[list[str]]:
    ordered = sorted(persons, key=lambda person: person.number)
    return [_person_row(person, employment) for person in ordered for employment in person.employments]


def _person_row(person: Person, employment: Employment) -> list[str]:
    email = person.email if employment.email is None else employment.email
    return [
        *(person.number, person.given, person.family, email),
        *(employment.unit, employment.level, employment.title, employment.role),
        *(employment.valid_from, employment.valid_to, person.language, "ja" if person.protected else ""),
        *(person.key, employment.form, employment.extent, employment.absent_from, employment.absent_to),
    ]


def main() -> None:
    for name, text in generate().items():
        (DATA / name).write_text(text, encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
