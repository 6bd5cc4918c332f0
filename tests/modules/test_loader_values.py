"""What becomes of the files: cards put in, times counted, and what the modules share."""

from pathlib import Path

import pytest

from elearn.content_files import ContentError
from elearn.modules.content import Module
from elearn.modules.loader import load_content
from elearn.modules.reviews import TEXT, digests
from tests.modules.content_copy import EXAMPLE, change, copy_content, line_of

SECTION = "exempel/sections/ett.sv.md"


def module_in(content: Path) -> Module:
    [module] = load_content(content).modules
    return module


def mistakes_of(content: Path) -> list[str]:
    with pytest.raises(ContentError) as refused:
        load_content(content)
    return [str(one) for one in refused.value.mistakes]


def test_a_card_stands_in_the_text_in_its_language() -> None:
    body = module_in(EXAMPLE).sections[2].body
    assert "Ta en tolk på distans." in body.sv
    assert "Use an interpreter by distance." in (body.en or "")
    assert "[[kort" not in body.sv


def test_a_card_that_changes_changes_every_module_that_has_it(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    change(content, "cards/tolk.sv.md", "på distans", "på plats")
    assert "Ta en tolk på plats." in module_in(content).sections[2].body.sv


def test_a_card_without_the_language_of_the_section_is_named(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    (content / "cards/tolk.en.md").unlink()
    file = "exempel/sections/tre.en.md"
    assert mistakes_of(content) == [
        f"content/{file}:{line_of(content, file, '[[kort')}: kortet ”tolk” finns inte på språket i content/cards. "
        "Rätta namnet eller skriv kortet."
    ]


def test_cases_pictures_summary_and_guide_belong_to_the_module() -> None:
    module = module_in(EXAMPLE)
    case, picture = module.case("samtalet"), module.picture("stegen")
    assert case is not None
    assert case.scene("borjan").choices[0].safe
    assert picture is not None
    assert (picture.description.en or "").startswith("The one, and then the other.")
    assert module.leaflet is not None
    assert module.leaflet.sv.startswith("Det här är bra")
    assert module.guide is not None
    assert module.guide.read("en").startswith("## Purpose")
    assert [change.version for change in module.changes] == ["1.0"]


def test_a_module_may_lack_all_of_them_and_still_be_read(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    for file in ("cases.yaml", "pictures.yaml", "changes.yaml", "summary.sv.md", "summary.en.md"):
        (content / "exempel" / file).unlink()
    module = module_in(content)
    assert (module.cases, module.pictures, module.changes, module.leaflet) == ((), (), (), None)


def test_an_english_sheet_alone_is_refused(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    (content / "exempel/guide.sv.md").unlink()
    assert mistakes_of(content) == [
        "content/exempel/guide.en.md: guide.sv.md saknas. Skriv den svenska texten också."
    ]


def test_time_is_counted_from_the_words(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    before = module_in(content)
    text = (content / SECTION).read_text(encoding="utf-8")
    (content / SECTION).write_text(text + "\n" + "Ett ord till. " * 200, encoding="utf-8")
    after = module_in(content)
    assert after.sections[0].minutes == before.sections[0].minutes + 3  # 600 words at 200 a minute
    assert after.minutes == before.minutes + 3


def test_of_parts_for_different_readers_the_longest_counts(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    before = module_in(content).sections[3].minutes
    words = "ord " * 400 + "\n[[slut]]"
    for audience in ("politiker", "chef", "medarbetare"):
        text = f"[[för: {audience}]]\nDet här stycket är bara för några.\n[[slut]]"
        change(content, "exempel/sections/fyra.sv.md", text, text.replace("[[slut]]", words))
    assert module_in(content).sections[3].minutes == before + 2


def test_a_longer_bank_of_longer_questions_takes_longer(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    before = module_in(content).minutes
    change(content, "exempel/check.yaml", "Kim arbetar i en skola.", "Kim arbetar. " * 1000)
    assert module_in(content).minutes > before


def test_the_files_beside_the_modules_become_values() -> None:
    content = load_content(EXAMPLE)
    assert content.glossary["eftervald"].term.en == "post-separation violence"
    assert content.routines["anmalan"].text is None
    assert content.routines["anmalan"].meanwhile.sv == "Vägarna står på sidan Hjälp och stöd."


@pytest.mark.parametrize("file", ["glossary.yaml", "local.yaml", "plan-coverage.yaml"])
def test_content_without_them_can_be_read(tmp_path: Path, file: str) -> None:
    content = copy_content(tmp_path)
    (content / file).unlink()
    assert module_in(content) == module_in(EXAMPLE)


REVIEW = """reviews:
  - role: {role}
    reviewed_by: Kim Ek, jurist
    date: 2026-11-22
    version: "1.0"
    covers: text
    digest: {digest}
"""


def test_without_reviews_nothing_is_reviewed() -> None:
    content = load_content(EXAMPLE)
    assert content.reviews["exempel"].made == ()
    assert not content.reviews["exempel"].is_complete(content.modules[0])


def test_a_review_is_read(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    module = module_in(content)
    text = REVIEW.format(role="kommunjurist", digest=digests(module)[TEXT])
    (content / "exempel/review.yaml").write_text(text, encoding="utf-8")
    reviews = load_content(content).reviews["exempel"]
    assert ("kommunjurist", TEXT) not in set(reviews.open(module))
    assert ("heder", TEXT) in set(reviews.open(module))


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (REVIEW.format(role="rektor", digest="0" * 16), 2, "kommunjurist, socialtjanst-barn"),
        (REVIEW.format(role="heder", digest="abc"), 7, "”abc” kan inte vara ”digest”"),
        ("reviews:\n  - heder\n", 2, "saknas"),
        ("granskat: ja\n", 1, "”reviews” saknas"),
    ],
)
def test_a_review_that_cannot_be_read_is_named(tmp_path: Path, text: str, line: int, words: str) -> None:
    content = copy_content(tmp_path)
    (content / "exempel/review.yaml").write_text(text, encoding="utf-8")
    found = mistakes_of(content)
    assert [
        one for one in found if one.startswith(f"content/exempel/review.yaml:{line}: ") and words in one
    ], found
