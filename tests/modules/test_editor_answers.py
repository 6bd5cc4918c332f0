"""How the questions were answered: shown only where nobody can be made out."""

import re

import pytest

from elearn.modules.answer_counts import Veil, veil
from elearn.modules.models import AnswerCount
from elearn.modules.publishing import get_published
from tests.learner import Learner, found
from tests.modules.bank import make_module, make_question, serve

ADDRESS = "/redaktion/moduler/9/svar"


@pytest.fixture
def frida(app, client, database, world, sign_in_as):
    return Learner(sign_in_as(client, world.frida), database, world.frida)


def veiled(*counts, right=("x",)):
    """What is shown of a question whose options w, x, y and z were chosen so often."""
    shown = veil(make_question("a", right=right), dict(zip("wxyz", counts, strict=True)))
    return [one.times for one in shown] if shown else None


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((0, 9, 0, 0), None),
        ((3, 3, 3, 0), None),
        ((0, 10, 0, 0), [0, 10, 0, 0]),
        ((9, 1, 0, 0), [Veil.FEW, Veil.FEW, 0, 0]),
        ((5, 45, 0, 0), [Veil.FEW, Veil.ALL_BUT_FEW, 0, 0]),
        ((10, 30, 0, 0), [10, 30, 0, 0]),
        ((9, 30, 0, 0), [Veil.FEW, Veil.ALL_BUT_FEW, 0, 0]),
        ((3, 20, 15, 12), [Veil.FEW, 20, 15, 12]),
        ((4, 30, 5, 1), [Veil.FEW, 30, Veil.FEW, Veil.FEW]),
    ],
)
def test_no_number_is_shown_that_is_near_nobody_or_everybody(counts, shown):
    assert veiled(*counts) == shown


def test_with_several_right_the_most_common_option_stands_for_how_many_have_answered():
    assert veiled(0, 9, 9, 0, right=("x", "y")) is None
    assert veiled(0, 30, 25, 3, right=("x", "y")) == [0, 30, Veil.ALL_BUT_FEW, Veil.FEW]


def count(session, version, question_id, **times):
    row = get_published(session, "modul", version)
    for option, number in times.items():
        for band, share in ((0, number // 2), (2, number - number // 2)):
            session.add(
                AnswerCount(
                    version_id=row.id, question_id=question_id, option_id=option, band=band, times=share
                )
            )
    session.commit()


def answers(page, question_id):
    table = found(rf'<span class="table-caption">Fråga {question_id}</span>.*?</table>', page.text).group()
    return [
        [" ".join(re.sub(r"<[^>]+>", "", cell).split()) for cell in row]
        for row in re.findall(
            r"<th[^>]*row.>(.*?)</th>\s*<td[^>]*>(.*?)</td>\s*<td[^>]*>(.*?)</td>", table, re.S
        )
    ]


def test_each_option_stands_with_the_key_and_its_number_over_all_bands(app, frida, session):
    serve(app, make_module())
    count(session, "1.0", "a1", w=3, x=40, y=12)
    count(session, "1.0", "a2", x=9)
    page = frida.get(ADDRESS)
    assert page.status == 200
    assert "<title>Modul 9, svar – elearn</title>" in page.text
    assert answers(page, "a1") == [
        ["Svar w", "Fel", "färre än 10"],
        ["Svar x", "Rätt", "40"],
        ["Svar y", "Fel", "12"],
        ["Svar z", "Fel", "0"],
    ]
    assert "Fråga a2</span>" not in page.text
    assert page.text.count("Färre än 10 svar.") == len(make_module().questions) - 1
    assert not re.search(r">\s*55\s*<", page.text)


def test_each_version_has_its_own_numbers(app, frida, session):
    serve(app, make_module())
    serve(app, make_module(version="1.1"))
    count(session, "1.0", "a1", x=40)
    assert "Fråga a1</span>" not in frida.get(ADDRESS).text
    older = frida.get(f"{ADDRESS}?version=1.0")
    assert answers(older, "a1")[1] == ["Svar x", "Rätt", "40"]
    assert '<option value="1.0" selected>' in older.text
    assert frida.get(f"{ADDRESS}?version=7.0").status == 404
