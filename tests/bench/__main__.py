"""The command: `make bench`, or `python -m tests.bench`."""

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
from tests.bench.imports import measure_import
from tests.bench.pages import count_queries, measure_pages, serve_bare
from tests.bench.results import show, timed
from tests.postgres import create_database, start_cluster
from tests.staging import CONTENT


def main() -> None:
    print(f"{platform.python_version()}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} processors\n")
    with tempfile.TemporaryDirectory(prefix="elearn-bench-") as folder:
        directory = Path(folder)
        path = directory / "demo.db"
        # What is measured stays the same, whoever edits the content meanwhile.
        shutil.copytree(CONTENT, directory / "content")
        catalogue = Catalogue(load_content(directory / "content"))
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
