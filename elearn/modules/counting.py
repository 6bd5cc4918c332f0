"""Counting how questions are answered, without a person: into the open batch, which is closed when it is full."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from elearn.accounts.actors import list_current_roles
from elearn.clock import day_of
from elearn.database import Base
from elearn.modules.content import Question
from elearn.modules.insight import Batch, Insight, batch_size, close, wrong_choices
from elearn.modules.marking import TOP, Mark
from elearn.modules.models import AnswerCount, Attempt, QuestionCount
from elearn.organisations.queries import recorded_ids
from elearn.permissions import RULES, Permission

# Fewer answers than this are not kept for long: they are nearly somebody's own.
FEW = 10
KEPT_FEW = timedelta(days=1)


def is_counted(session: Session, attempt: Attempt, at: datetime) -> bool:
    """Whether an attempt adds to the counts: the first in a day or so of whoever does not read them.

    Else one person could fill a batch but for one answer, and read that one off.
    """
    own = Attempt.person_id.in_(recorded_ids(attempt.person_id))
    others = select(Attempt.id).where(
        own,
        Attempt.version_id == attempt.version_id,
        Attempt.finished_at.is_not(None),
        Attempt.id != attempt.id,
    )
    if session.execute(others.limit(1)).first() is not None:
        return False
    roles = {role for role, _unit in list_current_roles(session, attempt.person_id, day_of(at))}
    return not roles & RULES[Permission.CONTENT_REVIEW]


def count_answers(session: Session, version_id: int, outcome: Mark, on: date) -> None:
    """Add an attempt to the open batches of its questions, and close those that are full."""
    # Each question's own row first, in one order everywhere: two who finish together wait for each other here, and
    # never in a ring.
    _add(session, QuestionCount, _asked(version_id, outcome), added_on=on)
    _add(session, AnswerCount, _chosen(version_id, outcome))
    questions = {marked.question.id: marked.question for marked in outcome.questions}
    counts = session.scalars(
        select(QuestionCount)
        .where(QuestionCount.version_id == version_id, QuestionCount.question_id.in_(questions))
        .execution_options(populate_existing=True)
    )
    for count in counts.all():
        insight = Insight.model_validate(count.shown)
        if count.asked >= batch_size(insight.asked):
            _close(session, count, insight, questions[count.question_id])
    session.flush()


def list_insights(session: Session, version_id: int) -> Mapping[str, Insight]:
    """What is shown of the questions of a version, by question; nothing of those that no batch is closed for."""
    rows = session.execute(
        select(QuestionCount.question_id, QuestionCount.shown).where(QuestionCount.version_id == version_id)
    )
    return {question_id: Insight.model_validate(shown) for question_id, shown in rows if shown}


def _close(session: Session, count: QuestionCount, insight: Insight, question: Question) -> None:
    own = (AnswerCount.version_id == count.version_id, AnswerCount.question_id == count.question_id)
    rows = session.execute(
        select(AnswerCount.option_id, AnswerCount.band, AnswerCount.times).where(*own)
    ).all()
    every = ((option, times) for option, _band, times in rows)
    top = ((option, times) for option, band, times in rows if band == TOP)
    batch = Batch(
        asked=count.asked,
        right=count.right,
        top_asked=count.top_asked,
        top_right=count.top_right,
        wrong=wrong_choices(question, every, count.right),
        top_wrong=wrong_choices(question, top, count.top_right),
    )
    count.shown = close(insight, batch, question).model_dump()
    _empty(session, count)


def drop_small_batches(session: Session, on: date) -> int:
    """Forget the open batches of fewer than 10 answers that nobody has added to since the day before; how many.

    What is shown of closed batches stays.
    """
    # Whoever is adding to one at this moment keeps it: it is not old then.
    small = session.scalars(
        select(QuestionCount)
        .where(QuestionCount.asked.between(1, FEW - 1), QuestionCount.added_on < on - KEPT_FEW)
        .order_by(QuestionCount.version_id, QuestionCount.question_id)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    for count in small:
        _empty(session, count)
        if not count.shown:
            session.delete(count)
    session.flush()
    return len(small)


def _empty(session: Session, count: QuestionCount) -> None:
    count.asked = count.right = count.top_asked = count.top_right = 0
    count.added_on = None
    own = (AnswerCount.version_id == count.version_id, AnswerCount.question_id == count.question_id)
    session.execute(delete(AnswerCount).where(*own))


def _asked(version_id: int, outcome: Mark) -> list[dict[str, Any]]:
    rows = []
    for marked in sorted(outcome.questions, key=lambda each: each.question.id):
        top = outcome.band(marked) == TOP
        numbers = {"asked": 1, "right": marked.right, "top_asked": top, "top_right": top and marked.right}
        rows.append(
            {"version_id": version_id, "question_id": marked.question.id}
            | {name: int(number) for name, number in numbers.items()}
        )
    return rows


def _chosen(version_id: int, outcome: Mark) -> list[dict[str, Any]]:
    rows = [
        {
            "version_id": version_id,
            "question_id": marked.question.id,
            "option_id": option_id,
            "band": outcome.band(marked),
            "times": 1,
        }
        for marked in outcome.questions
        for option_id in marked.chosen
    ]
    return sorted(rows, key=lambda row: (row["question_id"], row["option_id"], row["band"]))


def _add(session: Session, table: type[Base], rows: list[dict[str, Any]], **same: date) -> None:
    """Add numbers to the rows with the same key, and make those that are missing; what is the same in all is set."""
    if not rows:
        return
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert if on_sqlite else postgresql.insert
    statement = insert(table).values([row | same for row in rows])
    key = [column.name for column in table.__table__.primary_key]
    numbers = {
        name: table.__table__.columns[name] + statement.excluded[name] for name in rows[0] if name not in key
    }
    session.execute(statement.on_conflict_do_update(index_elements=key, set_=numbers | same))
