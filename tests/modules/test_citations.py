"""What a change of law touches."""

from elearn.modules.citations import Citations, citations
from elearn.modules.content import Text
from tests.modules.bank import make_module, make_question


def test_a_source_knows_the_sections_and_the_number_of_questions_that_lean_on_it():
    module = make_module(
        [make_question("a1").model_copy(update={"references": ("lag",)}), make_question("a2")]
    )
    bodies = (Text(sv="Så är det [@lag] [@bok]."), Text(sv="Inget.", en="Also [@lag]."), Text(sv="Inget."))
    sections = tuple(
        section.model_copy(update={"body": body})
        for section, body in zip(module.sections, bodies, strict=True)
    )
    found = citations([module.model_copy(update={"sections": sections})])
    assert found == {"lag": Citations(((9, 1), (9, 2)), ((9, 1),)), "bok": Citations(((9, 1),), ())}
