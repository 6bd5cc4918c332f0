"""A plugin of pytest for `make a11y`: writes how each criterion came out; as a command, what else to run.

The accessibility statement reads the file; see elearn/pages/assessment.py.
"""

import sys
from collections import Counter
from typing import Any

import pytest

from elearn.clock import today
from elearn.pages.assessment import (
    RESULTS,
    Assessment,
    ByHand,
    Criterion,
    State,
)
from elearn.texts import Text
from tests.a11y import criteria as register
from tests.a11y.looking import AXE


class Outcomes:
    """What a run has shown so far."""

    def __init__(self) -> None:
        self.tests: dict[str, bool] = {}
        self.found: Counter[str] = Counter()
        self.pages: set[str] = set()
        self.forms: set[str] = set()
        self.looks = 0

    def note(self, report: pytest.TestReport) -> None:
        """Keep how a test went, and what it says that it found."""
        name = report.nodeid.partition("[")[0]
        if report.when == "call" or not report.passed:
            self.tests[name] = self.tests.get(name, True) and report.passed
        if report.when == "call":
            for key, value in report.user_properties:
                if key == "findings" and isinstance(value, dict):
                    self._add(value)

    def _add(self, summary: dict[str, Any]) -> None:
        self.found.update(summary["found"])
        self.pages |= set(summary["pages"])
        self.forms |= set(summary["forms"])
        self.looks += int(summary["looks"])

    def assess(self) -> Assessment:
        """How every criterion came out. What was not looked at is not said to be well."""
        return Assessment(
            assessed_on=today(),
            pages=len(self.pages),
            forms=len(self.forms),
            looks=self.looks,
            criteria=tuple(map(self._judge, register.criteria())),
            by_hand=tuple(
                ByHand.model_validate({"name": Text(sv=one["sv"], en=one["en"]), "on": one.get("on")})
                for one in register.by_hand()
            ),
        )

    def _judge(self, criterion: register.Criterion) -> Criterion:
        names = [*criterion.checks, f"{AXE} {criterion.tag}"]
        places = sum(self.found[name] for name in names)
        failed = [name for name in criterion.tests if self.tests.get(name) is False]
        missing = [name for name in criterion.tests if name not in self.tests]
        looked = self.looks > 0 or not (criterion.axe or criterion.checks)
        state = State.FAILED if places or failed or criterion.known else State.PASSED
        if state is State.PASSED and (missing or not looked or not criterion.tried):
            state = State.UNTRIED
        return Criterion(
            number=criterion.number,
            level=criterion.level,
            name=Text(sv=criterion.sv, en=criterion.en),
            state=state,
            reason=Text(**dict(criterion.known)) if criterion.known else None,
            places=places + len(failed),
        )


OUTCOMES = Outcomes()


def named() -> list[str]:
    """The tests that the register names and that stand among those of other things."""
    found = {name for criterion in register.criteria() for name in criterion.tests}
    return sorted(name for name in found if not name.startswith("tests/e2e/"))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    OUTCOMES.note(report)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workerinput") or not OUTCOMES.tests:
        return
    written = OUTCOMES.assess().model_dump_json(indent=1, exclude_none=True)
    RESULTS.write_text(written + "\n", encoding="utf-8")


if __name__ == "__main__":  # `make a11y` asks for what to run besides
    sys.stdout.write(" ".join(named()))
