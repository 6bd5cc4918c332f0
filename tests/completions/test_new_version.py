"""A new version of a module: a small one leaves everything alone, a large one does what the requirement says.

A requirement has no rule of its own about versions: a completion of an older version counts until it runs out.
"""

from datetime import timedelta

import pytest
from sqlalchemy import select

from elearn.clock import today
from elearn.completions.models import Completion
from elearn.completions.queries import list_completions, list_standings
from elearn.requirements.standing import State, valid_until
from elearn.texts import Text
from tests.completions.asking import ask
from tests.learner import Learner, chosen
from tests.modules.bank import make_module, make_question, serve

MONTHS = 24
NUMBER, SLUG = 9, "modul"


@pytest.fixture
def alice(app, client, database, world, sign_in_as):
    return Learner(sign_in_as(client, world.alice), database, world.alice)


@pytest.fixture
def asked(app, session, world):
    """The module in its first version, asked of everybody."""
    serve(app, make_module())
    ask(session, world, SLUG, since=today() - timedelta(days=10), months=MONTHS)
    session.commit()


def rewritten(version):
    """The module with other words and, in every question, another key."""
    questions = [
        make_question(one.id, goal=one.goal, must_know=one.must_know, right=("y",))
        for one in make_module().questions
    ]
    return make_module(questions, version=version).model_copy(update={"title": Text(sv="Nya modulen")})


def reworded(version):
    return make_module(version=version).model_copy(update={"title": Text(sv="Nya modulen")})


def ledger(session):
    """What is registered, oldest first. Nothing is held on to: a page that writes must not wait."""
    rows = [dict(row) for row in session.execute(select(Completion.__table__).order_by("seq")).mappings()]
    session.rollback()
    return rows


def state(session, world, on):
    """How the requirement stands on a day, and until when."""
    history = list_completions(session, world.alice)
    [(_obligation, standing)] = list_standings(session, world.alice, on, history)
    session.rollback()
    return standing.state, standing.valid_until


@pytest.mark.parametrize("newer", [reworded("1.1"), rewritten("2.0")], ids=["minor", "major"])
def test_a_running_attempt_stays_with_its_version_and_is_marked_and_registered_by_it(
    app, alice, asked, session, world, newer
):
    page = alice.start(NUMBER)
    begun = alice.sitting(SLUG)
    form, right = page.form("/lamna-in"), chosen(begun.asked)
    serve(app, newer)
    resumed = alice.start(NUMBER)
    assert alice.sitting(SLUG).attempt.id == begun.attempt.id
    assert resumed.form("/lamna-in").choices == form.choices
    answer = alice.send(resumed, form, **right)
    [row] = ledger(session)
    assert answer.headers["Location"] == f"/intyg/{row['id']}"
    assert (row["module"], row["version"]) == (SLUG, "1.0")
    assert state(session, world, today())[0] is State.COMPLETED


@pytest.mark.parametrize("newer", [reworded("1.1"), rewritten("2.0")], ids=["minor", "major"])
def test_the_next_attempt_is_on_the_new_version(app, alice, asked, session, newer):
    alice.hand_in(NUMBER, SLUG)
    serve(app, newer)
    alice.start(NUMBER)
    assert alice.sitting(SLUG).module.version == newer.version


def test_a_small_change_leaves_what_is_completed_as_it_was(app, alice, asked, session, world):
    alice.hand_in(NUMBER, SLUG)
    before, standing = ledger(session), state(session, world, today())
    serve(app, reworded("1.1"))
    assert ledger(session) == before
    assert state(session, world, today()) == standing == (State.COMPLETED, valid_until(today(), MONTHS))
    assert alice.get(f"/intyg/{before[0]['id']}").status == 200


def test_a_large_change_asks_for_nothing_until_the_completion_runs_out(app, alice, asked, session, world):
    alice.hand_in(NUMBER, SLUG)
    last_day = valid_until(today(), MONTHS)
    assert last_day is not None
    serve(app, rewritten("2.0"))
    for day in (today(), last_day):
        assert state(session, world, day) == (State.COMPLETED, last_day)
    assert state(session, world, last_day + timedelta(days=1)) == (State.EXPIRED, last_day)


def test_the_new_version_can_be_done_before_that_and_counts_from_its_day(app, alice, asked, session, world):
    alice.hand_in(NUMBER, SLUG)
    serve(app, rewritten("2.0"))
    page = alice.start(NUMBER)
    alice.send(page, page.form("/lamna-in"), **chosen(alice.sitting(SLUG).asked))
    assert [(row["version"], row["annulled"]) for row in ledger(session)] == [("1.0", False), ("2.0", False)]
    assert state(session, world, today())[0] is State.COMPLETED


def test_an_old_answer_sheet_is_not_right_under_the_new_key(app, alice, asked, session):
    """What was right in the first version is wrong in the second: so the tests above do tell them apart."""
    serve(app, rewritten("2.0"))
    page = alice.start(NUMBER)
    sheet = {f"q{one.place}": ["x"] for one in alice.sitting(SLUG).asked}
    assert "/resultat/" in alice.send(page, page.form("/lamna-in"), **sheet).headers["Location"]
    assert ledger(session) == []
