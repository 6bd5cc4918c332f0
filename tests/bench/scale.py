"""A unit's page, the group's overview and the ledger as CSV, in groups of different sizes, on both databases."""

from collections.abc import Sequence
from pathlib import Path

from elearn.database import Database
from elearn.modules.catalogue import Catalogue
from tests.bench.alone import ask
from tests.bench.groups import BigGroup, build_group
from tests.bench.results import timed
from tests.postgres import Cluster, create_database

SIZES, LARGEST = (7_500, 75_000), 1_000_000


def measure_sizes(sizes: Sequence[int], directory: Path, cluster: Cluster, catalogue: Catalogue) -> None:
    """Print a table for each size."""
    for people in sizes:
        urls = {
            "SQLite": f"sqlite:///{directory}/group-{people}.db",
            "PostgreSQL": create_database(cluster.url, f"group_{people}"),
        }
        for engine, url in urls.items():
            database = Database(url)
            spent, group = timed(lambda: build_group(database, people, catalogue))  # noqa: B023
            database.dispose()
            print(f"{engine}, {people:,} people in {group.outline.all:,} units, built in {spent:.0f} s")
            _measure_pages(url, group)
            _measure_export(url)


def _measure_pages(url: str, group: BigGroup) -> None:
    officer, manager = group.officer.hex, group.manager.hex
    department, workplace = group.outline.department, f"U{group.outline.workplace}"
    pages = (
        ("the group on one screen (HR)", officer, "/hr", ""),
        (f"department {department} (HR)", officer, f"/enheter/{department}", department),
        (f"workplace {workplace} (manager)", manager, f"/enheter/{workplace}", workplace),
    )
    print(f"{'':<32}{'cold':>9}{'again':>9}{'queries':>9}{'peak':>9}{'by hand':>9}{'ratio':>8}")
    for what, person, address, code in pages:
        ours, floor = ask("page", url, person, address), ask("by_hand", url, code)
        times = f"{ours['cold']:>7.2f} s{ours['warm']:>7.2f} s{ours['statements']:>9}{ours['peak']:>5.0f} MiB"
        ratio = ours["warm"] / floor["warm"]
        print(f"{what:<32}{times}{floor['warm']:>7.2f} s{ratio:>8.2f}")


def _measure_export(url: str) -> None:
    found = ask("export", url)
    speed = found["rows"] / found["seconds"]
    print(
        f"the ledger as CSV: {found['rows']:,} rows in {found['seconds']:.1f} s, {speed:,.0f} rows/s, "
        f"peak {found['peak']:.0f} MiB ({found['before']:.0f} before)\n"
    )
