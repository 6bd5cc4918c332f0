"""Why my own training stands as it does: what every state follows from, and what is nobody else's to know."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from elearn.completions.corrections import list_corrections
from elearn.completions.models import Completion
from elearn.completions.queries import list_completions, list_done, standings_of
from elearn.requirements.explaining import Explanation, Grounds, chain_of, explain, stretch_of
from elearn.requirements.people import list_periods
from elearn.requirements.queries import get_situation


@dataclass(frozen=True, slots=True)
class Why:
    """`explanation` is None where nobody asks for the module; `corrections`: what of it HR has corrected."""

    explanation: Explanation | None
    grounds: Grounds | None
    corrections: tuple[tuple[Completion, Completion], ...]


def get_why(session: Session, person_id: UUID, module: str, on: date) -> Why:
    """Why one module stands as it does for one person, for that person to read."""
    situation = get_situation(session, person_id, on)
    done = list_done(session, list_completions(session, person_id))
    found = next((pair for pair in standings_of(situation, done) if pair[0].module == module), None)
    renewing = set(found[0].refreshers) if found else set()
    corrected = (
        pair for pair in list_corrections(session, person_id) if pair[0].module in {module, *renewing}
    )
    if found is None or situation.start is None:
        return Why(None, None, tuple(corrected))
    asked, standing = found
    grounds = Grounds(
        periods=chain_of(list_periods(session, person_id), situation.start, on),
        off=stretch_of(situation.off, on),
        held=situation.held,
        aside=bool({asked.module, standing.take} & situation.aside),
    )
    return Why(explain(asked, standing, done, situation.start, on), grounds, tuple(corrected))
