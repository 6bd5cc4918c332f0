"""What differs between two versions of a module, and whether that is much."""

from datetime import date
from random import Random

import pytest

from elearn.modules.cases import Case, Choice, Scene
from elearn.modules.comparing_versions import Sign, Status, compare_versions, declared_size, version_order
from elearn.modules.content import Change, Goal
from elearn.modules.pictures import Picture, PicturePart
from elearn.modules.word_diff import Mark, compare_texts
from elearn.texts import Text
from tests.modules.bank import make_module, make_question, translate

OLD = make_module()


def said(rows):
    """Rows as an editor reads them: [-gone-] and {+new+}."""
    shown = {Mark.SAME: "{}", Mark.GONE: "[-{}-]", Mark.NEW: "{{+{}+}}"}
    return ["".join(shown[piece.mark].format(piece.text) for piece in row) for row in rows]


def differences(old, new):
    """Everything that differs, by kind and id: what happened, and the rows by place."""
    return {
        (item.kind, item.id): (item.status, {each.place: said(each.rows) for each in item.differences})
        for item in compare_versions(old, new).items
    }


def with_body(module, number, body):
    sections = [
        section.model_copy(update={"body": body}) if section.number == number else section
        for section in module.sections
    ]
    return module.model_copy(update={"sections": tuple(sections)})


def with_question(module, question):
    questions = [question if one.id == question.id else one for one in module.questions]
    return module.model_copy(update={"questions": tuple(questions)})


def test_the_same_content_differs_in_nothing_whatever_its_version_and_minutes():
    compared = compare_versions(OLD, make_module(version="2.0", minutes=12))
    assert (compared.items, compared.signs, compared.size) == ((), {}, None)


@pytest.mark.parametrize(
    ("old", "new", "rows"),
    [
        ("Ring 112 nu.", "Ring 112 genast.", ["Ring 112 [-nu-]{+genast+}."]),
        ("Ring 112.", "Ring genast 112.", ["Ring{+ genast+} 112."]),
        ("Du ska inte ringa hem.", "Du får ringa hem.", ["Du [-ska inte-]{+får+} ringa hem."]),
        (
            "Ring hem nu i kväll direkt efter jobbet.",
            "Mejla chefen nu i kväll direkt efter jobbet.",
            ["[-Ring hem-]{+Mejla chefen+} nu i kväll direkt efter jobbet."],
        ),
        ("A\n\nB\n\nC", "A\n\n\nC", ["[-B-]"]),
        ("Första raden\n\nAndra", "Andra\n\nNågot helt nytt", ["[-Första raden-]", "{+Något helt nytt+}"]),
        (
            "Ett två tre fyra.\nFem sex sju åtta.",
            "Helt annat innehåll.\nFem sex sju nio.",
            ["{+Helt annat innehåll.+}", "[-Ett två tre fyra.-]", "Fem sex sju [-åtta-]{+nio+}."],
        ),
        ("", "Ny text", ["{+Ny text+}"]),
        ("true", "false", ["[-true-]{+false+}"]),
        ("Samma  \nrad", "Samma\n\nrad", []),
    ],
)
def test_rows_that_differ_are_shown_word_by_word(old, new, rows):
    assert said(compare_texts(old, new)) == rows


@pytest.mark.parametrize("seed", range(30))
def test_each_side_can_be_read_from_the_rows(seed):
    random = Random(seed)
    words = ["barn", "far", "illa,", "ring", "112.", "nu", "–", "anmäl"]
    old, new = (" ".join(random.choices(words, k=random.randint(1, 12))) for _side in range(2))
    rows = compare_texts(old, new)
    gone = " ".join("".join(one.text for one in row if one.mark is not Mark.NEW) for row in rows)
    came = " ".join("".join(one.text for one in row if one.mark is not Mark.GONE) for row in rows)
    assert (gone.split(), came.split()) == ((old.split(), new.split()) if old != new else ([], []))


def test_a_changed_section_shows_its_changed_rows_by_language():
    old = with_body(OLD, 2, Text(sv="Oförändrat.\n\nRing kommunen.", en="Call the town."))
    new = with_body(OLD, 2, Text(sv="Oförändrat.\n\nRing 112.", en="Call the town."))
    assert differences(old, new) == {
        ("section", "avsnitt-2"): (Status.CHANGED, {("body", "sv"): ["Ring [-kommunen-]{+112+}."]})
    }
    assert compare_versions(old, new).size == "minor"


def test_sections_questions_pictures_and_cases_that_come_and_go_are_shown_whole():
    picture = Picture(
        id="steg",
        kind="steps",
        caption=Text(sv="Tre steg"),
        description=Text(sv="Först, sedan."),
        parts=(PicturePart(label=Text(sv="Först")), PicturePart(label=Text(sv="Sedan"))),
    )
    choices = (
        Choice(text=Text(sv="Lyssna"), safe=True, says=Text(sv="Bra.")),
        Choice(text=Text(sv="Gå"), says=Text(sv="Då vet ingen.")),
    )
    case = Case(
        id="samtal", title=Text(sv="Samtalet"), scenes=(Scene(id="a", text=Text(sv="Hej"), choices=choices),)
    )
    new = OLD.model_copy(
        update={
            "sections": OLD.sections[1:],
            "questions": (*OLD.questions, make_question("ny")),
            "pictures": (picture,),
            "cases": (case,),
        }
    )
    found = differences(OLD, new)
    assert {key: status for key, (status, _places) in found.items()} == {
        ("section", "avsnitt-1"): Status.GONE,
        ("question", "ny"): Status.NEW,
        ("picture", "steg"): Status.NEW,
        ("case", "samtal"): Status.NEW,
    }
    assert found["section", "avsnitt-1"][1]["title", "sv"] == ["[-Del 1-]"]
    assert found["question", "ny"][1]["options", "x", "feedback", "sv"] == ["{+Därför x+}"]
    assert found["picture", "steg"][1]["parts", "2", "label", "sv"] == ["{+Sedan+}"]
    assert found["case", "samtal"][1]["scenes", "a", "choices", "1", "safe"] == ["{+true+}"]
    assert compare_versions(OLD, new).size == "minor"


def test_an_option_is_found_by_its_id_wherever_it_stands():
    question = OLD.questions[1]
    turned = question.model_copy(update={"options": question.options[::-1]})
    assert differences(OLD, with_question(OLD, turned)) == {}


def test_a_changed_key_makes_it_major():
    new = with_question(OLD, make_question("a1", right=("y",)))
    assert compare_versions(OLD, new).signs == {Sign.KEY: ("a1",)}
    assert compare_versions(OLD, new).size == "major"
    assert differences(OLD, new)["question", "a1"][1] == {
        ("options", "x", "correct"): ["[-true-]{+false+}"],
        ("options", "y", "correct"): ["[-false-]{+true+}"],
    }


def test_other_words_with_the_same_key_do_not():
    question = OLD.questions[1]
    option = question.options[1].model_copy(update={"feedback": Text(sv="För att lagen säger det.")})
    options = (question.options[0], option, *question.options[2:])
    new = with_question(OLD, question.model_copy(update={"options": options}))
    assert compare_versions(OLD, new).size == "minor"


def test_a_question_that_must_be_known_and_comes_goes_or_becomes_one_makes_it_major():
    came = OLD.model_copy(
        update={"questions": (*OLD.questions, make_question("m9", must_know=True), make_question("a9"))}
    )
    went = OLD.model_copy(update={"questions": tuple(one for one in OLD.questions if one.id != "m0")})
    became = with_question(OLD, make_question("a1", must_know=True))
    assert compare_versions(OLD, came).signs == {Sign.MUST_KNOW: ("m9",)}
    assert compare_versions(OLD, went).signs == {Sign.MUST_KNOW: ("m0",)}
    assert compare_versions(OLD, became).signs == {Sign.MUST_KNOW: ("a1",)}


def test_a_changed_goal_makes_it_major_and_a_translated_one_does_not():
    goals = (OLD.goals[0].model_copy(update={"text": Text(sv="Ett annat mål")}), *OLD.goals[1:])
    changed = OLD.model_copy(update={"goals": goals})
    fewer = OLD.model_copy(update={"goals": OLD.goals[1:]})
    more = OLD.model_copy(update={"goals": (*OLD.goals, Goal(id="d", text=Text(sv="Nytt")))})
    assert compare_versions(OLD, changed).signs == {Sign.GOAL: ("a",)}
    assert compare_versions(OLD, fewer).signs == {Sign.GOAL: ("a",)}
    assert compare_versions(OLD, more).signs == {Sign.GOAL: ("d",)}
    english = OLD.goals[0].model_copy(update={"text": Text(sv=OLD.goals[0].text.sv, en="Better English")})
    again = OLD.model_copy(update={"goals": (english, *OLD.goals[1:])})
    for old, new in ((OLD, translate(OLD)), (translate(OLD), again)):
        assert compare_versions(old, new).size == "minor"
    assert differences(OLD, translate(OLD))["goal", "a"] == (
        Status.CHANGED,
        {("text", "en"): ["{+English Mål a+}"]},
    )


def test_what_the_author_calls_it_is_the_largest_change_since_the_version():
    sizes = {"1.1": "minor", "2.0": "major", "2.1": "minor", "3.0": "major"}
    changes = tuple(
        Change(version=version, date=date(2026, 11, 22), size=size, text=Text(sv="…"))
        for version, size in sizes.items()
    )
    module = make_module(version="2.1").model_copy(update={"changes": changes})
    assert declared_size(module, "1.0") == declared_size(module, "1.1") == "major"
    assert declared_size(module, "2.0") == "minor"
    assert declared_size(module, "2.1") is None


def test_versions_go_by_value():
    assert sorted(["1.10", "2.0", "1.9"], key=version_order) == ["1.9", "1.10", "2.0"]
