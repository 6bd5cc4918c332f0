"""Requirements and completions as the tests want them."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from elearn.clock import now
from elearn.completions.models import Completion, Evidence
from elearn.completions.services import record_completion
from elearn.requirements.models import Requirement, RequirementVersion
from tests.people import World


def ask(
    session: Session,
    world: World,
    *modules: str,
    since: date,
    unit: str = "G",
    due_days: int = 90,
    months: int | None = 24,
    decided: bool = True,
    on_day: bool = True,
) -> None:
    """Ask everybody below a unit for these modules, by a decision or as a recommendation."""
    requirement = Requirement()
    session.add(requirement)
    session.flush()
    session.add(
        RequirementVersion(
            requirement_id=requirement.id,
            unit_id=world.units[unit],
            modules=list(modules),
            levels=[],
            due_days=due_days,
            valid_months=months,
            decided_by="Kommunstyrelsen" if decided else None,
            decided_on=since if decided and on_day else None,
            record_number="KS 2026/7" if decided else None,
            began_on=since,
            valid_from=since,
            valid_to=None,
            recorded_at=now() - timedelta(days=1),
            superseded_at=None,
        )
    )
    session.flush()


def complete(
    session: Session, person_id: UUID, module: str, on: date, valid_until: date | None = None
) -> Completion:
    """A completion of a day, by other evidence than a check."""
    return record_completion(
        session,
        person_id=person_id,
        module=module,
        version="1.0",
        evidence=Evidence.OTHER,
        completed_on=on,
        valid_until=valid_until,
        origin=f"test:{uuid4().hex}",
        at=now(),
    )
