"""How the questions were answered, as the editor reads it: shown in batches, and only where nobody can be made out."""

import re
from random import Random

import pytest
from sqlalchemy import func, select

from elearn.clock import now, today
from elearn.modules import queries, services
from elearn.modules.counting import count_answers, list_insights
from elearn.modules.insight import Insight
from elearn.modules.marking import mark
from elearn.modules.models import AnswerCount, QuestionCount
from elearn.modules.publishing import get_published
from tests.learner import Learner, found
from tests.modules.bank import make_module, make_question, serve

ADDRESS = "/redaktion/moduler/9/svar"
QUESTIONS = [make_question(f"q{number}") for number in range(10)]
# x is right. Of thirty: those who know the rest choose y as often as x, the others never.
ALIKE = ["x"] * 15 + ["y"] * 15


@pytest.fixture
def frida(app, client, database, world, sign_in_as):
    return Learner(sign_in_as(client, world.frida), database, world.frida)


@pytest.fixture
def version(app, session):
    serve(app, make_module(QUESTIONS))
    version_id = get_published(session, "modul", "1.0").id
    session.rollback()
    return version_id


def hand_in(session, version_id, first, *, rest="x"):
    """One more attempt is counted: its first question answered so, the other nine so."""
    answers = {question.id: [rest] for question in QUESTIONS} | {"q0": [first]}
    count_answers(session, version_id, mark(QUESTIONS, answers), today())


def answer_alike(session, version_id, answers=ALIKE):
    for first in answers:
        hand_in(session, version_id, first)
    session.commit()


def put(session, version_id, question_id, **shown):
    """Let so much be shown of a question."""
    insight = Insight.model_validate({"right": shown["least"], **shown})
    session.add(
        QuestionCount(
            version_id=version_id,
            question_id=question_id,
            asked=0,
            right=0,
            top_asked=0,
            top_right=0,
            shown=insight.model_dump(),
        )
    )
    session.commit()


def section(page, question_id):
    return found(rf'<h2[^>]*id="fraga-{question_id}".*?</section>', page.text).group()


def rows(text):
    return [
        [" ".join(re.sub(r"<[^>]+>", "", cell).split()) for cell in row]
        for row in re.findall(r"<th[^>]*row.>(.*?)</th>" + r"\s*<td[^>]*>(.*?)</td>" * 3, text, re.S)
    ]


def test_nothing_new_is_shown_until_a_whole_batch_has_come(session, version, frida):
    for number, first in enumerate(ALIKE[1:], 1):
        hand_in(session, version, first)
        if number in {1, 20}:
            assert not any(insight.asked for insight in list_insights(session, version).values())
    session.commit()
    assert "För få har svarat" in section(frida.get(ADDRESS), "q0")
    hand_in(session, version, "x")
    session.commit()
    shown = list_insights(session, version)
    assert (shown["q0"].asked, shown["q0"].least, shown["q0"].most) == (30, 15, 15)
    assert (shown["q1"].asked, shown["q1"].least, shown["q1"].most) == (30, 21, 30)
    session.rollback()
    page = frida.get(ADDRESS)
    hand_in(session, version, "z")
    session.commit()
    assert (
        frida.get(ADDRESS).text.count("Rätt: 50 % av 30 svar.")
        == page.text.count("Rätt: 50 % av 30 svar.")
        == 1
    )


def test_a_closed_batch_leaves_no_counts_behind(session, version):
    answer_alike(session, version)
    assert session.scalar(select(func.count()).select_from(AnswerCount)) == 0
    open_batches = session.scalars(select(QuestionCount)).all()
    assert {(row.asked, row.right, row.top_asked, row.top_right) for row in open_batches} == {(0, 0, 0, 0)}


def test_the_page_says_what_to_read_and_what_needs_a_look_stands_first(session, version, frida):
    """Everybody knows the rest; half of them choose y."""
    answer_alike(session, version)
    page = frida.get(ADDRESS)
    assert page.status == 200
    assert "<title>Modul 9, svar – elearn</title>" in page.text
    assert "1 fråga behöver ses över." in page.text
    listed = found(r"<ol>.*?</ol>", page.text).group()
    assert re.findall(r'href="#fraga-(q\d)"', listed) == [question.id for question in QUESTIONS], (
        "as in the preview"
    )
    assert listed.count("behöver ses över") == 1
    assert re.search(r'id="fraga-q1"[^>]*>2\. ', page.text)
    shown = section(page, "q0")
    assert "Många som kan resten väljer C: läs om alternativ C." in shown
    assert 'href="/redaktion/moduler/9#fraga-q0"' in shown
    assert 'href="/redaktion/moduler/9#avsnitt-1"' in shown
    assert page.text.index('id="fraga-q0"') < page.text.index('id="fraga-q1"')
    assert "Rätt: 70 till 100 % av 30 svar." in section(page, "q1")


def test_what_those_who_know_the_rest_do_is_told_apart_from_what_others_do(session, version, frida):
    for first, rest in [("x", "x")] * 20 + [("y", "w")] * 10:
        hand_in(session, version, first, rest=rest)
    session.commit()
    shown = section(frida.get(ADDRESS), "q0")
    assert "Skiljer tydligt dem som kan resten från andra." in shown
    assert "Många som kan resten" not in shown


def test_an_option_stands_with_the_least_that_can_be_told(session, version, frida):
    put(
        session,
        version,
        "q3",
        asked=100,
        least=60,
        most=60,
        wrong={"y": 15},
        all_wrong={"w": 8, "y": 24, "z": 8},
    )
    shown = section(frida.get(ADDRESS), "q3")
    assert rows(shown) == [
        ["A. Svar w", "Fel", "under en fjärdedel", "visas inte"],
        ["B. Svar x", "Rätt", "–", "60"],
        ["C. Svar y", "Fel", "över hälften", "15"],
        ["D. Svar z", "Fel", "under en fjärdedel", "visas inte"],
    ]


def test_a_question_with_several_right_counts_those_who_were_wrong(app, session, frida):
    both = [make_question("q0", right=("x", "y")), *QUESTIONS[1:]]
    serve(app, make_module(both))
    version = get_published(session, "modul", "1.0").id
    for chosen in [["x", "y"]] * 10 + [["x", "w"]] * 10 + [["y", "z"]] * 10:
        answers = {question.id: ["x"] for question in both} | {"q0": chosen}
        count_answers(session, version, mark(both, answers), today())
    session.commit()
    shown = section(frida.get(ADDRESS), "q0")
    assert "Rätt: 33 % av 30 svar." in shown
    assert "Färre än hälften svarar rätt" in shown
    assert [row[2:] for row in rows(shown)] == [["visas inte", "10"]] * 4


def test_each_version_has_its_own_numbers(app, session, version, frida):
    serve(app, make_module([*QUESTIONS[1:], make_question("q11")], version="1.1"))
    answer_alike(session, version)
    assert "Rätt:" not in frida.get(ADDRESS).text
    older = frida.get(f"{ADDRESS}?version=1.0")
    assert "Rätt: 50 % av 30 svar." in older.text
    assert '<option value="1.0" selected>' in older.text
    assert "Frågan finns inte i den version som används nu." in section(older, "q0")
    assert 'href="/redaktion/moduler/9#fraga-q1"' in section(older, "q1")
    assert frida.get(f"{ADDRESS}?version=7.0").status == 404


def take(session, person_id, module, at):
    attempt = services.start_attempt(session, person_id, module, Random(1), at)
    sitting = queries.get_sitting(session, attempt)
    services.finish_attempt(session, sitting, "digest", at)
    session.commit()


def counted(session):
    return session.scalar(select(func.max(QuestionCount.asked))) or 0


def test_nobody_fills_a_batch_alone_and_no_editor_is_in_one(app, session, world):
    module, at = make_module(), now()
    serve(app, module)
    for person_id, number in ((world.alice, 1), (world.alice, 1), (world.frida, 1), (world.bob, 2)):
        take(session, person_id, module, at)
        assert counted(session) == number
    session.rollback()
