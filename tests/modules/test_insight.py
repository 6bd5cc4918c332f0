"""What a reader of two views beside each other can work out of one person's answer: nothing. And what the words say."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import product
from random import Random

import pytest

from elearn.modules.insight import (
    FEWEST,
    FIRST_BATCH,
    Advice,
    Batch,
    Insight,
    Portion,
    Sign,
    Telling,
    advise,
    batch_size,
    close,
    portion,
    reveal,
    telling,
    urgency,
)
from tests.modules.bank import make_question

pytestmark = pytest.mark.one_engine

ONE, TWO = make_question("a"), make_question("a", right=("x", "y"))
NAMES = "wyzv"


def parts(total: int, cells: int, most: int) -> Iterator[tuple[int, ...]]:
    """Every way to part a number into cells of at most so many."""
    if cells == 1:
        if total <= most:
            yield (total,)
        return
    for first in range(min(total, most) + 1):
        for rest in parts(total - first, cells - 1, most):
            yield first, *rest


def single(size: int, options: int) -> Iterator[Batch]:
    """Every batch of a question with one right option and some wrong ones."""
    for right in range(size + 1):
        for wrong in parts(size - right, options, size):
            yield Batch(asked=size, right=right, wrong=dict(zip(NAMES, wrong, strict=False)))


def several(wrong: int, size: int) -> Iterator[Batch]:
    """Every batch of a question that asks for two options of four, with so many who are wrong."""
    for cells in parts(2 * wrong, 4, wrong):
        yield Batch(asked=size, right=size - wrong, wrong=dict(zip("wxyz", cells, strict=True)))


def in_doubt(numbers: set[int], size: int) -> bool:
    """Whether a reader who knows all that a number of a group can be still knows of nobody what they chose.

    Either it is told, and at least ten did and ten did not; or it may be many, and may be few, and no member is sure.
    """
    if len(numbers) == 1:
        return FEWEST <= min(numbers) <= size - FEWEST
    return max(numbers) - min(numbers) >= FEWEST - 1 and min(numbers) < size and max(numbers) > 0


@pytest.mark.parametrize(("size", "options"), [(30, 3), (45, 3), (45, 2), (45, 1), (33, 4)])
def test_no_batch_tells_what_anybody_chose_whoever_knows_the_rules(size: int, options: int) -> None:
    """A reader goes through every batch that would look the same."""
    alike: dict[object, list[Batch]] = defaultdict(list)
    for batch in single(size, options):
        least, most, wrong = reveal(batch, several=False)
        alike[least, most, tuple(sorted(wrong.items()))].append(batch)
    for batches in alike.values():
        assert in_doubt({batch.right for batch in batches}, size)
        for option in NAMES[:options]:
            assert in_doubt({(batch.wrong or {})[option] for batch in batches}, size), batches[:3]


@pytest.mark.parametrize("wrong", [10, 20, 23])
def test_nor_does_one_of_a_question_with_several_right(wrong: int) -> None:
    alike: dict[object, list[Batch]] = defaultdict(list)
    for batch in several(wrong, 45):
        least, most, shown = reveal(batch, several=True)
        assert (least, most) == (45 - wrong, 45 - wrong)
        alike[tuple(sorted(shown.items()))].append(batch)
    for batches in alike.values():
        for option in "wxyz":
            assert in_doubt({(batch.wrong or {})[option] for batch in batches}, wrong), batches[:3]


def test_two_views_differ_by_closed_batches_alone_and_a_batch_closes_by_number_alone() -> None:
    """Whatever the answers are, and whoever of a batch gave which of them."""
    sizes = []
    for seed in range(20):
        random = Random(seed)
        insight, seen = Insight(), []
        for _batch in range(8):
            size = batch_size(insight.asked)
            answers = [random.choice("wxyzxx"[: random.randint(2, 6)]) for _ in range(size)]
            before, insight = insight, close(insight, tally(answers), ONE)
            random.shuffle(answers)
            assert close(before, tally(answers), ONE) == insight
            gained = {
                option: insight.wrong.get(option, 0) - before.wrong.get(option, 0) for option in NAMES[:3]
            }
            assert all(number == 0 or FEWEST <= number <= size - FEWEST for number in gained.values())
            least, most = insight.least - before.least, insight.most - before.most
            assert FEWEST <= least <= size - FEWEST if least == most else most - least == FEWEST - 1
            seen.append(size)
        sizes.append(seen)
    assert sizes == [[30, 30, 30, 45, 67, 101, 151, 227]] * 20


def tally(answers: list[str]) -> Batch:
    wrong = {option: answers.count(option) for option in NAMES[:3]}
    return Batch(asked=len(answers), right=answers.count("x"), wrong=wrong)


@pytest.mark.parametrize(
    ("right", "wrong", "shown"),
    [
        (90, (10, 0, 0), (90, 90, {})),
        (91, (9, 0, 0), (91, 100, {})),
        (9, (91, 0, 0), (0, 9, {})),
        (60, (20, 10, 10), (60, 60, {"w": 20, "y": 10, "z": 10})),
        (60, (25, 15, 0), (60, 60, {"y": 15})),
        (60, (10, 25, 5), (60, 60, {})),
        (60, (27, 8, 5), (60, 60, {})),
        (60, (19, 7, 7, 7), (60, 60, {})),
        (60, (10, 10, 10), (60, 60, {"y": 10, "z": 10})),
    ],
)
def test_what_is_shown_of_a_batch_of_a_hundred(right, wrong, shown) -> None:
    """In the last one ten chose nothing, and w keeps them company."""
    cells = dict(zip(NAMES, wrong, strict=False))
    assert reveal(Batch(asked=100, right=right, wrong=cells), several=False) == shown


def insight(**values: object) -> Insight:
    numbers: dict[str, object] = {
        "asked": 400,
        "right": 300,
        "least": 300,
        "most": 300,
        "top_asked": 200,
        "top_right": 190,
    }
    return Insight.model_validate(numbers | {"all_wrong": {"w": 40, "y": 30, "z": 30}} | values)


@pytest.mark.parametrize(
    ("values", "signs"),
    [
        ({}, [Advice(Sign.FINE)]),
        ({"top_wrong": {"y": 40}}, [Advice(Sign.TEMPTS, 2)]),
        ({"top_wrong": {"y": 39}}, [Advice(Sign.FINE)]),
        ({"top_asked": 30, "top_right": 28, "top_wrong": {"y": 9}}, [Advice(Sign.FINE)]),
        ({"top_asked": 19, "top_right": 10, "top_wrong": {"y": 10}}, [Advice(Sign.TURNED)]),
        ({"top_right": 149}, [Advice(Sign.TURNED)]),
        ({"top_right": 150}, [Advice(Sign.FINE)]),
        ({"top_asked": 9, "top_right": 1}, [Advice(Sign.FINE)]),
        ({"least": 190, "most": 199}, [Advice(Sign.HARD)]),
        ({"least": 191, "most": 200}, [Advice(Sign.FINE)]),
        ({"least": 380, "most": 390}, [Advice(Sign.EASY)]),
        ({"right": 200, "all_wrong": {"w": 99, "y": 9, "z": 92}}, [Advice(Sign.IDLE, 2)]),
        ({"right": 200, "all_wrong": {"w": 99, "y": 10, "z": 91}}, [Advice(Sign.FINE)]),
        ({"right": 201, "all_wrong": {"w": 99, "y": 9, "z": 91}}, [Advice(Sign.FINE)]),
        ({"least": 100, "most": 150, "top_wrong": {"w": 90}}, [Advice(Sign.TEMPTS, 0), Advice(Sign.HARD)]),
    ],
)
def test_what_to_read_from_the_numbers(values, signs) -> None:
    assert list(advise(ONE, insight(**values))) == signs


def test_before_a_batch_is_closed_nothing_is_said() -> None:
    assert advise(ONE, Insight()) == (Advice(Sign.FEW),)
    assert telling(Insight(asked=FIRST_BATCH, top_asked=9)) is None


@pytest.mark.parametrize(
    ("top_right", "word"),
    [
        (185, Telling.CLEARLY),
        (170, Telling.SOMEWHAT),
        (155, Telling.HARDLY),
        (140, Telling.TURNED),
    ],
)
def test_how_well_a_question_tells_those_who_know_the_rest(top_right, word) -> None:
    assert telling(insight(top_right=top_right)) is word


@pytest.mark.parametrize("wrong", [40, 47, 80])
def test_the_part_of_the_wrong_answers_is_open_over_ten_numbers(wrong: int) -> None:
    alike: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    for cells in parts(wrong, 3, wrong):
        seen = Insight(asked=wrong, all_wrong=dict(zip(NAMES, cells, strict=False)))
        alike[tuple(portion(seen, option) for option in NAMES[:3])].append(cells)
    assert len(alike) > 6
    for batches in alike.values():
        for place in range(3):
            numbers = {cells[place] for cells in batches}
            assert max(numbers) - min(numbers) >= FEWEST - 1, batches[:3]
            assert min(numbers) < wrong


def test_the_part_of_fewer_wrong_answers_is_not_told() -> None:
    assert portion(Insight(asked=100, right=61, all_wrong={"w": 39}), "w") is None
    assert portion(Insight(asked=100, right=60, all_wrong={"w": 21}), "w") is Portion.MOST
    assert portion(Insight(asked=100, right=60, all_wrong={"w": 20}), "w") is Portion.MANY
    assert portion(Insight(asked=100, right=60, all_wrong={"w": 9}), "w") is Portion.FEW


def test_what_needs_a_look_most_comes_first() -> None:
    orders = [urgency(signs) for signs in product([Advice(sign) for sign in Sign], repeat=1)]
    assert orders == sorted(orders)
    assert urgency((Advice(Sign.HARD), Advice(Sign.TEMPTS, 1))) == urgency((Advice(Sign.TEMPTS, 0),))
