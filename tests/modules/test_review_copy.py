"""`elearn content review-copy`: what somebody who does not read YAML reads of a module."""

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.table import Table

from elearn.cli import cli
from elearn.modules.content import Module
from elearn.modules.loader import Content
from elearn.modules.review_document import write_document
from elearn.modules.reviews import ROLES, TEXT, Review, digests
from tests.delivered import delivered_content
from tests.modules.content_copy import copy_content
from tests.reviewed import READ_ON

SLUG = "anmalningsskyldigheten"
HOSTILE = 'En <b>fet</b> & ”farlig” text </w:t> {{ PAGE }} ]]> =HYPERLINK("x")'


@pytest.fixture(scope="module")
def loaded() -> Content:
    return delivered_content()


@pytest.fixture(scope="module")
def module(loaded: Content) -> Module:
    return next(module for module in loaded.modules if module.slug == SLUG)


@pytest.fixture(scope="module")
def copy(loaded: Content, module: Module, tmp_path_factory: pytest.TempPathFactory) -> WordDocument:
    """The copy of a real module, opened."""
    return opened(tmp_path_factory.mktemp("copy"), module, loaded)


def opened(folder: Path, module: Module, content: Content, language: str = "sv") -> WordDocument:
    file = folder / "copy.docx"
    write_document(file, module, content, language, READ_ON)
    return Document(str(file))


def lines(document: WordDocument) -> Iterator[str]:
    """Everything in order: a paragraph as it is, a row of a table with a bar between its cells."""
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from (" | ".join(cell.text for cell in row.cells) for row in block.rows)
        else:
            yield block.text


def headings(document: WordDocument, level: int) -> list[str]:
    return [one.text for one in document.paragraphs if one.style and one.style.name == f"Heading {level}"]


def below(document: WordDocument, heading: str) -> list[str]:
    """What stands between a heading of the first level and the next."""
    found: list[str] | None = None
    firsts = set(headings(document, 1))
    for line in lines(document):
        if line in firsts:
            if found is not None:
                return found
            found = [] if line == heading else None
        elif found is not None:
            found.append(line)
    assert found is not None, heading
    return found


def test_every_question_stands_with_its_key_feedback_goal_and_sources(
    copy: WordDocument, module: Module
) -> None:
    said = below(copy, "Kunskapskontrollen: alla frågor")
    goals = {goal.id: goal.text.sv for goal in module.goals}
    for number, question in enumerate(module.questions, 1):
        start = said.index(f"F{number}. {question.id}")
        about = said[start + 1]
        assert f"Avsnitt {question.section}." in about
        assert goals[question.goal] in about
        assert ("Måste vara rätt" in about) == question.must_know
        assert ("Källor: " in about) == bool(question.references)
        assert f"F{number}\tFråga: {question.text.sv}" in said
        if question.situation is not None:
            assert f"F{number} s\tSituation: {question.situation.sv}" in said
        for option in question.options:
            mark = "RÄTT: " if option.correct else ""
            assert f"F{number} {option.id} | {mark}{option.text.sv} | {option.feedback.sv}" in said


def test_the_text_stands_in_numbered_paragraphs_with_its_boxes_parts_and_cards(copy: WordDocument) -> None:
    everything = list(lines(copy))
    section = below(copy, headings(copy, 1)[headings(copy, 1).index("Vad modulen lovar") + 2])
    numbers = [line.split("\t")[0] for line in section if "\t" in line]
    assert numbers == [f"2.{place}" for place in range(1, len(numbers) + 1)]
    assert "Ruta (viktigast): Det viktigaste" in section
    assert "Ruta (gor-sa): När någon berättar för dig" in everything
    for audience in ("politiker", "chef", "medarbetare"):
        assert f"Bara för: {audience}" in everything
    assert not any("[[" in line or "[@" in line or ":::" in line for line in everything)
    assert any("(SoL 19\xa0kap. 1\xa0§" in line for line in everything)


def test_cases_stand_with_all_their_choices_and_the_safe_ones_marked(
    copy: WordDocument, module: Module
) -> None:
    everything = "\n".join(lines(copy))
    for case in module.cases:
        assert f"Fall med val: {case.title.sv}" in everything
        for scene in case.scenes:
            assert scene.text.sv in everything
            for choice in scene.choices:
                mark = "SÄKERT VAL" if choice.safe else "OSÄKERT VAL"
                assert f"\t{mark}: {choice.text.sv}\nSvar till läsaren: {choice.says.sv}" in everything


def test_pictures_stand_with_all_that_they_say(copy: WordDocument, module: Module) -> None:
    everything = "\n".join(lines(copy))
    for picture in module.pictures:
        assert f"Bild ({picture.id})" in everything
        assert f"Bildtext: {picture.caption.sv}" in everything
        assert f"Beskrivning: {picture.description.sv}" in everything
        for part in picture.parts:
            for text in (part.label, part.text, *part.points):
                assert text is None or text.sv in everything


def test_summary_guide_and_goals_are_there(copy: WordDocument, module: Module) -> None:
    assert {goal.text.sv for goal in module.goals} <= {
        line.split(": ", 1)[1] for line in below(copy, "Vad modulen lovar") if "Lärmål" in line
    }
    assert below(copy, "Sammanfattningen att skriva ut")
    guide = below(copy, "Handledningen för arbetsplatsträffen")
    assert any(line.endswith("| Summa | 40") or "| Summa |" in line for line in guide)


def test_every_source_stands_in_full(copy: WordDocument, loaded: Content, module: Module) -> None:
    sources = "\n".join(below(copy, "Källorna"))
    for key in {key for question in module.questions for key in question.references}:
        reference = loaded.references[key]
        start = sources.index(f"[{key}]")
        said = sources[start : start + 1500]
        for part in (reference.name.sv, reference.sfs, reference.place, reference.url):
            assert part is None or part in said
        assert f"Läst {reference.last_checked}. Ska läsas igen senast {reference.check_by}." in said
        assert "Status: " in said


def test_what_a_lawyer_must_confirm_stands_first_by_its_number(copy: WordDocument) -> None:
    first = headings(copy, 1)
    assert first[:2] == ["Så granskar du", "Frågor till kommunjuristen"]
    asked = below(copy, "Frågor till kommunjuristen")[2:]
    everything = [line for line in lines(copy) if "bekräftas av kommunjurist" in line]
    marked = [line for line in everything if line not in asked]
    rows = [line for line in asked if " | " in line]
    assert len(rows) >= len(marked) > 5
    for row in rows:
        number, words, _answer = row.split(" | ")
        assert any(line.startswith((f"{number}\t", f"{number} | ")) and words in line for line in marked), row


def test_each_role_sees_what_is_open_for_it(loaded: Content, module: Module, tmp_path: Path) -> None:
    wanted = digests(module)
    one, two, three = (question.id for question in module.questions[:3])
    made = [(TEXT, wanted[TEXT]), (one, wanted[one]), (two, "0" * 16), (three, wanted[three])]
    reviews = [
        Review(role="heder", reviewed_by="Siv Ek", date=READ_ON, version="1.0", covers=item, digest=digest)
        for item, digest in made
    ]
    known = type(loaded)(
        loaded.modules,
        loaded.references,
        loaded.glossary,
        loaded.routines,
        {**loaded.reviews, SLUG: type(loaded.reviews[SLUG])(tuple(reviews))},
        loaded.equivalents,
    )
    document = opened(tmp_path, module, known)
    said = below(document, "Vem läser vad, och vad som är öppet")
    assert set(headings(document, 2)) >= {name[:1].upper() + name[1:] for name in ROLES.values()}
    last = len(module.questions)
    assert f"Frågor: öppna | F1–F{last} ({last} av {last})" in said
    heder = said[said.index("Hedersrelaterat våld och förtryck") :]
    heder = heder[: heder.index("Egen erfarenhet av våld")]
    assert "Granskad (2026-11-22, Siv Ek, version 1.0)" in " ".join(heder)
    assert f"Frågor: öppna | F4–F{last} ({last - 3} av {last})" in heder
    assert f"Frågor: öppna: ändrade sedan granskningen | F2 (1 av {last})" in heder
    assert f"Frågor: granskade | F1, F3 (2 av {last})" in heder


def test_the_text_can_be_read_in_english(loaded: Content, module: Module, tmp_path: Path) -> None:
    document = opened(tmp_path, module, loaded, "en")
    everything = "\n".join(lines(document))
    assert "Texterna är på engelska." in everything
    for question in module.questions:
        assert question.text.read("en") in everything
    assert "confirmed by the municipal lawyer" in "\n".join(below(document, "Frågor till kommunjuristen"))


def test_what_somebody_wrote_stays_text(loaded: Content, module: Module, tmp_path: Path) -> None:
    question = module.questions[0]
    text = question.text.model_copy(update={"sv": HOSTILE})
    hostile = module.model_copy(update={"questions": (question.model_copy(update={"text": text}),)})
    document = opened(tmp_path, hostile, loaded)
    assert f"F1\tFråga: {HOSTILE}" in list(lines(document))


def test_the_file_speaks_swedish_and_fetches_and_runs_nothing(
    loaded: Content, module: Module, tmp_path: Path
) -> None:
    document = opened(tmp_path, module, loaded)
    assert {lang.get(qn("w:val")) for lang in document.styles.element.iter(qn("w:lang"))} == {"sv-SE"}
    assert document.core_properties.title == f"{module.title.sv}: granskningskopia, version {module.version}"
    footer = document.sections[0].footer.paragraphs[0]
    assert [field.get(qn("w:instr")) for field in footer._p.iter(qn("w:fldSimple"))] == ["PAGE"]
    with zipfile.ZipFile(tmp_path / "copy.docx") as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert not any(b'TargetMode="External"' in part for part in parts.values())
    assert not any("vba" in name.lower() for name in parts)


def run(content: Path, *arguments: str) -> Result:
    environment = {"ELEARN_CONTENT_DIR": str(content)}
    return CliRunner().invoke(cli, ["content", "review-copy", *arguments], env=environment)


def test_the_command_writes_a_file_for_every_module_or_those_named(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    shutil.copytree(content / "exempel", content / "annan")
    settings = content / "annan/module.yaml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("number: 7", "number: 8", 1), encoding="utf-8"
    )
    out = tmp_path / "ut/granskning"
    result = run(content, "-o", str(out))
    assert result.exit_code == 0, result.output
    names = sorted(file.name for file in out.iterdir())
    assert [name.split("-")[0] for name in names] == ["annan", "exempel"]
    assert all(name.endswith("-granskning.docx") for name in names)
    assert run(content, "exempel", "-o", str(tmp_path / "en"), "--language", "en").exit_code == 0
    [english] = (tmp_path / "en").iterdir()
    assert english.name == names[1].replace(".docx", "-en.docx")


def test_a_module_that_is_not_there_is_refused_with_a_sentence(tmp_path: Path) -> None:
    result = run(copy_content(tmp_path), "annan", "-o", str(tmp_path / "ut"))
    assert result.exit_code == 2
    assert "Det finns ingen modul ”annan”. Modulerna är exempel." in result.output
    assert not (tmp_path / "ut").exists()


def test_a_file_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    (tmp_path / "ut").write_text("en fil", encoding="utf-8")
    result = run(content, "-o", str(tmp_path / "ut/under"))
    assert result.exit_code == 2
    assert "går inte att skriva" in result.output
