"""The example group, as HR would load it: 7,500 people through several sources."""

from sqlalchemy.orm import Session

from elearn import clock
from elearn.demo.files import FILES, DemoFile
from elearn.organisations.importing import apply_import, lock_imports, plan_import
from elearn.organisations.planning import ImportPlan
from elearn.organisations.timeline import Outcome
from tests.organisations.loading import counts, everything


def load_file(session: Session, file: DemoFile) -> ImportPlan:
    lock_imports(session)
    plan = plan_import(
        session, file.kind, file.path.read_bytes(), source=file.source, effective=clock.today()
    )
    assert plan.faults == ()
    apply_import(session, plan, at=clock.now())
    session.commit()
    return plan


def test_the_example_group_loads_and_only_once(session: Session) -> None:
    people = 0
    for file in FILES:
        plan = load_file(session, file)
        assert plan.counts[Outcome.ADDED] == plan.rows > 0
        people += plan.rows if file.kind == "people" else 0
    assert people > 7500
    before = everything(session)
    for file in FILES:
        plan = load_file(session, file)
        assert counts(plan) == (0, 0, 0, plan.rows)
    assert everything(session) == before
