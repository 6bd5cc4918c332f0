"""Whether the process answers, and whether it can serve."""

from sqlalchemy import text

from elearn.app import create_app
from elearn.config import Config
from tests.conftest import SECRET
from tests.delivered import CONTENT


def test_the_process_answers_without_asking_the_database(client, app):
    app.extensions["elearn_database"].dispose()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text, answer.mimetype) == (200, "ok\n", "text/plain")
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_it_is_ready_when_the_database_stands_at_the_newest_migration(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert "Set-Cookie" not in answer.headers


def test_it_is_not_ready_with_a_database_of_another_release(client, database):
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "not ready\n")
    assert answer.headers["Retry-After"] == "10"


def test_it_is_alive_but_not_ready_without_its_database(tmp_path):
    config = Config(
        database_url="postgresql+psycopg://nobody@127.0.0.1:1/nothing",
        secret_key=SECRET,
        instance_dir=tmp_path,
        content_dir=CONTENT,
    )
    client = create_app(config).test_client()
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503
