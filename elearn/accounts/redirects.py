"""Which addresses may be gone to next: pages of our own. Pure."""

from urllib.parse import quote

NEVER_NEXT = frozenset({"/lamna", "/logga-ut", "/logga-in"})
START = "/"


def own_page(path: object) -> str:
    """The path of a page of our own as it may stand in a Location header, or the start page.

    Anything that a browser could read as another host falls: two slashes, a backslash, a scheme, control
    characters (tab and line feed, which browsers drop).
    """
    if not isinstance(path, str) or not path.startswith("/") or path.startswith("//") or "\\" in path:
        return START
    if any(ord(character) < 32 or ord(character) == 127 for character in path) or path in NEVER_NEXT:
        return START
    return quote(path, safe="/-._~")
