"""What holds for every page: the headers, the guard at start-up, the errors, settings that cannot be used."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from elearn import guard
from elearn.config import Config, ConfigError
from tests.people import World

SignIn = Callable[[FlaskClient, UUID], FlaskClient]


@pytest.mark.one_engine
@pytest.mark.parametrize(
    "address", ["/hjalp/sv", "/logga-in", "/", "/finns-inte", "/lamna", "/static/elearn.css"]
)
def test_every_page_carries_the_headers(client: FlaskClient, address: str) -> None:
    page = client.get(address)
    page.close()
    headers = page.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Server" not in headers or "Python" not in headers["Server"]


def test_an_undeclared_view_stops_the_application(app: Flask) -> None:
    app.view_functions["forgotten"] = lambda: "open to all"
    with pytest.raises(guard.UndeclaredViewError, match="forgotten"):
        guard.seal(app)


def test_an_unknown_address_gets_a_page_with_a_sentence(client: FlaskClient) -> None:
    page = client.get("/finns-inte")
    assert page.status_code == 404
    assert "<h1" in page.get_data(as_text=True)


def test_a_wrong_method_is_said(client: FlaskClient) -> None:
    page = client.post("/hjalp/sv")
    assert page.status_code in {400, 405}


def test_a_database_that_is_away_is_503_with_when_to_try_again(config: Config, tmp_path_factory) -> None:
    from dataclasses import replace

    from elearn.app import create_app

    nowhere = tmp_path_factory.mktemp("empty") / "no-tables.db"
    app = create_app(replace(config, database_url=f"sqlite:///{nowhere}"))
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = "somebody"
    page = client.get("/min-utbildning")
    app.extensions["elearn_database"].dispose()
    assert page.status_code == 503
    assert page.headers["Retry-After"]
    assert "Traceback" not in page.get_data(as_text=True)


def test_a_tampered_cookie_is_nobody(client: FlaskClient) -> None:
    client.set_cookie("elearn", "eyJfdXNlcl9pZCI6ImFkbWluIn0.forged.forged")
    assert client.get("/").status_code == 303


@pytest.mark.one_engine
@pytest.mark.parametrize(
    "address",
    ["/%00", "/moduler/1e9", "/moduler/-1", "/enheter/%F0%28%8C%28", "/?a=%ff", "/moduler/" + "9" * 400],
)
def test_a_hostile_address_is_no_error_of_ours(
    client: FlaskClient, world: World, sign_in_as: SignIn, address: str
) -> None:
    sign_in_as(client, world.bob)
    assert client.get(address).status_code < 500


def test_a_form_that_is_too_large_is_413(client: FlaskClient, world: World, sign_in_as: SignIn) -> None:
    sign_in_as(client, world.alice)
    page = client.post("/sprak", data={"language": "x" * (2 * 1024 * 1024)})
    assert page.status_code == 413


@pytest.mark.parametrize(
    ("environ", "names"),
    [
        ({}, "ELEARN_SECRET_KEY"),
        ({"ELEARN_SECRET_KEY": "short"}, "ELEARN_SECRET_KEY"),
        ({"ELEARN_SECRET_KEY": "x" * 40, "ELEARN_DATABASE_URL": "mysql://x"}, "ELEARN_DATABASE_URL"),
        ({"ELEARN_SECRET_KEY": "x" * 40, "ELEARN_BASE_URL": "elearn.example"}, "ELEARN_BASE_URL"),
        ({"ELEARN_SECRET_KEY": "x" * 40, "ELEARN_EXIT_URL": "//evil.example"}, "ELEARN_EXIT_URL"),
        ({"ELEARN_SECRET_KEY_FILE": "/finns/inte"}, "ELEARN_SECRET_KEY_FILE"),
    ],
)
def test_a_setting_that_cannot_be_used_is_one_sentence(environ: dict[str, str], names: str) -> None:
    with pytest.raises(ConfigError, match=names):
        Config.from_env(environ)


def test_settings_are_read_from_the_environment_and_from_files(tmp_path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("s" * 40 + "\n", encoding="utf-8")
    config = Config.from_env(
        {
            "ELEARN_SECRET_KEY_FILE": str(secret),
            "ELEARN_DATABASE_URL": "postgresql://elearn@db/elearn",
            "ELEARN_BASE_URL": "https://elearn.example/",
            "ELEARN_INSTANCE_DIR": str(tmp_path),
        }
    )
    assert config.secret_key == "s" * 40
    assert config.database_url == "postgresql+psycopg://elearn@db/elearn"
    assert config.cookie_name == "__Host-elearn"
    assert config.base_url == "https://elearn.example"
