"""Any day of five years of monthly files: how long its reports take in a new process, and with how many statements."""

from datetime import date, timedelta
from pathlib import Path

from elearn import clock
from elearn.database import Database
from elearn.modules.catalogue import Catalogue
from elearn.modules.publishing import publish
from elearn.upgrade import upgrade
from tests.bench.alone import ask
from tests.bench.results import timed
from tests.bench.rows import gather_statistics
from tests.postgres import Cluster, create_database
from tests.reports.snapshots import Snapshots

PEOPLE, FEW, MONTHS = 7_500, 75, 60
UNIT = "F2"
LIMIT = 2.0  # seconds: what a day may take cold on SQLite


def measure_history(directory: Path, cluster: Cluster, catalogue: Catalogue) -> None:
    """Print how long each page takes on five days, and how many statements; as many for a few people."""
    today = clock.today()
    first = _months_before(today, MONTHS)
    small = f"sqlite:///{directory}/history-{FEW}.db"
    build_history(small, FEW, first, catalogue)
    urls = {
        "SQLite": f"sqlite:///{directory}/history.db",
        "PostgreSQL": create_database(cluster.url, "history"),
    }
    for engine, url in urls.items():
        spent, officer = timed(lambda: build_history(url, PEOPLE, first, catalogue))  # noqa: B023
        print(f"{engine}: {MONTHS} monthly files of {PEOPLE:,} people, loaded in {spent:.0f} s")
        _measure_days(url, small, officer, [first + (today - first) * n / 5 for n in range(1, 6)])


def build_history(url: str, people: int, first: date, catalogue: Catalogue) -> str:
    """Live five years in an empty database; who HR is."""
    database = Database(url)
    upgrade(database)
    modules = [(module.slug, module.version) for module in catalogue.modules]
    with database.writing() as session:
        publish(session, catalogue.modules, clock.now())
        group = Snapshots(session, people, modules)
        group.live(first, MONTHS)
        session.commit()
        officer = group.officer.hex
    gather_statistics(database)
    database.dispose()
    return officer


def _measure_days(url: str, small: str, officer: str, days: list[date]) -> None:
    with_few = _officer_of(small)
    print(f"{'':<44}{'cold, s':>40}{'cpu, s':>8}{'queries':>9}{f'with {FEW}':>9}")
    for what, address in pages().items():
        found = [
            ask("page", url, officer, address.format(on=on, before=_half_a_year_before(on))) for on in days
        ]
        few = ask("page", small, with_few, address.format(on=days[2], before=_half_a_year_before(days[2])))
        times = " ".join(f"{each['cold']:7.2f}" for each in found)
        busy = max(each["cpu"] for each in found)
        counts = {each["statements"] for each in found[:-1]}
        over = "  over the limit" if max(each["cold"] for each in found) > LIMIT else ""
        print(
            f"{what:<44}{times:>40}{busy:>8.2f}{'/'.join(map(str, sorted(counts))):>9}{few['statements']:>9}{over}"
        )
    print()


def pages() -> dict[str, str]:
    """The report pages of a day, by address; a change is of the half year before it."""
    unit = f"/enheter/{UNIT}"
    return {
        "the group": "/hr?per={on}",
        "the group, placed as today": "/hr?per={on}&struktur=nu",
        "an administration": unit + "?per={on}",
        "an administration, placed as today": unit + "?per={on}&struktur=nu",
        "what half a year changed in an administration": unit + "/forandring?fran={before}&till={on}",
        "what half a year changed in the group": "/enheter/G/forandring?fran={before}&till={on}",
    }


def _officer_of(url: str) -> str:
    database = Database(url)
    with database.reading() as session:
        officer = Snapshots(session, FEW, ()).officer.hex
    database.dispose()
    return officer


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, 1)


def _half_a_year_before(on: date) -> date:
    return on - timedelta(days=182)
