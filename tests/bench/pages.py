"""Pages of the example group in requests per second, in questions to the database, and in bytes."""

import http.client
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from elearn.app import create_app
from elearn.config import Config
from elearn.database import Database
from elearn.demo.load import PASSWORD
from elearn.server import claim, listen, run
from tests.bench.results import Result, queries_of
from tests.browsing import Browser
from tests.serving import SECRET, Serving, free_port, wait_for

ROUNDS, SECONDS, CLIENTS = 3, 2.0, 4
PAGES = (
    ("the learner's start page", "larande", "/"),
    ("a section to read", "larande", "/moduler/1/2"),
    ("my people (manager)", "chef", "/enheter/OMS-EXG"),
    ("the group on one screen (HR)", "hr", "/hr"),
)


def measure_pages(path: Path, directory: Path) -> Iterator[Result]:
    ours = Serving(f"sqlite:///{path}", directory, ELEARN_CONTENT_DIR=str(directory / "content"))
    with ours as server, bare_server(directory) as floor:
        for what, account, page in PAGES:
            visitor = Browser(server.address)
            visitor.sign_in(f"{account}@exempel.example", PASSWORD)
            size = len(visitor.get(page).text.encode())
            cookie = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
            pairs = [(rate(server.port, page, cookie), rate(floor, f"/{size}", "")) for _ in range(ROUNDS)]
            full = statistics.median(pair[0] for pair in pairs)
            bare = statistics.median(pair[1] for pair in pairs)
            yield Result(f"{what}, {size:,} bytes", f"{full:.0f}/s", f"{bare:.0f}/s", full / bare)


def rate(port: int, path: str, cookie: str) -> float:
    """Answers per second to a few clients who ask without pause."""
    counts = [0] * CLIENTS
    end = time.perf_counter() + SECONDS

    def ask(place: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.perf_counter() < end:
            connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
            response = connection.getresponse()
            response.read()
            assert response.status == 200, f"{path}: {response.status}"
            counts[place] += 1
        connection.close()

    clients = [threading.Thread(target=ask, args=(place,)) for place in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return sum(counts) / SECONDS


@contextmanager
def bare_server(directory: Path) -> Iterator[int]:
    """A Flask application with one page and nothing else, served as ours is."""
    port, log = free_port(), directory / "bare.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench", "bare", str(port)], stdout=output, stderr=output
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/1", process, log)
        yield port
    finally:
        process.terminate()
        process.wait()


def serve_bare(port: int) -> None:
    app = Flask("bare")
    app.extensions["elearn_database"] = app.extensions["elearn_reports"] = Database("sqlite://")
    app.add_url_rule("/<int:size>", "page", lambda size: "x" * size)
    run(app, listen(claim(f"127.0.0.1:{port}")), workers=2)


def count_queries(path: Path, directory: Path) -> None:
    config = Config(
        database_url=f"sqlite:///{path}",
        secret_key=SECRET,
        instance_dir=directory,
        content_dir=directory / "content",
    )
    app = create_app(config)
    print(f"{'':<44}{'queries':>14}{'bytes':>14}")
    for what, account, page in PAGES:
        client = app.test_client()
        form = client.get("/logga-in").get_data(as_text=True)
        token = form.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
        sign_in = {"csrf_token": token, "email": f"{account}@exempel.example", "password": PASSWORD}
        client.post("/logga-in", data=sign_in)
        with queries_of(app.extensions["elearn_database"].engine) as statements:
            body = client.get(page).get_data()
        print(f"{what:<44}{len(statements):>14}{len(body):>14,}")
