"""Published versions: stored once, refused when changed, and needed before anything is served."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError, NoResultFound
from sqlalchemy.orm import Session

from elearn.cli import cli
from elearn.config import Config, ConfigError
from elearn.database import Database
from elearn.modules.catalogue import Catalogue
from elearn.modules.content import Module
from elearn.modules.loader import load_content
from elearn.modules.models import ModuleVersion
from elearn.modules.publishing import (
    PublishError,
    digest,
    find_unpublished,
    get_version,
    list_versions,
    publish,
    read_version,
)
from elearn.readiness import NotReadyError, check_ready
from elearn.texts import Text
from tests.conftest import SECRET
from tests.modules.content_copy import EXAMPLE, change, copy_content

AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
LATER = datetime(2027, 1, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def module() -> Module:
    [module] = load_content(EXAMPLE).modules
    return module


def changed(module: Module, version: str = "1.0") -> Module:
    return module.model_copy(update={"title": Text(sv="En annan titel"), "version": version})


def test_a_version_is_stored_once_with_its_whole_content(session: Session, module: Module) -> None:
    [stored] = publish(session, [module], AT)
    assert (stored.slug, stored.version, stored.published_at) == ("exempel", "1.0", AT)
    assert read_version(stored) == module
    assert publish(session, [module], LATER) == []
    assert get_version(session, module).published_at == AT


def test_a_changed_file_under_the_same_number_is_refused(session: Session, module: Module) -> None:
    publish(session, [module], AT)
    with pytest.raises(PublishError) as refused:
        publish(session, [changed(module)], LATER)
    assert "content/exempel/module.yaml: innehållet har ändrats men versionen är fortfarande 1.0" in str(
        refused.value
    )
    assert "Höj siffran efter punkten" in str(refused.value)
    assert get_version(session, module).digest == digest(module)


def test_a_raised_number_stores_the_change_beside_the_old(session: Session, module: Module) -> None:
    [old] = publish(session, [module], AT)
    [new] = publish(session, [changed(module, "1.1")], LATER)
    assert read_version(new).title.sv == "En annan titel"
    assert read_version(old).title.sv == "Exempelmodulen"
    assert list_versions(session, "exempel") == ["1.0", "1.1"]


def test_a_number_goes_by_value_and_never_back(session: Session, module: Module) -> None:
    publish(session, [changed(module, "1.9")], AT)
    publish(session, [changed(module, "1.10")], AT)
    with pytest.raises(PublishError, match=r"version 1\.2 är lägre än den senast publicerade, 1\.10"):
        publish(session, [changed(module, "1.2")], LATER)


def test_an_earlier_release_put_back_is_left_alone(session: Session, module: Module) -> None:
    publish(session, [module], AT)
    publish(session, [changed(module, "1.1")], AT)
    assert publish(session, [module], LATER) == []
    assert find_unpublished(session, [module]) == []


def test_nothing_is_stored_when_one_module_is_refused(session: Session, module: Module) -> None:
    publish(session, [module], AT)
    other = module.model_copy(update={"slug": "annan"})
    with pytest.raises(PublishError):
        publish(session, [other, changed(module)], LATER)
    with pytest.raises(NoResultFound):
        get_version(session, other)


def test_the_database_lets_nobody_change_or_remove_a_version(database: Database, module: Module) -> None:
    with database.writing() as session, session.begin():
        publish(session, [module], AT)
    for statement in (update(ModuleVersion).values(body="{}"), text("DELETE FROM module_version")):
        with database.writing() as session, pytest.raises(DBAPIError, match="refused"):
            session.execute(statement)


class WiderModule(Module):
    """A module as a later release may have it."""

    audience: str | None = None


def test_a_field_that_a_later_release_adds_changes_no_digest(module: Module) -> None:
    assert digest(WiderModule.model_validate(module.model_dump())) == digest(module)
    assert digest(changed(module)) != digest(module)


def catalogue(*modules: Module) -> Catalogue:
    return Catalogue(replace(load_content(EXAMPLE), modules=modules))


def test_a_catalogue_finds_modules_by_number_and_slug(module: Module) -> None:
    found = catalogue(module)
    assert found.by_number(7) is found.by_slug("exempel") is module
    assert [source.key for source in found.cited(["sol-19-1", "borta"])] == ["sol-19-1"]
    for missing in (lambda: found.by_number(8), lambda: found.by_slug("annan")):
        with pytest.raises(NoResultFound):
            missing()


def test_published_content_is_ready_to_serve(database: Database, module: Module) -> None:
    with database.writing() as session, session.begin():
        publish(session, [module], AT)
    check_ready(database, catalogue(module))


def test_unpublished_content_is_not_served(database: Database, module: Module) -> None:
    with pytest.raises(NotReadyError, match=r"exempel 1\.0\. Kör: elearn db upgrade"):
        check_ready(database, catalogue(module))


def test_content_that_differs_from_what_was_published_is_not_served(
    database: Database, module: Module
) -> None:
    with database.writing() as session, session.begin():
        publish(session, [module], AT)
    with pytest.raises(NotReadyError, match="versionen är fortfarande") as refused:
        check_ready(database, catalogue(changed(module)))
    assert "elearn db upgrade" in str(refused.value)


def test_a_database_without_its_tables_is_not_served(tmp_path: Path, module: Module) -> None:
    database = Database(f"sqlite:///{tmp_path}/tom.db")
    with pytest.raises(NotReadyError, match="inte uppgraderad"):
        check_ready(database, catalogue(module))
    database.dispose()


def test_a_database_that_cannot_be_reached_is_a_sentence(tmp_path: Path, module: Module) -> None:
    (tmp_path / "mapp.db").mkdir()
    database = Database(f"sqlite:///{tmp_path}/mapp.db")
    with pytest.raises(NotReadyError, match="går inte att nå"):
        check_ready(database, catalogue(module))
    database.dispose()


class Upgrade:
    """`elearn db upgrade` as somebody types it."""

    def __init__(self, tmp_path: Path, content: Path) -> None:
        self.url = f"sqlite:///{tmp_path}/ny.db"
        self.content = content

    def __call__(self, url: str | None = None) -> tuple[int, str]:
        env = {
            "ELEARN_DATABASE_URL": url or self.url,
            "ELEARN_CONTENT_DIR": str(self.content),
            "ELEARN_SECRET_KEY": SECRET,
        }
        result = CliRunner().invoke(cli, ["db", "upgrade"], env=env)
        assert "Traceback" not in result.output
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result.exit_code, result.output

    def execute(self, statement: str) -> None:
        database = Database(self.url)
        with database.writing() as session, session.begin():
            session.execute(text(statement))
        database.dispose()


@pytest.fixture
def run(tmp_path: Path) -> Upgrade:
    return Upgrade(tmp_path, copy_content(tmp_path))


def test_the_command_makes_the_database_and_stores_the_content(run: Upgrade) -> None:
    code, output = run()
    assert code == 0
    assert "Nytt innehåll lagrat: exempel 1.0." in output
    database = Database(run.url)
    check_ready(database, Catalogue(load_content(run.content)))
    database.dispose()


def test_the_command_run_again_changes_nothing(run: Upgrade) -> None:
    run()
    code, output = run()
    assert code == 0
    assert "redan lagrat" in output


def test_the_command_refuses_content_with_a_mistake_before_it_touches_the_database(
    run: Upgrade, tmp_path: Path
) -> None:
    change(run.content, "exempel/check.yaml", "goal: andra", "goal: fjarde")
    code, output = run()
    assert code == 1
    assert "content/exempel/check.yaml:3: lärmålet ”fjarde” finns inte" in output
    assert "Databasen är inte ändrad" in output
    assert not (tmp_path / "ny.db").exists()


def test_the_command_refuses_changed_content_under_an_unchanged_number(run: Upgrade) -> None:
    run()
    change(run.content, "exempel/module.yaml", "Exempelmodulen", "En annan titel")
    code, output = run()
    assert code == 1
    assert "versionen är fortfarande 1.0" in output
    assert "inget nytt innehåll är lagrat" in output
    change(run.content, "exempel/module.yaml", 'version: "1.0"', 'version: "1.1"')
    change(run.content, "exempel/changes.yaml", 'version: "1.0"', 'version: "1.1"')
    change(run.content, "exempel/changes.yaml", "size: major", "size: minor")
    assert run() == (0, f"Databasen {run.url} är uppgraderad.\nNytt innehåll lagrat: exempel 1.1.\n")


def test_the_command_leaves_a_newer_database_alone(run: Upgrade) -> None:
    run()
    run.execute("UPDATE alembic_version SET version_num = '9999'")
    code, output = run()
    assert code == 1
    assert "nyare utgåva" in output


def test_the_command_says_when_the_database_cannot_be_reached(run: Upgrade, tmp_path: Path) -> None:
    (tmp_path / "mapp.db").mkdir()
    (tmp_path / "fil").write_text("", encoding="utf-8")
    for url, words in (
        (f"sqlite:///{tmp_path}/mapp.db", "går inte att nå"),
        (f"sqlite:///{tmp_path}/fil/ny.db", "går inte att öppna"),
        ("postgresql://elearn:hemligt@127.0.0.1:1/x", "går inte att nå"),
    ):
        code, output = run(url)
        assert code == 1
        assert words in output
        assert "hemligt" not in output


def test_an_address_that_cannot_be_read_is_a_sentence_without_its_password() -> None:
    url = "postgresql://elearn:hemligt@vard:port/x"
    with pytest.raises(ConfigError, match="ELEARN_DATABASE_URL: adressen går inte att läsa") as refused:
        Config.from_env({"ELEARN_DATABASE_URL": url, "ELEARN_SECRET_KEY": SECRET})
    assert "hemligt" not in str(refused.value)


def test_the_command_never_leaves_rows_that_point_at_nothing(run: Upgrade, tmp_path: Path) -> None:
    run()
    with closing(sqlite3.connect(tmp_path / "ny.db")) as connection, connection:
        connection.execute(
            "INSERT INTO progress VALUES ('0123456789abcdef0123456789abcdef', 'exempel', '[]')"
        )
    code, output = run()
    assert code == 1
    assert "pekar på ingenting" in output


def test_the_command_says_when_the_database_does_not_take_the_upgrade(run: Upgrade) -> None:
    run()
    run.execute("DROP TABLE alembic_version")
    code, output = run()
    assert code == 1
    assert "tar inte emot uppgraderingen (OperationalError)" in output


def test_the_command_says_when_the_content_could_not_be_stored(run: Upgrade) -> None:
    run()
    run.execute("DROP TABLE module_version")
    code, output = run()
    assert code == 1
    assert "innehållet gick inte att lagra (OperationalError). Kör elearn db upgrade igen." in output
