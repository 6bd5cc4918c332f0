"""The evidence pack: what is in it, that it can be made again, and that a change in it is seen."""

import hashlib
import json
import stat
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.audit.chain import link_of
from elearn.audit.models import AuditEvent, ChainHead
from elearn.cli import cli
from elearn.clock import now, today
from elearn.modules.models import ModuleVersion
from elearn.organisations.files.writing import PURPOSE
from tests.people import World
from tests.reports.history import A_DAY, MODULE, OTHER_MODULE, complete, correct, require
from tests.reports.packs import manifest_of, rewritten, rows

LAST_YEAR = today() - timedelta(days=365)
FILES = [
    "LASMIG.txt",
    "population.csv",
    "requirements.csv",
    "completions.csv",
    "status.csv",
    "figures.csv",
    "content.csv",
    "parameters.json",
    "manifest.json",
]


@pytest.fixture
def elearn(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("ELEARN_DATABASE_URL", database_url)
    monkeypatch.setenv("ELEARN_INSTANCE_DIR", str(tmp_path))

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(cli, arguments)

    return run


@pytest.fixture
def history(session: Session, world: World) -> World:
    """Everybody is asked for one module by decision, the company for another without; four have completed one."""
    require(session, world.units["G"], LAST_YEAR)
    require(session, world.units["B"], LAST_YEAR, OTHER_MODULE, record_number=None)
    for person in (world.alice, world.petra, world.karl):
        complete(session, person, LAST_YEAR)
    correct(session, complete(session, world.bob, LAST_YEAR), LAST_YEAR, annulled=True)
    session.commit()
    return world


@pytest.fixture
def pack(elearn, tmp_path: Path) -> Callable[..., Path]:
    def make(*arguments: str, name: str = "underlag.zip") -> Path:
        path = tmp_path / name
        result = elearn("evidence", "pack", *arguments, "-o", str(path))
        assert result.exit_code == 0, result.output
        return path

    return make


def test_it_holds_what_the_figures_of_the_day_follow_from(history: World, pack, session: Session):
    path = pack()
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == FILES
        assert PURPOSE in archive.read("LASMIG.txt").decode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    population = rows(path, "population.csv")
    figures = rows(path, "figures.csv")
    group = next(row for row in figures if (row["unit_code"], row["module"]) == ("G", MODULE))
    # Petra is protected, and the group is small: she is in no figure of it, but in the population without a name.
    assert len(population) == int(group["people"]) + 1
    assert {row["counts_in_group"] for row in population} == {"yes"}
    assert [row["person"] for row in population] == [str(number + 1) for number in range(len(population))]
    states = [row["state"] for row in rows(path, "status.csv") if row["module"] == MODULE]
    assert states.count("completed") == int(group["completed"]) + 1
    assert [row["annulled"] for row in rows(path, "completions.csv")] == ["no", "no", "no", "no", "yes"]
    decided = {row["unit_code"]: row["record_number"] for row in rows(path, "requirements.csv")}
    assert decided == {"G": "KS 2024-17", "B": ""}
    versions = {row["module"]: row["sha256"] for row in rows(path, "content.csv")}
    assert versions == {row.slug: row.digest for row in session.scalars(select(ModuleVersion))}


def test_a_protected_identity_has_no_name_number_or_day_in_any_file(history: World, pack):
    path = pack()
    with zipfile.ZipFile(path) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Poppel" not in everything
    [petra] = [row for row in rows(path, "population.csv") if row["family_name"] == "Skyddad uppgift"]
    assert (petra["employee_number"], petra["source"], petra["employed_since"]) == ("", "", "")
    assert petra["unit_code"] == "G"


def test_a_unit_and_a_module_can_be_asked_for(history: World, pack):
    path = pack("--unit", "B", "--module", OTHER_MODULE, "--as-of", str(today() - A_DAY))
    assert {row["unit_code"] for row in rows(path, "population.csv")} == {"B", "S"}
    assert [row["unit_code"] for row in rows(path, "requirements.csv")] == ["B"]
    assert rows(path, "completions.csv") == []
    assert {row["module"] for row in rows(path, "status.csv")} == {OTHER_MODULE}
    assert [row["module"] for row in rows(path, "content.csv")] == [OTHER_MODULE]
    wanted = {"as_of": str(today() - A_DAY), "structure": "then", "unit": "B", "module": OTHER_MODULE}
    assert manifest_of(path)["parameters"] == wanted


def test_the_same_database_and_instant_give_the_same_bytes(history: World, pack, tmp_path: Path):
    at = now().isoformat()
    first, second = (pack("--at", at, name=name).read_bytes() for name in ("a.zip", "b.zip"))
    assert first == second
    with zipfile.ZipFile(
        tmp_path / "a.zip"
    ) as archive:  # and no time of the clock's, which two quick ones share
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert pack(name="c.zip").read_bytes() != first


def test_the_manifest_has_the_digest_of_each_file_and_its_seal_hangs_on_the_ledger(
    history: World, pack, session: Session
):
    end = session.scalars(select(ChainHead.link)).one()
    session.commit()
    path = pack()
    manifest = manifest_of(path)
    with zipfile.ZipFile(path) as archive:
        for part in manifest["files"]:
            content = archive.read(part["name"])
            assert (part["bytes"], part["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    assert [part["name"] for part in manifest["files"]] == FILES[:-1]
    assert manifest["ledger"]["link"] == end
    body = {key: value for key, value in manifest.items() if key not in {"digest", "seal"}}
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert manifest["digest"] == hashlib.sha256(text.encode()).hexdigest()
    assert manifest["seal"] == link_of(end, str(manifest["digest"]))


def test_that_it_was_made_is_kept_with_its_parameters(history: World, pack, session: Session):
    manifest = manifest_of(pack("--unit", "B"))
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "evidence.packed")).one()
    assert event.object == manifest["seal"]
    assert event.details["unit"] == "B"
    assert event.details["as_of"] == str(today())
    assert event.details["ledger"] == manifest["ledger"]["seq"]


def test_a_whole_pack_is_said_to_be_whole_also_later(history: World, pack, elearn, session: Session):
    path = pack()
    complete(session, history.david, today())
    session.commit()
    for arguments in ((), ("--against-database",)):
        result = elearn("evidence", "verify", str(path), *arguments)
        assert (result.exit_code, result.stderr) == (0, "")
        assert f"Underlaget är helt: 8 filer, per den {today()}." in result.stdout


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"completions_csv": b"nytt"}, "completions.csv är inte som när underlaget togs ut."),
        ({"status_csv": None}, "status.csv saknas i arkivet."),
        ({"extra_csv": b"x"}, "extra.csv finns i arkivet men inte i manifest.json."),
        ({"manifest_json": None}, "manifest.json saknas eller går inte att läsa."),
        ({"manifest_json": b"{}"}, "manifest.json saknas eller går inte att läsa."),
    ],
)
def test_what_differs_is_named(history: World, pack, elearn, tmp_path: Path, changed, said):
    broken = rewritten(pack(), tmp_path / "b.zip", **changed)
    result = elearn("evidence", "verify", str(broken))
    assert result.exit_code == 1
    assert said in result.stderr
    assert result.stdout == ""


def test_a_byte_of_the_same_length_is_seen(history: World, pack, elearn, tmp_path: Path):
    path = pack()
    with zipfile.ZipFile(path) as archive:
        figures = archive.read("figures.csv")
    broken = rewritten(path, tmp_path / "b.zip", figures_csv=figures.replace(b";1;", b";2;", 1))
    assert "figures.csv är inte som" in elearn("evidence", "verify", str(broken)).stderr


def test_a_manifest_with_other_parameters_is_seen(history: World, pack, elearn, tmp_path: Path):
    path = pack()
    changed = json.dumps(manifest_of(path)).replace(f'"as_of": "{today()}"', f'"as_of": "{today() - A_DAY}"')
    broken = rewritten(path, tmp_path / "b.zip", manifest_json=changed.encode())
    assert "manifest.json är ändrad: innehållet" in elearn("evidence", "verify", str(broken)).stderr
    moved = json.dumps(manifest_of(path) | {"seal": "0" * 64})
    broken = rewritten(path, tmp_path / "c.zip", manifest_json=moved.encode())
    assert "manifest.json är ändrad: sigillet" in elearn("evidence", "verify", str(broken)).stderr


def test_a_pack_that_was_sealed_anew_is_unknown_to_the_database(history: World, pack, elearn, tmp_path: Path):
    """Whoever changes a file and reckons every digest again has a whole pack, but one that was never made."""
    from elearn.reports.evidence_manifest import Manifest

    path = pack()
    content = b"person;name\r\n"
    forged = Manifest.model_validate(manifest_of(path))
    files = [
        part.model_copy(update={"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()})
        if part.name == "population.csv"
        else part
        for part in forged.files
    ]
    sealed = forged.model_copy(update={"files": tuple(files)}).sealed()
    broken = rewritten(path, tmp_path / "b.zip", population_csv=content, manifest_json=sealed.written())
    assert elearn("evidence", "verify", str(broken)).exit_code == 0
    result = elearn("evidence", "verify", str(broken), "--against-database")
    assert (result.exit_code, "Granskningsloggen vet inget" in result.stderr) == (1, True)


def test_a_link_that_is_no_longer_in_the_ledger_is_seen(history: World, pack, elearn, tmp_path: Path):
    from elearn.reports.evidence_manifest import Head, Manifest

    path = pack()
    manifest = Manifest.model_validate(manifest_of(path))
    other = manifest.model_copy(update={"ledger": Head(seq=manifest.ledger.seq, link="f" * 64)}).sealed()
    broken = rewritten(path, tmp_path / "b.zip", manifest_json=other.written())
    result = elearn("evidence", "verify", str(broken), "--against-database")
    assert result.exit_code == 1
    assert f"Länk {manifest.ledger.seq} i liggaren är inte den" in result.stderr


@pytest.mark.one_engine
@pytest.mark.parametrize("content", [b"", b"inget arkiv", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_pack_is_a_sentence(elearn, tmp_path: Path, content: bytes):
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    result = elearn("evidence", "verify", str(path))
    assert (result.exit_code, result.stdout) == (1, "")
    assert str(path) in result.stderr
    assert isinstance(result.exception, SystemExit)


@pytest.mark.one_engine
@pytest.mark.parametrize("at", range(0, 100, 7))
def test_a_damaged_archive_is_never_whole_and_never_a_traceback(history: World, pack, elearn, at: int):
    path = pack()
    content = bytearray(path.read_bytes())
    place = len(content) * at // 100
    content[place : place + 40] = bytes(40)
    path.write_bytes(content)
    result = elearn("evidence", "verify", str(path))
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("--as-of", str(today() + A_DAY)), 1, "har inte varit än"),
        (("--unit", "finns-inte"), 1, "ingen enhet med koden ”finns-inte”"),
        (("--module", "finns-inte"), 1, "ingen modul ”finns-inte”"),
        (("--at", (now() + A_DAY).isoformat()), 2, "--at ligger i framtiden"),
    ],
)
def test_what_cannot_be_is_a_sentence_and_leaves_no_file_and_no_event(
    history: World, elearn, tmp_path: Path, session: Session, arguments, status, said
):
    target = tmp_path / "ut.zip"
    result = elearn("evidence", "pack", *arguments, "-o", str(target))
    assert (result.exit_code, said in result.stderr, target.exists()) == (status, True, False)
    assert session.scalars(select(AuditEvent).where(AuditEvent.action == "evidence.packed")).all() == []
