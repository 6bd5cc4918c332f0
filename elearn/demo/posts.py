"""Posts in units where the holder is not employed, and the units that chance must not give a manager."""

from dataclasses import dataclass

from elearn.demo.organisation import COMMITTEES, JOINT_COMMITTEE, SUBCOMMITTEES, boards
from elearn.demo.register import Person, Register

THREE_SCHOOLS = ("UTB-G2-01", "UTB-G2-02", "UTB-G2-03")
TWO_MANAGERS = frozenset({"UTB-G3-01"})
VACANT = "OMS-H1-03"
ACTING = "KOF-B-02"
TWO_PRESCHOOLS = tuple(
    (f"UTB-F{area}-{one:02d}", f"UTB-F{area}-{one + 1:02d}") for area in (1, 2, 3, 4) for one in (1, 3)
)
LED_FROM_ELSEWHERE = frozenset(
    {VACANT, ACTING, *THREE_SCHOOLS[1:], *(second for _, second in TWO_PRESCHOOLS), "OMS-EXT"}
)


@dataclass(frozen=True)
class Post:
    unit: str
    source: str
    number: str
    role: str
    valid_from: str
    valid_to: str = ""


def posts_elsewhere(register: Register) -> list[Post]:
    """The municipality's managers file."""
    head = manager_of(register, THREE_SCHOOLS[0])
    posts = [
        _post("KONCERN", manager_of(register, "KLF"), "chef", "2019-03-01"),
        *(_post(school, head, "chef", "2024-08-01") for school in THREE_SCHOOLS[1:]),
        *(
            _post(second, manager_of(register, first), "chef", "2023-08-01")
            for first, second in TWO_PRESCHOOLS
        ),
        _post(ACTING, manager_of(register, "KOF-B-01"), "chef", "2026-08-01", "2027-01-31"),
        _post("OMS-EXT", manager_of(register, "OMS-M1"), "chef", "2024-02-01"),
        _post("UTB-F5-01", manager_of(register, "UTB-F5-02"), "ställföreträdare", "2025-01-01"),
        _post("SVF-L2", manager_of(register, "SVF-L1"), "chef", "2025-09-01", "2026-05-31"),
    ]
    for post in posts:
        holder = next(p for p in register.persons if (p.source, p.number) == (post.source, post.number))
        holder.only.valid_from = min(holder.only.valid_from, post.valid_from)
    return posts


def coordinators(register: Register) -> list[Post]:
    """The register's managers file: a secretary for every committee and board."""
    bodies = [
        "KF",
        *(code for code, *_ in COMMITTEES),
        JOINT_COMMITTEE[0],
        *(code for code, *_ in SUBCOMMITTEES),
        "REV",
    ]
    secretaries = _secretaries(register, "KLF-KAN-S", "Nämndsekreterare", 6)
    posts = [
        _post(body, secretaries[place % len(secretaries)], "samordnare", "2026-01-01")
        for place, body in enumerate(bodies)
    ]
    for board in boards():
        (secretary,) = _secretaries(register, board.parent, None, 1)
        posts.append(_post(board.code, secretary, "samordnare", "2026-01-01"))
    return posts


def manager_of(register: Register, unit: str) -> Person:
    return next(
        p
        for p in register.persons
        for e in p.employments
        if e.unit == unit and e.role == "chef" and e.current
    )


def _secretaries(register: Register, unit: str, title: str | None, count: int) -> list[Person]:
    """Ordinary employees of the unit, who get the title, if one is given, and no other story."""
    chosen = [person for person in register.unsettled() if person.only.unit == unit][:count]
    for person in chosen:
        employment = person.only
        employment.title = title or "Bolagssekreterare"
        employment.form, employment.extent, employment.valid_to = "tillsvidare", "100", ""
        employment.valid_from = min(employment.valid_from, "2026-01-01")
    register.settle(*chosen)
    return chosen


def _post(unit: str, person: Person, role: str, start: str, end: str = "") -> Post:
    return Post(unit, person.source, person.number, role, start, end)
