"""Today's figures out of the kept counts: as many rows for a million people as for a thousand."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.organisations.kinds import Level
from elearn.organisations.tree import Tree
from elearn.reports.figures import Key, Tally, show_protected
from elearn.reports.kept import find_made
from elearn.reports.models import FigureCount
from elearn.reports.rolling import ALL_MODULES, FIELDS, put

# Above so many units it takes less to read all and leave some.
MOST_NAMED = 500


def find_tallies(
    session: Session, tree: Tree, on: date, wanted: Collection[Key] | None, level: Level | None
) -> dict[Key, Tally] | None:
    """The figures of a day per unit; None where no counts hold for it."""
    made = find_made(session)
    if made is None or not made.holds(on):
        return None
    shown: dict[Key, Tally] = defaultdict(Tally)
    hidden: dict[Key, Tally] = defaultdict(Tally)
    row = FigureCount
    statement = (
        select(
            row.unit_id,
            row.module,
            row.protected,
            *(func.sum(getattr(row, name)).label(name) for name in FIELDS),
        )
        .where(row.day <= on)
        .group_by(row.unit_id, row.module, row.protected)
    )
    if level is not None:
        statement = statement.where(row.level == level.value)
    if wanted is not None and len(wanted) <= MOST_NAMED:
        statement = statement.where(row.unit_id.in_(sorted(unit for unit in wanted if unit is not None)))
    for found in session.execute(statement).mappings():
        if found["people"] if found["module"] == ALL_MODULES else found["required"]:
            tallies = hidden if found["protected"] else shown
            numbers = {name: found[name] for name in FIELDS}
            put(tallies[found["unit_id"]], found["module"], numbers)
    show_protected(shown, hidden, tree)
    return {key: tally for key, tally in shown.items() if wanted is None or key in wanted}
