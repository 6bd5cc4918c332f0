"""The command: `make bench`, or `python -m tests.bench [part …] [--large]`; no part named: all.

`--large` adds a million people, which takes a quarter of an hour.
"""

import argparse
import os
import platform
import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path

from elearn import clock
from elearn.demo.load import build
from elearn.modules.catalogue import Catalogue
from elearn.modules.loader import load_content
from tests.bench.exports import measure_exports
from tests.bench.first_page import measure_first_page
from tests.bench.history import measure_history
from tests.bench.imports import measure_import
from tests.bench.pages import count_queries, measure_pages, serve_bare
from tests.bench.results import show, timed
from tests.bench.scale import LARGEST, SIZES, measure_sizes
from tests.delivered import CONTENT
from tests.postgres import create_database, start_cluster

PARTS = ("first-page", "example", "sizes", "history")


def main() -> None:
    wanted = _arguments()
    print(f"{platform.python_version()}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} processors\n")
    with tempfile.TemporaryDirectory(prefix="elearn-bench-") as folder:
        directory = Path(folder)
        # What is measured stays the same, whoever edits the content meanwhile.
        shutil.copytree(CONTENT, directory / "content")
        catalogue = Catalogue(load_content(directory / "content"))
        if "first-page" in wanted.parts:
            measure_first_page(directory, catalogue)
        if "example" in wanted.parts:
            measure_example(directory, catalogue)
        if "sizes" in wanted.parts:
            sizes = (*SIZES, LARGEST) if wanted.large else SIZES
            with start_cluster(durable=True) as cluster:
                measure_sizes(sizes, directory, cluster, catalogue)
        if "history" in wanted.parts:
            with start_cluster(durable=True) as cluster:
                measure_history(directory, cluster, catalogue)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("parts", nargs="*", metavar="part", help=f"one of {', '.join(PARTS)}; none: all")
    parser.add_argument("--large", action="store_true", help="also a million people")
    given = parser.parse_args()
    if unknown := set(given.parts) - set(PARTS):
        parser.error(f"no part is called {', '.join(sorted(unknown))}")
    given.parts = given.parts or PARTS
    return given


def measure_example(directory: Path, catalogue: Catalogue) -> None:
    """The example group of the demo: its pages, its exports, and its files through the importer."""
    path = directory / "demo.db"
    spent, _ = timed(lambda: build(path, catalogue, clock.now()))
    print(f"the example, 7,500 people with their past, built in {spent:.1f} s\n")
    show([*measure_pages(path, directory), *measure_exports(path, directory)])
    with start_cluster(durable=True) as cluster:
        postgresql = create_database(cluster.url, "bench"), create_database(cluster.url, "floor")
        sqlite = f"sqlite:///{directory}/bench.db", f"sqlite:///{directory}/floor.db"
        show([*measure_import("SQLite", *sqlite), *measure_import("PostgreSQL", *postgresql)])
    count_queries(path, directory)


if __name__ == "__main__":
    if sys.argv[1:2] == ["bare"]:
        serve_bare(int(sys.argv[2]))
    main()
