"""Is the question wrong? Readers say so with one of four reasons, and the editor sees how often. Never who, when or in what words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from elearn.modules.comparing_versions import version_order
from elearn.modules.marking import Mark
from elearn.modules.models import Attempt, ModuleVersion, QuestionReport
from elearn.organisations.queries import recorded_ids


class Reason(StrEnum):
    """What may be wrong with a question."""

    ANSWER = "answer"
    UNCLEAR = "unclear"
    SEVERAL = "several"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Reported:
    """A question of a published version, and how often it was said to be wrong, by reason."""

    slug: str
    version: str
    question_id: str
    times: Mapping[Reason, int]

    @property
    def total(self) -> int:
        return sum(self.times.values())


def explained(outcome: Mark) -> frozenset[str]:
    """The questions that the result page explains: all of a passed check, else those that went wrong."""
    return frozenset(marked.question.id for marked in outcome.questions if outcome.passed or not marked.right)


def get_own_attempt(session: Session, person_id: UUID, attempt_id: UUID) -> tuple[Attempt, str]:
    """A person's own attempt and the module that it is at; NoResultFound for somebody else's."""
    row = session.execute(
        select(Attempt, ModuleVersion.slug)
        .join(ModuleVersion, ModuleVersion.id == Attempt.version_id)
        .where(Attempt.id == attempt_id, Attempt.person_id.in_(recorded_ids(person_id)))
    ).one()
    return row[0], row[1]


def report_question(session: Session, version_id: int, question_id: str, reason: Reason) -> None:
    """Count one more who says so."""
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert if on_sqlite else postgresql.insert
    statement = insert(QuestionReport).values(
        version_id=version_id, question_id=question_id, reason=reason.value, times=1
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["version_id", "question_id", "reason"],
            set_={"times": QuestionReport.times + statement.excluded.times},
        )
    )


def list_reports(session: Session) -> tuple[Reported, ...]:
    """Every question that was said to be wrong: by module, the newest version first, the most often reported first."""
    rows = session.execute(
        select(
            ModuleVersion.slug,
            ModuleVersion.version,
            QuestionReport.question_id,
            QuestionReport.reason,
            QuestionReport.times,
        ).join(ModuleVersion, ModuleVersion.id == QuestionReport.version_id)
    ).all()
    times: dict[tuple[str, str, str], dict[Reason, int]] = {}
    for slug, version, question_id, reason, count in rows:
        times.setdefault((slug, version, question_id), {})[Reason(reason)] = count
    reported = [Reported(*key, counts) for key, counts in times.items()]
    reported.sort(key=lambda one: (-one.total, one.question_id))
    reported.sort(key=lambda one: version_order(one.version), reverse=True)
    return tuple(sorted(reported, key=lambda one: one.slug))
