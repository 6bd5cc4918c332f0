"""Some `elearn remind` at once, each of which ends itself without a word at one of its steps.

Run as `python -m tests.faults.dying sent:3 planned:1`: the first dies when it has sent its third mail, the second when
it has planned. Exit status 0 when all were killed. They are forked, since starting Python takes longer than all they do.
"""

import os
import signal
import sys
from collections.abc import Callable
from itertools import count
from typing import Any

from elearn import mail
from elearn.cli import main
from elearn.reminders import commands, running

LOADED = (commands,)  # before anything is forked


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def before(place: Any, name: str, time: int) -> None:
    """Die when a function is called for the so-manieth time, and before it has done anything."""
    _replace(place, name, lambda _work, _arguments: die(), time)


def after(place: Any, name: str, time: int) -> None:
    """Die when a function has done its work for the so-manieth time."""

    def work_and_die(work: Callable[..., object], arguments: Any) -> None:
        work(*arguments)
        die()

    _replace(place, name, work_and_die, time)


def _replace(place: Any, name: str, last: Callable[[Any, Any], None], time: int) -> None:
    work, counted = getattr(place, name), count(1)

    def counting(*arguments: Any, **named: Any) -> Any:
        if next(counted) == time:
            return last(lambda *given: work(*given, **named), arguments)
        return work(*arguments, **named)

    setattr(place, name, counting)


def half(server: mail._Server, message: bytes) -> None:
    """Begin to hand over a message, and die in the middle of it."""
    server.putcmd("data")
    server.getreply()
    server.send(message[: len(message) // 2])
    die()


def inside_data(time: int) -> None:
    _replace(mail._Server, "data", lambda _work, arguments: half(*arguments), time)


STEPS: dict[str, Callable[[int], None]] = {
    "half planned": lambda _time: after(running, "queue", 1),  # before that is committed
    "planned": lambda _time: after(running, "plan", 1),
    "claimed": lambda time: after(running, "take", time),
    "about to send": lambda time: before(mail.Postman, "send", time),
    "inside DATA": inside_data,
    "sent": lambda time: after(mail.Postman, "send", time),
    "marked": lambda time: after(running, "mark", time),
}


def start(step: str, time: int) -> int:
    """A process of its own that runs the command; its number."""
    number = os.fork()
    if number == 0:
        STEPS[step](time)
        sys.argv = ["elearn", "remind"]
        main()
        os._exit(0)
    return number


if __name__ == "__main__":
    wanted = [word.split(":") for word in sys.argv[1:]]
    started = [start(step, int(time)) for step, time in wanted]
    ended = [os.waitpid(number, 0)[1] for number in started]
    sys.exit(any(os.waitstatus_to_exitcode(status) != -signal.SIGKILL for status in ended))
