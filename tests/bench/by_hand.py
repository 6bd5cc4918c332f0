"""The figures of some units today as one statement that somebody wrote by hand: what a report is measured against.

It knows what the application has to find out: that all modules are asked of everybody in a large group of `groups`.
"""

from collections.abc import Collection
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from elearn.organisations.queries import get_tree
from elearn.reports.figures import SHOWS_PROTECTED
from elearn.reports.queries import Question, get_figures

# Unit and module → required and completed.
Sums = dict[tuple[int, str], tuple[int, int]]

STATEMENT = """
WITH RECURSIVE
below (top, unit) AS (
  SELECT id, id FROM unit WHERE id IN ({tops})
  UNION ALL
  SELECT below.top, v.unit_id FROM below JOIN unit_version v ON v.parent_id = below.unit
  WHERE v.superseded_at IS NULL AND v.valid_from <= :day AND (v.valid_to IS NULL OR v.valid_to >= :day)
    AND (below.top <> :root OR v.counts_in_group)
),
staff (unit, person) AS (
  SELECT DISTINCT e.unit_id, COALESCE(j.into_id, n.person_id)
  FROM employment e
  JOIN person_number n ON n.id = e.number_id
  LEFT JOIN person_join j ON j.person_id = n.person_id AND j.superseded_at IS NULL
  WHERE e.superseded_at IS NULL AND e.valid_from <= :day AND (e.valid_to IS NULL OR e.valid_to >= :day)
    AND COALESCE(e.form, '') <> 'external'
),
hidden (person) AS (
  SELECT DISTINCT COALESCE(j.into_id, n.person_id)
  FROM personal_details d
  JOIN person_number n ON n.id = d.number_id
  LEFT JOIN person_join j ON j.person_id = n.person_id AND j.superseded_at IS NULL
  WHERE d.protected AND d.superseded_at IS NULL AND d.valid_from <= :day
    AND (d.valid_to IS NULL OR d.valid_to >= :day)
),
done (person, module) AS (
  SELECT DISTINCT COALESCE(j.into_id, c.person_id), c.module
  FROM completion c
  LEFT JOIN person_join j ON j.person_id = c.person_id AND j.superseded_at IS NULL
  WHERE NOT c.annulled AND c.completed_on <= :day AND (c.valid_until IS NULL OR c.valid_until >= :day)
    AND c.id NOT IN (SELECT corrects FROM completion WHERE corrects IS NOT NULL)
),
counted (top, person) AS (
  SELECT DISTINCT below.top, staff.person FROM below JOIN staff ON staff.unit = below.unit
  WHERE below.top IN ({whole}) OR staff.person NOT IN (SELECT person FROM hidden)
)
SELECT top, '' AS module, COUNT(*) AS people FROM counted GROUP BY top
UNION ALL
SELECT counted.top, done.module, COUNT(*) FROM counted JOIN done ON done.person = counted.person
GROUP BY counted.top, done.module
"""


def tops_of(session: Session, code: str | None, today: date) -> list[int]:
    """The units of a page: one with those right below it, or the group with its administrations and companies."""
    tree = get_tree(session, today)
    root = tree.root
    assert root is not None
    unit = root if code is None else tree.by_code[code]
    below = tree.children(unit.id)
    if unit == root:
        below = [child for child in below if child.kind in SHOWS_PROTECTED]
    return [unit.id, *(child.id for child in below)]


def count_by_hand(session: Session, tops: Collection[int], today: date) -> Sums:
    tree = get_tree(session, today)
    whole = [top for top in tops if tree[top].kind in SHOWS_PROTECTED] or [0]
    lists = {"tops": ", ".join(map(str, tops)), "whole": ", ".join(map(str, whole))}
    statement = text(STATEMENT.format(**lists))
    given = {"day": today, "root": tree.root.id if tree.root else 0}
    rows = session.execute(statement, given).all()
    people = {top: counted for top, module, counted in rows if not module}
    return {(top, module): (people[top], counted) for top, module, counted in rows if module}


def count_as_the_page(session: Session, tops: Collection[int], today: date) -> Sums:
    """The same figures as a page asks for them."""
    report = get_figures(session, Question(on=today, today=today, units=frozenset(tops)))
    return {
        (row.unit_id, row.module): (row.required, row.completed)
        for row in report.rows
        if row.unit_id is not None
    }
