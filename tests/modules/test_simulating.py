"""Whether somebody who has read nothing can pass: every rule, held by a right bank and broken by a wrong one."""

from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from elearn.cli import cli
from elearn.modules.content import Module, Option, Question, Text
from elearn.modules.simulating import Outcome, simulate
from tests.delivered import delivered_content
from tests.modules.bank import GOALS, make_module, make_question
from tests.modules.content_copy import EXAMPLE, change, copy_content

LONGEST_SV, LONGEST_EN = "alltid det längsta svaret, svenska", "alltid det längsta svaret, engelska"
FIRST, CHANCE = "alltid det som visas först", "på måfå"
ONE_GOAL, ALL = "ett lärmål fel, resten rätt", "allt rätt"


def make_even(question: Question, *, longest: str | None = None, language: str = "sv") -> Question:
    """The question with options of one length in both languages; one of them longer in one language."""
    options = []
    for option in question.options:
        text = {"sv": "Svar.", "en": "Answer."}
        if option.id == longest:
            text[language] += " Och mer."
        options.append(option.model_copy(update={"text": Text(**text)}))
    return question.model_copy(update={"options": tuple(options)})


def make_even_module(*, longest: str | None = None, language: str = "sv") -> Module:
    """Twelve ordinary and three must-know questions on three goals, with four options each."""
    plain = [make_question(f"{goal}{number}", goal=goal) for goal in GOALS for number in range(4)]
    must = [make_question(f"m{number}", goal=GOALS[number], must_know=True) for number in range(3)]
    return make_module([make_even(one, longest=longest, language=language) for one in (*plain, *must)])


def outcomes(module: Module, attempts: int = 500) -> dict[str, Outcome]:
    return {one.way.name: one for one in simulate(module, attempts, Random(1))}


def test_a_bank_that_gives_nothing_away_keeps_every_rule() -> None:
    found = outcomes(make_even_module())
    assert list(found) == [LONGEST_SV, LONGEST_EN, FIRST, CHANCE, ONE_GOAL, ALL]
    assert all(one.holds for one in found.values())
    assert (found[ONE_GOAL].share, found[ALL].share) == (0, 1)


@pytest.mark.parametrize(("language", "broken"), [("sv", LONGEST_SV), ("en", LONGEST_EN)])
def test_a_right_answer_that_is_always_the_longest_breaks_the_rule_of_its_language(
    language: str, broken: str
) -> None:
    found = outcomes(make_even_module(longest="x", language=language))
    assert [name for name, one in found.items() if not one.holds] == [broken]
    assert found[broken].share == 1


def test_a_right_answer_that_is_never_the_longest_is_never_found_by_length() -> None:
    assert outcomes(make_even_module(longest="w"))[LONGEST_SV].share == 0


def with_options(module: Module, keep: set[str]) -> Module:
    questions = tuple(
        question.model_copy(update={"options": tuple(one for one in question.options if one.id in keep)})
        for question in module.questions
    )
    return module.model_copy(update={"questions": questions})


def test_a_bank_with_two_options_each_is_passed_by_chance_too_often() -> None:
    found = outcomes(with_options(make_even_module(), {"w", "x"}), 3000)
    assert not found[CHANCE].holds  # 8 of 10 by tossing a coin, must-know right: some 3 %
    assert not found[FIRST].holds


def test_where_two_are_right_whoever_guesses_chooses_two() -> None:
    def two(question: Question) -> Question:
        options: tuple[Option, ...] = tuple(
            one.model_copy(update={"correct": one.id in {"w", "x"}}) for one in question.options
        )
        return question.model_copy(update={"options": options})

    module = make_even_module(longest="x")
    longer = module.model_copy(update={"questions": tuple(two(one) for one in module.questions)})
    assert 0 < outcomes(longer, 3000)[LONGEST_SV].share < 1  # x is found, w among three by its place
    assert outcomes(longer)[ALL].share == 1


def test_the_same_seed_gives_the_same_outcome() -> None:
    module = with_options(make_even_module(), {"w", "x"})
    first, second = outcomes(module), outcomes(module)
    assert [one.passed for one in first.values()] == [one.passed for one in second.values()]


@pytest.mark.parametrize("module", delivered_content().modules, ids=lambda module: module.slug)
def test_no_real_check_can_be_passed_without_reading(module: Module) -> None:
    assert [one.way.name for one in simulate(module, 300, Random(2)) if not one.holds] == []


def run(content: Path, *arguments: str) -> tuple[int, str]:
    env = {"ELEARN_CONTENT_DIR": str(content)}
    result = CliRunner().invoke(cli, ["content", "simulate", *arguments], env=env)
    return result.exit_code, result.output


def test_the_command_shows_a_row_per_way() -> None:
    code, output = run(EXAMPLE, "--attempts", "50")
    assert code == 0
    assert "Exempelmodulen 1.0" in output
    for way in (LONGEST_SV, LONGEST_EN, FIRST, CHANCE, ONE_GOAL):
        assert f"{way} " in output
    assert "allt rätt                            klarar 100,00 %  ska: alltid" in output
    assert "Försök per modul: 50. Regler som bryts: 0." in output


def test_the_command_fails_where_a_rule_is_broken(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    path = content / "exempel/check.yaml"
    text = path.read_text(encoding="utf-8").replace("är rätt\n", "är det rätta svaret på frågan\n")
    path.write_text(text, encoding="utf-8")
    code, output = run(content, "--attempts", "20")
    assert code == 1
    assert "klarar 100,00 %  ska: under 2 %  BRYTER REGELN" in output
    assert "Regler som bryts: 1." in output


def test_a_bank_that_cannot_be_drawn_from_is_a_sentence(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    for _number in range(6):
        change(content, "exempel/check.yaml", "    must_know: true\n", "")
    code, output = run(content, "--attempts", "5")
    assert code == 1
    assert "Det går inte att lotta: exempel" in output
    assert "Traceback" not in output
