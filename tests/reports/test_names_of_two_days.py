"""A unit that has changed legal entity since: named in the files of a day only where it may be named then and today."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select

from elearn import clock
from elearn.organisations.kinds import Kind
from elearn.organisations.models import UnitVersion
from elearn.reports.export_running import do_next
from tests.reports.cast import MODULES, Cast
from tests.reports.export_queue import Sleeper, ask, workshop

ONE = MODULES[2]
OF_THE_COMPANY = {"Karl", "Maja", "Oskar", "Styrbjörn"}
THEN = (clock.today() - timedelta(days=10)).isoformat()


def was_and_is(cast: Cast, was: Kind, is_now: Kind, since_days_ago: int = 1) -> None:
    """Let the company have been one kind of unit until a day, and another since."""
    at, since = clock.now(), cast.today - timedelta(days=since_days_ago)
    with cast.database.writing() as session, session.begin():
        versions = select(UnitVersion).where(
            UnitVersion.unit_id == cast.world.units["B"], UnitVersion.superseded_at.is_(None)
        )
        row = session.scalars(versions.order_by(UnitVersion.valid_from)).first()
        assert row is not None
        for version in session.scalars(versions).all():
            version.superseded_at = at
        session.flush()
        values = {column.name: getattr(row, column.name) for column in UnitVersion.__table__.columns}
        values |= {"id": None, "superseded_at": None, "recorded_at": at}
        before = {"kind": was, "valid_to": since - timedelta(days=1)}
        session.add(UnitVersion(**(values | before)))
        session.add(UnitVersion(**(values | {"kind": is_now, "valid_from": since, "valid_to": None})))


def take(cast: Cast, subject: str, day: str, page: str = "/hr/export") -> bytes:
    form = {"subject": subject, "as_of": day, "structure": "then", "unit": "", "module": ONE}
    answer = cast.post("dana", page, page, **form, level="", headers="", format="jsonl")
    assert answer.status_code == 200
    content = answer.get_data()
    answer.close()
    return content


def named_in_exports(cast: Cast, subject: str, day: str) -> set[str]:
    *rows, _closing = (json.loads(line) for line in take(cast, subject, day).splitlines())
    return {row["given_name"] for row in rows} & OF_THE_COMPANY


def named_in_evidence(cast: Cast, name: str, day: str) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(take(cast, "", day, "/hr/export/underlag"))) as archive:
        text = archive.read(f"{name}.csv").decode("utf-8-sig")
    return {name for name in OF_THE_COMPANY if f";{name};" in text}


def named_in_list(cast: Cast, day: str) -> set[str]:
    text = take(cast, "", day, "/hr/export/lista").decode("utf-8-sig")
    return {name for name in OF_THE_COMPANY if f";{name};" in text}


@pytest.mark.parametrize(
    ("was", "is_now", "named_today"),
    [(Kind.COMPANY, Kind.ADMINISTRATION, True), (Kind.ADMINISTRATION, Kind.COMPANY, False)],
)
def test_every_file_of_a_day_names_who_may_be_named_then_and_today(
    cast: Cast, was: Kind, is_now: Kind, named_today: bool
) -> None:
    cast.complete("karl", ONE, days_ago=30)
    was_and_is(cast, was, is_now)
    for day, named in ((THEN, False), (clock.today().isoformat(), named_today)):
        everybody, karl = (OF_THE_COMPANY, {"Karl"}) if named else (set(), set())
        assert named_in_exports(cast, "status", day) == everybody
        assert named_in_evidence(cast, "status", day) == everybody
        assert named_in_evidence(cast, "population", day) == everybody
        assert named_in_exports(cast, "completions", day) == karl
        assert named_in_evidence(cast, "completions", day) == karl
        assert named_in_list(cast, day) == karl


def test_a_large_file_is_withheld_when_the_unit_has_become_a_company(cast: Cast, sleeper: Sleeper) -> None:
    cast.complete("karl", ONE, days_ago=30)
    was_and_is(cast, Kind.COMPANY, Kind.ADMINISTRATION, since_days_ago=100)
    hr = cast.as_("dana")
    address = ask(hr, subject="status", as_of=THEN).headers["Location"]
    assert do_next(workshop(cast.database))
    file = hr.get(f"{address}/fil", buffered=True)
    assert "Karl" in file.get_data(as_text=True)
    was_and_is(cast, Kind.ADMINISTRATION, Kind.COMPANY, since_days_ago=0)
    assert hr.get(address).status_code == 404
    assert hr.get(f"{address}/fil", buffered=True).status_code == 404
