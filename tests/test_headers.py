"""Every answer of every kind carries the headers: a test over the whole url map, and the kinds it does not hold."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from elearn.clock import today
from elearn.static_files import asset
from tests.people import World

SignIn = Callable[[FlaskClient, UUID], FlaskClient]

pytestmark = pytest.mark.one_engine

VALUES = {"number": 1, "section": 1, "place": 1, "code": "F1", "language": "sv", "token": "x" * 43}
ABSENT = UUID("00000000-0000-4000-8000-000000000000")


def address_of(rule: Rule, app: Flask) -> str:
    """An address of a rule, for something that may or may not be there."""
    with app.test_request_context():
        values: dict[str, Any] = {
            name: ABSENT if f"<uuid:{name}>" in rule.rule else VALUES.get(name, 1) for name in rule.arguments
        }
        return str(app.url_for(rule.endpoint, **values))


def check(answer: TestResponse, *, kept: bool = False) -> None:
    headers, where = answer.headers, f"{answer.request.method} {answer.request.path} {answer.status}"
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'", where
    assert set(" ".join(policy.values()).split()) <= {"'none'", "'self'"}, where  # no inline, no other host
    assert headers["Referrer-Policy"] == "no-referrer", where
    assert headers["X-Content-Type-Options"] == "nosniff", where
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin", where
    assert headers["X-Robots-Tag"] == "noindex", where
    assert kept or headers["Cache-Control"] == "no-store", where
    assert kept or "ETag" not in headers, where
    answer.close()


@pytest.mark.parametrize(
    ("name", "method"),
    [(None, "GET"), ("alice", "GET"), ("bob", "GET"), ("dana", "GET"), (None, "POST"), ("dana", "POST")],
)
def test_every_address(app: Flask, world: World, sign_in_as: SignIn, name: str | None, method: str) -> None:
    client = app.test_client()
    if name:
        sign_in_as(client, world.people[name])
    kinds = set()
    for rule in app.url_map.iter_rules():
        if rule.endpoint in {"static", "accounts.leave", "accounts.sign_out"}:
            continue
        if method in (rule.methods or ()):
            answer = client.open(address_of(rule, app), method=method)
            kinds.add(answer.status_code)
            check(answer)
    assert len(kinds) > 1 or method == "POST"  # a form without its token is 400
    assert max(kinds) < 500


def test_leaving_and_signing_out(app: Flask, world: World, sign_in_as: SignIn, token) -> None:
    client = sign_in_as(app.test_client(), world.alice)
    check(client.get("/lamna"))
    check(client.get("/lamna", headers={"Sec-Fetch-Site": "cross-site"}))
    check(client.get("/lamna", headers={"Sec-Purpose": "prefetch"}))
    client = sign_in_as(app.test_client(), world.alice)
    check(client.post("/logga-ut", data={"csrf_token": token(client, "/")}))


def test_errors_of_every_kind(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise ValueError("a fault of ours")

    monkeypatch.setitem(app.view_functions, "support.pause", fail)
    client = app.test_client()
    found = {
        client.get("/paus"): 500,
        client.get("/finns-inte"): 404,
        client.put("/hjalp"): 405,
        client.post("/logga-in"): 400,
        client.post("/logga-in", data={"x": "y" * 2_000_000}): 413,
        client.get("/hjalp/"): 200,
        client.get("//hjalp"): 308,
    }
    for answer, status in found.items():
        assert answer.status_code == status, answer.request.path
        check(answer)


def test_a_file_to_download_and_one_that_the_browser_has(
    app: Flask, world: World, sign_in_as: SignIn, token
) -> None:
    client = sign_in_as(app.test_client(), world.dana)
    wish = {"subject": "completions", "as_of": str(today()), "structure": "then", "format": "csv"}
    form = {**wish, "unit": "", "module": "", "csrf_token": token(client, "/hr/export")}
    answer = client.post("/hr/export", data=form)
    assert answer.headers["Content-Disposition"] == f"attachment; filename=elearn-{today()}.csv"
    check(answer)
    with app.test_request_context():
        address = asset("elearn.js")
    static = client.get(address)
    check(static, kept=True)
    again = client.get(address, headers={"If-None-Match": static.headers["ETag"]})
    assert again.status_code == 304
    check(again, kept=True)
