"""Pages compressed on the way, where nobody can learn a secret from their length (docs/adr/0022-bytes-on-the-way.md)."""

import gzip
import io
import secrets

from flask import Flask, Response, g, request

# What fits into one packet as it is arrives no sooner when it is smaller.
SMALLEST = 1_200
LEVEL = 6
MOST_PADDING = 128
# Another site that makes a browser ask us for pages with text of its choice, and watches their length, learns what
# else stands on them (BREACH). The browser says who asks, and no script can make it say otherwise.
OUR_OWN_WISH = frozenset({"same-origin", "none"})


def init_app(app: Flask) -> None:
    """Compress what this application answers."""
    app.after_request(compress)


def compress(response: Response) -> Response:
    """Compress a page that may be compressed, for a browser that can unpack it."""
    if response.mimetype != "text/html" or response.is_streamed or response.content_encoding:
        return response
    response.vary.add("Accept-Encoding")
    traceless = bool(g.get("traceless"))
    if (traceless or _asked_by_ourselves()) and request.accept_encodings.quality("gzip") > 0:
        page = response.get_data()
        if len(page) >= SMALLEST:
            # A page without a trace holds no secret, and is the same to the byte for everybody.
            response.set_data(_packed(page, padding=0 if traceless else secrets.randbelow(MOST_PADDING)))
            response.content_encoding = "gzip"
    return response


def _asked_by_ourselves() -> bool:
    return request.headers.get("Sec-Fetch-Site") in OUR_OWN_WISH


def _packed(page: bytes, *, padding: int) -> bytes:
    """A gzip file whose header holds a file name of that length, which no browser looks at."""
    packed = io.BytesIO()
    with gzip.GzipFile("x" * padding, "wb", compresslevel=LEVEL, fileobj=packed, mtime=0) as file:
        file.write(page)
    return packed.getvalue()
