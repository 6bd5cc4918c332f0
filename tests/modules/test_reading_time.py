"""How long a module takes, on each reader's own way."""

from elearn.modules.cases import Case, Choice, Scene
from elearn.modules.directives import Audience
from elearn.modules.reading_time import Shelf, check_minutes, count_words, minutes, section_words
from elearn.texts import Text

EMPTY = Shelf({}, {})


def words(number: int) -> str:
    return " ".join(["ord"] * number)


def test_words_are_what_a_reader_reads() -> None:
    assert (
        count_words("## Rubrik\n\n::: fakta Om lagen\nLagen [@sol-19-1] finns på [hjälpsidan](/hjalp).\n:::")
        == 7
    )


def test_of_parts_the_longest_counts() -> None:
    text = f"{words(10)}\n[[för: chef]]\n{words(5)}\n[[slut]]\n[[för: medarbetare]]\n{words(8)}\n[[slut]]"
    assert section_words(text, EMPTY, "sv") == 18
    assert section_words(text, EMPTY, "sv", frozenset({Audience.MANAGER})) == 15
    assert section_words(text, EMPTY, "sv", frozenset({Audience.SCHOOL})) == 10, (
        "no part of this reader's own"
    )


def test_of_a_case_the_way_through_counts() -> None:
    def said(number: int) -> Text:
        return Text(sv=words(number), en=words(2 * number))

    case = Case(
        id="fallet",
        title=said(1),
        scenes=(
            Scene(
                id="ett",
                text=said(20),
                choices=(
                    Choice(text=said(3), safe=True, says=said(7)),
                    Choice(text=said(4), says=said(100)),
                ),
            ),
        ),
    )
    shelf = Shelf({"fallet": case}, {})
    assert section_words("[[fall: fallet]]", shelf, "sv") == 1 + 20 + 3 + 4 + 7
    assert section_words("[[fall: fallet]]", shelf, "en") == 2 * (1 + 20 + 3 + 4 + 7)


def test_minutes_are_whole_and_never_none() -> None:
    assert (minutes(0), minutes(299), minutes(700)) == (1, 1, 4)


def test_the_check_takes_its_words_and_a_moment_for_each_answer() -> None:
    assert check_minutes([70]) == 6
    assert check_minutes([]) == 1


def test_english_has_more_words_and_its_readers_a_quicker_pace() -> None:
    assert (minutes(2300), minutes(2300, "en")) == (12, 10)
    assert (check_minutes([150]), check_minutes([150], "en")) == (10, 9)
