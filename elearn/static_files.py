"""The style sheet, the scripts and the icon: read, compressed and named by their content once, when a process starts.

An address holds the digest of what it answers, so that it can be kept for a year (docs/adr/0022-bytes-on-the-way.md).
"""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Flask, Response, abort, request, url_for

FOLDER = Path(__file__).parent / "static"
ENDPOINT = "static"
KEPT = "public, max-age=31536000, immutable"
MIMETYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_NAMED = re.compile(r"(?P<stem>.+)\.(?P<digest>[0-9a-f]{12})(?P<suffix>\.[a-z]+)")


@dataclass(frozen=True)
class StaticFile:
    """One file, as it is and compressed."""

    mimetype: str
    digest: str
    plain: bytes
    gzipped: bytes


def init_app(app: Flask) -> None:
    """Answer at /static/…, and give templates `asset`. The application is one without Flask's own static files."""
    read_all()
    app.add_url_rule("/static/<path:filename>", ENDPOINT, serve)
    app.jinja_env.globals["asset"] = asset


def asset(name: str) -> str:
    """The address of a static file, with its content's digest in it."""
    stem, _, suffix = name.rpartition(".")
    return url_for(ENDPOINT, filename=f"{stem}.{read_all()[name].digest}.{suffix}")


def serve(filename: str) -> Response:
    """A static file, to be kept where the address has the digest of what it holds now.

    With another digest, or none, the answer is the present file and not to be kept: a page from before or after an
    upgrade, served by another process than its style sheet, is never without it.
    """
    found = _NAMED.fullmatch(filename)
    name, digest = (found["stem"] + found["suffix"], found["digest"]) if found else (filename, None)
    file = read_all().get(name)
    if file is None:
        abort(404)
    return _answer(file, kept=digest == file.digest)


def _answer(file: StaticFile, *, kept: bool) -> Response:
    small = len(file.gzipped) < len(file.plain)
    gzipped = small and request.accept_encodings.quality("gzip") > 0
    response = Response(file.gzipped if gzipped else file.plain, mimetype=file.mimetype)
    if gzipped:
        response.content_encoding = "gzip"
    if small:
        response.vary.add("Accept-Encoding")
    if kept:
        response.headers["Cache-Control"] = KEPT
        response.set_etag(f"{file.digest}-gzip" if gzipped else file.digest)
        response.make_conditional(request)
    return response


@cache
def read_all() -> dict[str, StaticFile]:
    """Every static file by its name; no other name is ever looked for on the disk."""
    return {path.name: _read(path) for path in sorted(FOLDER.iterdir()) if path.suffix in MIMETYPES}


def _read(path: Path) -> StaticFile:
    plain = path.read_bytes()
    return StaticFile(
        mimetype=MIMETYPES[path.suffix],
        digest=hashlib.sha256(plain).hexdigest()[:12],
        plain=plain,
        gzipped=gzip.compress(plain, compresslevel=9, mtime=0),
    )
