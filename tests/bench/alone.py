"""One measurement in a process of its own, so that nothing is warm and memory is its own: `alone.ask(…)`.

The process prints what it found as one line of JSON.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from elearn import clock
from elearn.accounts.sessions import open_session
from elearn.app import create_app
from elearn.config import Config
from elearn.database import Database
from elearn.reports.exports import Format, Subject, Wish, write_export
from tests.bench.by_hand import count_as_the_page, count_by_hand, tops_of
from tests.bench.results import queries_of, timed
from tests.delivered import CONTENT
from tests.serving import SECRET

Found = dict[str, Any]
LONG = 20.0  # seconds


def ask(what: str, url: str, *arguments: str) -> Found:
    """Measure something in a new process."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.alone", what, url, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    found: Found = json.loads(done.stdout.splitlines()[-1])
    return found


def page(url: str, person: str, address: str) -> Found:
    """The first request of a process for a page, and the second."""
    with tempfile.TemporaryDirectory(prefix="elearn-bench-") as folder:
        config = Config(database_url=url, secret_key=SECRET, instance_dir=Path(folder), content_dir=CONTENT)
        app = create_app(config)
        database: Database = app.extensions["elearn_database"]
        with database.writing() as session, session.begin():
            secret = open_session(session, UUID(hex=person), at=clock.now() - timedelta(seconds=5))
        database.dispose()
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = secret, True
        begun = time.process_time()
        with queries_of(database.engine) as statements:
            cold, answer = timed(lambda: client.get(address))
        busy = time.process_time() - begun
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        warm = once_more(cold, lambda: client.get(address))
        size = len(answer.get_data())
    return {"cold": cold, "cpu": busy, "warm": warm, "statements": len(statements), "bytes": size}


def by_hand(url: str, code: str) -> Found:
    """The statement written by hand, and whether it counts as the page does. No code: the group."""
    database, today = Database(url), clock.today()
    with database.reading() as session:
        tops = tops_of(session, code or None, today)
    database.dispose()
    with database.reading() as session:
        spent, found = timed(lambda: count_by_hand(session, tops, today))
        again = once_more(spent, lambda: count_by_hand(session, tops, today))
        ours, counted = timed(lambda: count_as_the_page(session, tops, today))
    assert counted == found, f"the page and the statement differ at {code or 'the group'}"
    return {"cold": spent, "warm": again, "ours": ours}


def export(url: str) -> Found:
    """The ledger as CSV."""
    on = clock.today()
    wish = Wish(subject=Subject.COMPLETIONS, as_of=on, today=on, format=Format.CSV)
    database = Database(url)
    before = peak()
    with database.reading() as session, tempfile.TemporaryFile() as file:
        spent, rows = timed(lambda: write_export(session, wish, None, file))
    return {"seconds": spent, "rows": rows, "before": before}


def peak() -> float:
    """The most memory that this process has had, in MiB: `ru_maxrss` would count that of the process that started it."""
    status = Path("/proc/self/status")
    if status.exists():
        kibibytes = next(line.split()[1] for line in status.read_text().splitlines() if "VmHWM" in line)
        return int(kibibytes) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def once_more(spent: float, work: Callable[[], Any]) -> float:
    """How long the same takes again; not tried where it takes very long."""
    return spent if spent > LONG else timed(work)[0]


if __name__ == "__main__":
    measures: dict[str, Callable[..., Found]] = {"page": page, "by_hand": by_hand, "export": export}
    answer = measures[sys.argv[1]](*sys.argv[2:])
    print(json.dumps(answer | {"peak": peak()}))
