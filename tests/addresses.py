"""Every page that somebody of the cast can open, taken from the matrix of who may open what."""

from collections.abc import Iterator

from tests.people import World
from tests.test_access_matrix import CAST, MATRIX

# What is no page: a file, a word for machines.
NO_PAGE = ("/pdf", "/fil", "/healthz", "/readyz")


def pages(world: World, *, method: str = "GET", status: int = 200) -> Iterator[tuple[str | None, str]]:
    """An address with that answer, and the first of the cast who gets it; nobody's name where it needs no sign-in."""
    for line, statuses in MATRIX.items():
        verb, address = line.split(" ", 1)
        if verb == method and status in statuses and not address.endswith(NO_PAGE):
            for name, person_id in world.people.items():
                address = address.replace(f"{{{name}}}", str(person_id))
            yield CAST[statuses.index(status)], address
