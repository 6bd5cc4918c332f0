"""The demonstration as a process in which time stands still: `python -m tests.guides.standing PORT`.

The example is invented from fixed seeds, but its dates follow today, and ids, draws and salts come from the system's
chance. Here all of that is the same every time, so that a picture changes only when its page does. That is why it
must never serve anything but pictures.
"""

import os
import sys
from dataclasses import replace
from random import Random

import time_machine
from werkzeug.serving import WSGIRequestHandler, make_server

# A Monday morning, later than every day on which something in content/ was checked.
MOMENT = "2026-11-23T09:30+01:00"
SEED = 2026
SHOWN_ADDRESS = "http://elearn.example"  # in mails and on slips, for the port differs from run to run
READY = "ready"  # what is written when the first page can be asked for


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing: what went wrong stops the command, or is seen in the picture."""


def main() -> None:
    """Build the example in the instance folder, and serve it until told to stop."""
    _fix_chance()
    from elearn.demo.commands import demo_config, prepare
    from elearn.server import open_app

    port = int(sys.argv[1])
    config = replace(demo_config(port), base_url=SHOWN_ADDRESS)
    with time_machine.travel(MOMENT, tick=False):
        prepare(config, fresh=True)
        server = make_server("127.0.0.1", port, open_app(config), threaded=True, request_handler=_Quiet)
        sys.stdout.write(f"{READY}\n")
        sys.stdout.flush()
        server.serve_forever()


def _fix_chance() -> None:
    """Before elearn is imported, for its modules take these names with them."""
    import secrets
    import uuid

    ids = Random(SEED)
    secrets.SystemRandom = lambda: Random(SEED)  # type: ignore[assignment, misc]
    secrets.choice = Random(SEED).choice
    uuid.uuid4 = lambda: uuid.UUID(int=ids.getrandbits(128), version=4)
    os.environ["TZ"] = "Europe/Stockholm"


if __name__ == "__main__":
    main()
