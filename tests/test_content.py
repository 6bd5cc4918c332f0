"""The real content keeps its rules, whatever else changes."""

from datetime import date

from elearn.modules.checks.report import check_content
from tests.delivered import CONTENT


def test_the_content_has_no_mistake() -> None:
    report = check_content(CONTENT, date(2026, 11, 22))
    assert [str(mistake) for mistake in report.mistakes] == []
    assert report.counts["modules"] == 4
