"""Which pages are printed: those that the other tests name, and those that need something to have happened."""

from collections.abc import Iterator

from tests.markup.printing import BROKEN, Look
from tests.people import World
from tests.test_access_matrix import CAST, MATRIX, TOKEN
from tests.test_english_pages import REFUSED, SIGNED_IN

OWN = ("/healthz", "/readyz")

REFUSED_OPEN = ("/logga-in", "/losenord", "/losenord/kod")
ERRORS = (400, 403, 404, 405, 409, 413, 422, 429, 500, 503)


def standing(world: World) -> Iterator[Look]:
    """What can be looked at as soon as the cast is in place."""
    for line, statuses in MATRIX.items():
        method, address = line.split(" ", 1)
        reader = next((name for name, status in zip(CAST, statuses, strict=True) if status == 200), "nobody")
        if method == "GET" and reader != "nobody" and address not in OWN:
            yield Look(reader or "", _filled(address, world))
    for name, addresses in SIGNED_IN.items():
        yield from (Look(name, _filled(address, world)) for address in addresses)
    for name, addresses in REFUSED.items():
        yield from (Look(name, address, {}) for address in addresses)
    yield from (Look("", address, {}) for address in REFUSED_OPEN)
    yield from (Look("", f"{BROKEN}/{code}") for code in ERRORS)
    yield from (Look("alice", f"{BROKEN}/{code}") for code in (404, 403))
    yield Look("", f"/losenord/{TOKEN}")
    yield Look("", "/komponenter")


def _filled(address: str, world: World) -> str:
    for name in ("alice", "karl"):
        address = address.replace(f"{{{name}}}", str(world.people[name]))
    return address
