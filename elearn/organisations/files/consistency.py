"""Rules that bind the rows of one file to each other, and that need nothing but the file."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable
from datetime import date

from flask_babel import gettext as _

from elearn.organisations.files.drafts import Draft, Findings, refuse_single_personal_numbers
from elearn.organisations.files.people_rules import check_persons
from elearn.organisations.kinds import Form

# From the line of the earlier row to the sentence about the later one.
Say = Callable[[int], str]


def check_units(findings: Findings, effective: date | None) -> None:
    """Days in order; no two rows of one unit on the same day."""
    _check_order(findings, "valid_from", "valid_to")
    _check_overlaps(
        findings,
        ("code",),
        effective,
        lambda line: _(
            "Enheten finns under samma dagar på rad %(line)s. Ändra datumen eller koden.", line=line
        ),
    )


def check_people(findings: Findings, effective: date | None) -> None:
    """Days in order, one person per number, and no two rows of one employment on the same day."""
    _check_order(findings, "valid_from", "valid_to")
    _check_order(findings, "absent_from", "absent_to")
    for draft in findings.drafts:
        _check_external(findings, draft)
        _check_absence(findings, draft)
    refuse_single_personal_numbers(findings, "employee_number")
    check_persons(findings)
    _check_overlaps(
        findings,
        ("employee_number", "unit_code", "level"),
        effective,
        lambda line: _(
            "Samma nummer, enhet och nivå finns under samma dagar på rad %(line)s. "
            "Ändra datumen eller ta bort den ena raden.",
            line=line,
        ),
    )


def check_managers(findings: Findings, effective: date | None) -> None:
    """Days in order; no two rows of one post on the same day."""
    _check_order(findings, "valid_from", "valid_to")
    refuse_single_personal_numbers(findings, "employee_number")
    _check_overlaps(
        findings,
        ("unit_code", "source", "employee_number", "role"),
        effective,
        lambda line: _(
            "Samma person har redan rollen i enheten under samma dagar på rad %(line)s. "
            "Ändra datumen eller ta bort den ena raden.",
            line=line,
        ),
    )


def _check_order(findings: Findings, first: str, last: str) -> None:
    for draft in findings.drafts:
        begins, ends = draft.day(first), draft.day(last)
        if draft.has(first, last) and begins and ends and ends < begins:
            message = _(
                "Slutdatumet ligger före startdatumet %(day)s. Rätta det ena.", day=begins.isoformat()
            )
            findings.blame(draft, last, message)


def _check_external(findings: Findings, draft: Draft) -> None:
    external = draft.values.get("form") is Form.EXTERNAL
    if external and draft.has("form", "valid_to") and not draft.day("valid_to"):
        findings.blame(draft, "valid_to", _("Externa behöver ett slutdatum. Fyll i det."))


def _check_absence(findings: Findings, draft: Draft) -> None:
    ends = draft.day("absent_to")
    if draft.has("absent_from", "absent_to") and ends and not draft.day("absent_from"):
        message = _("Frånvaron har ett slutdatum men inget startdatum. Fyll i startdatumet.")
        findings.blame(draft, "absent_to", message)


def _check_overlaps(findings: Findings, key: tuple[str, ...], effective: date | None, say: Say) -> None:
    """A row without a first day begins on the effective date; where that is unknown, two such rows collide."""
    taken: dict[tuple[object, ...], list[tuple[date, date, int]]] = defaultdict(list)
    undated: dict[tuple[object, ...], int] = {}
    for draft in findings.drafts:
        if not draft.has(*key, "valid_from", "valid_to"):
            continue
        identity = tuple(draft.values[field] for field in key)
        begins, ends = draft.day("valid_from") or effective, draft.day("valid_to") or date.max
        if begins is None:
            other: int | None = undated.get(identity)
            undated.setdefault(identity, draft.line)
        elif begins > ends:
            continue
        else:
            other = _take(taken[identity], (begins, ends, draft.line))
        if other is not None:
            findings.blame(draft, key[0], say(other))


def _take(periods: list[tuple[date, date, int]], period: tuple[date, date, int]) -> int | None:
    """Put a period among those of its key, in order; or the line of one that it overlaps."""
    place = bisect_left(periods, period)
    if place and periods[place - 1][1] >= period[0]:
        return periods[place - 1][2]
    if place < len(periods) and periods[place][0] <= period[1]:
        return periods[place][2]
    periods.insert(place, period)
    return None
