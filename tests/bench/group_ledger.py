"""What a large group has completed, in the order in which it was recorded, chained as the application chains it."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from random import Random

from elearn.audit.chain import digest_of, link_of
from elearn.organisations.kinds import Level
from elearn.requirements.standing import valid_until
from tests.bench.group_people import DAY, Someone, id_of
from tests.bench.rows import Row

DAYS = 1060  # since the requirements began
MONTHS = 24
AGAIN_AFTER = 660  # days, where somebody does a module once more
ONE_WITHDRAWN_IN = 2000
LINKS = ("seq", "kind", "digest", "predecessor")
COMPLETIONS = (
    *("id", "seq", "salt", "person_id", "module", "version", "evidence", "completed_on", "valid_until"),
    *("recorded_at", "recorded_by", "corrects", "annulled", "reason", "origin"),
)


class Deeds:
    """Who did which module on which day, a number for each, so that millions need little memory."""

    def __init__(self, people: int, modules: int) -> None:
        self._found = array("Q")
        self._dice = Random(people + 1)
        self._modules = modules

    def add(self, someone: Someone, today: date) -> None:
        """What one person has done while employed; two modules of three, and some again when it runs out."""
        first = max(0, DAYS - (today - someone.jobs[0].first).days)
        last = someone.jobs[-1].last or today
        end = min(DAYS, DAYS - (today - last).days)
        diligence = 30 if someone.jobs[0].level is Level.POLITICIAN else 66
        for module in range(self._modules):
            if end <= first or self._dice.randrange(100) >= diligence:
                continue
            day = self._dice.randrange(first, end)
            self._note(day, someone.place, module)
            if day + AGAIN_AFTER < end and self._dice.randrange(100) < diligence:
                self._note(day + AGAIN_AFTER, someone.place, module)

    def _note(self, day: int, place: int, module: int) -> None:
        self._found.append((day << 40) | (place << 8) | module)

    def in_order(self) -> Iterator[tuple[int, int, int]]:
        """Day (since the requirements began), person and module, the earliest first."""
        for found in sorted(self._found):
            yield found >> 40, (found >> 8) & 0xFFFFFFFF, found & 0xFF


class Ledger:
    """Makes rows of deeds; after each, `links` holds what the chain got. Starts where the chain ends."""

    def __init__(self, seq: int, link: str, modules: Sequence[tuple[str, str]], today: date) -> None:
        self.seq, self.link = seq, link
        self._modules, self._began = modules, today - DAYS * DAY

    def rows(self, deeds: Iterable[tuple[int, int, int]]) -> Iterator[tuple[Row, Row]]:
        """A link and a completion for every deed, and now and then for one that is withdrawn again."""
        for day, place, module in deeds:
            made = self._deed(day, place, module)
            yield self._append(made)
            if self.seq % ONE_WITHDRAWN_IN == 0:
                taken_back = {"corrects": made["id"], "annulled": True, "reason": "registered_twice"}
                yield self._append(self._deed(day, place, module) | taken_back)

    def _deed(self, day: int, place: int, module: int) -> dict[str, object]:
        slug, version = self._modules[module]
        completed_on, until = _days(self._began, day)
        own_id = id_of("completion", self.seq + 1)
        return {
            "id": own_id,
            "person_id": id_of("person", place),
            "module": slug,
            "version": version,
            "evidence": "check",
            "completed_on": completed_on,
            "valid_until": until,
            "recorded_at": f"{completed_on}T09:00:00+00:00",
            "recorded_by": None,
            "corrects": None,
            "annulled": False,
            "reason": None,
            "origin": f"bench:{own_id}",
        }

    def _append(self, content: dict[str, object]) -> tuple[Row, Row]:
        self.seq += 1
        salt = id_of("salt", self.seq)
        digest = digest_of(salt, content)
        link: Row = (self.seq, "completion", digest, self.link)
        self.link = link_of(self.link, digest)
        stored = content | {"seq": self.seq, "salt": salt, "annulled": int(bool(content["annulled"]))}
        stored["recorded_at"] = f"{content['completed_on']} 09:00:00.000000"
        return link, tuple(stored[name] for name in COMPLETIONS)


@cache
def _days(began: date, day: int) -> tuple[str, str | None]:
    on = began + day * DAY
    until = valid_until(on, MONTHS)
    return on.isoformat(), until.isoformat() if until else None
