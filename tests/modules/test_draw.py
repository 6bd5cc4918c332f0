"""What may be drawn, whatever the chance."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.modules.draw import DrawError, as_stored, draw, recall
from tests.delivered import delivered_content
from tests.modules.bank import make_bank, make_module, make_question

MODULES = delivered_content().modules


@given(seed=st.integers(), module=st.sampled_from([*MODULES, make_module()]))
def test_ten_different_questions_two_must_know_and_one_for_every_goal(seed, module):
    drawn = [asked.question for asked in draw(module, Random(seed))]
    assert len({question.id for question in drawn}) == 10
    assert sum(question.must_know for question in drawn) == 2
    assert {question.goal for question in drawn} == {goal.id for goal in module.goals}


@given(seed=st.integers())
def test_every_question_keeps_all_its_options(seed):
    for place, asked in enumerate(draw(MODULES[0], Random(seed)), 1):
        assert asked.place == place
        assert sorted(option.id for option in asked.options) == sorted(o.id for o in asked.question.options)


def test_a_new_draw_brings_other_questions_in_another_order_with_shuffled_options():
    first, second = draw(MODULES[0], Random(1)), draw(MODULES[0], Random(2))
    assert [asked.question.id for asked in first] != [asked.question.id for asked in second]
    orders = {tuple(option.id for option in asked.options) for asked in first}
    assert len(orders) > 1


def test_every_question_of_the_bank_gets_its_turn_and_every_option_every_place():
    seen: Counter[str] = Counter()
    first_options: Counter[str] = Counter()
    for seed in range(400):
        for asked in draw(make_module(), Random(seed)):
            seen[asked.question.id] += 1
            first_options[asked.options[0].id] += 1
    assert set(seen) == {question.id for question in make_bank()}
    assert min(seen.values()) > 200
    assert all(abs(count - 1000) < 150 for count in first_options.values())


def test_must_know_questions_stand_anywhere_among_the_ten():
    places = {
        asked.place
        for seed in range(200)
        for asked in draw(make_module(), Random(seed))
        if asked.question.must_know
    }
    assert places == set(range(1, 11))


def test_a_goal_that_only_must_know_questions_cover_is_never_left_out():
    questions = [question for question in make_bank() if question.goal != "c" or question.must_know]
    questions += [make_question(f"b{number}", goal="b") for number in range(4, 8)]
    for seed in range(50):
        assert "m2" in {asked.question.id for asked in draw(make_module(questions), Random(seed))}


@pytest.mark.parametrize(
    "questions",
    [
        [question for question in make_bank() if not question.must_know],
        [question for question in make_bank() if question.goal != "c"],
        [
            question
            for question in make_bank()
            if question.id not in {f"a{n}" for n in range(4)} | {"b0", "c0"}
        ],
    ],
    ids=["no must-know question", "a goal without questions", "too few in all"],
)
def test_a_bank_that_cannot_give_a_check_is_refused_by_name(questions):
    with pytest.raises(DrawError, match="modul"):
        draw(make_module(questions), Random(1))


def test_what_an_attempt_keeps_gives_the_same_questions_and_options_again():
    module = make_module()
    asked = draw(module, Random(5))
    assert recall(module, as_stored(asked)) == asked


def test_a_question_is_shown_in_the_wanted_language_only_when_all_of_it_is_translated():
    question = make_question("q")
    translated = question.model_validate(
        question.model_dump()
        | {
            "text": {"sv": "Fråga", "en": "Question"},
            "situation": {"sv": "Läget", "en": "The situation"},
            "options": [
                option.model_dump() | {"text": {"sv": "s", "en": "o"}, "feedback": {"sv": "d", "en": "b"}}
                for option in question.options
            ],
        }
    )
    half = translated.model_validate(translated.model_dump() | {"situation": {"sv": "Läget"}})
    rest = list(make_bank())
    shown = {}
    for name, candidate in {"whole": translated, "half": half}.items():
        asked = recall(make_module([candidate, *rest]), [["q", ["w", "x", "y", "z"]]])[0]
        shown[name] = (asked.language("en"), asked.language("sv"))
    assert shown == {"whole": ("en", "sv"), "half": ("sv", "sv")}
