"""Reading content files: every mistake of form, at its file and line, with what to do."""

from pathlib import Path

import pytest

from elearn.content_files import MAX_BYTES, ContentError
from elearn.modules.loader import Content, Mistake, load_content
from tests.modules.content_copy import EXAMPLE, change, copy_content, line_of

MODULE, CHECK, REFERENCES = "exempel/module.yaml", "exempel/check.yaml", "references.yaml"
SECTION = "exempel/sections/ett.sv.md"
CASES, PICTURES, CHANGES = (f"exempel/{name}.yaml" for name in ("cases", "pictures", "changes"))
DESCRIPTION = "Det ena, och sedan det andra. Bilden visar två delar, den ena före den andra."
GLOSSARY, LOCAL, COVERAGE = "glossary.yaml", "local.yaml", "plan-coverage.yaml"

# file, what stands there, what stands there instead, what the mistake's line holds, words of the sentence
BROKEN: list[tuple[str, str, str, str, str]] = [
    # The YAML itself.
    (MODULE, "  sv: Exempelmodulen", "  sv: Exempel: modulen", "Exempel: modulen", "Sätt citattecken"),
    (MODULE, "  sv: Exempelmodulen", "  sv: @exempel", "@exempel", "Sätt citattecken"),
    (MODULE, "title:\n  sv: Exempelmodulen", "title: {sv: Vad, en: Var?, x", "title: {sv", "tar inte slut"),
    (MODULE, "  sv: Exempelmodulen", "\tsv: Exempelmodulen", "\tsv: Exempelmodulen", "inte tabb"),
    (MODULE, "number: 7", "number: 7\n- sak", "- sak", "Rätta indraget"),
    (MODULE, "title:\n", "title: - sak\n", "title: - sak", "strecket"),
    (MODULE, "  sv: Exempelmodulen", '  sv: "Exempelmodulen', 'sv: "Exempelmodulen', "avslutas aldrig"),
    (MODULE, "  sv: Exempelmodulen", '  sv: "Exempel" modulen', '"Exempel" modulen', "citattecken"),
    (MODULE, "number: 7", "number 7", "version:", "Sätt citattecken"),
    (MODULE, "  sv: Exempelmodulen", "  sv: *exempel", "*exempel", "egen betydelse"),
    (MODULE, "number: 7", "number: 7\n---", "---", "---"),
    (MODULE, "number: 7", "number: 7\nnumber: 8", "number: 8", "första gången på rad 1"),
    (MODULE, "  sv: Exempelmodulen", "  sv: !!python/name:os.system x", "!!python", "python/name"),
    (MODULE, "  sv: Exempelmodulen", '  sv: "Exempel\\u202emodulen"', "u202e", "osynligt"),
    (MODULE, "title:", "? [a, b]\n: c\ntitle:", "? [a, b]", "namnet före kolon"),
    # What stands in it.
    (MODULE, "number: 7", "nummer: 7", "nummer", "inget känt fält"),
    (MODULE, 'version: "1.0"', "version: 1.0", "version:", "Sätt citattecken"),
    (MODULE, 'version: "1.0"', 'version: "ett"', "version:", "två tal med punkt"),
    (MODULE, "number: 7", "number: 100", "number: 100", "högst 99"),
    (MODULE, "number: 7", "number: 0", "number: 0", "minst 1"),
    (MODULE, "number: 7", 'number: "7"', 'number: "7"', "heltal"),
    (MODULE, "- id: forsta", "- id: Första", "id: Första", "a–z"),
    (MODULE, "  sv: Exempelmodulen", '  sv: ""', 'sv: ""', "tomt"),
    (MODULE, "  sv: Exempelmodulen", "  no: Exempelmodulen", "no: Exempelmodulen", "”no”"),
    (
        MODULE,
        "title:\n  sv: Exempelmodulen\n  en: The example",
        "title: Exempelmodulen",
        "title: Ex",
        "egna rader",
    ),
    (MODULE, "goals:\n", "slug: exempel\ngoals:\n", "slug: exempel", "skrivs inte här"),
    (MODULE, "    name: ett", "    name: ett\n    body: x", "body: x", "sections/ett.sv.md"),
    (MODULE, "number: 7", "number: 7\nminutes: 20", "minutes: 20", "skrivs inte här"),
    (MODULE, "    name: ett", "    name: ett\n    minutes: 4", "minutes: 4", "Tiden räknas ut"),
    (MODULE, "    name: ett\n", "", "- number: 1", "”name” saknas"),
    (MODULE, "    name: ett", "    name: elva", "name: elva", "sections/elva.sv.md saknas"),
    (MODULE, "  - number: 1\n", "  - ett\n  - number: 1\n", "- ett", "egna rader"),
    (CHECK, "correct: true", "correct: yes", "correct: yes", "true eller false"),
    (CHECK, "        correct: true\n", "", "- id: fraga-1", "minst ett alternativ ska vara rätt"),
    (
        CHECK,
        "        feedback:\n          sv: Därför är det rätt.\n          en: That is why it is right.\n",
        "",
        "- id: a",
        "”feedback” saknas",
    ),
    (CHECK, "questions:", "frågor: []\nquestions:", "frågor", "inget känt fält"),
    (CHECK, "references: [sol-19-1, rapport-2024]", "references: sol-19-1", "references: sol", "lista"),
    (
        CHECK,
        "references: [sol-19-1, rapport-2024]",
        "references: [5]",
        "references: [5]",
        "en rad i ”references”",
    ),
    (REFERENCES, "kind: statute", "kind: law", "kind: law", "statute, source"),
    (REFERENCES, "last_checked: 2026-02-12", "last_checked: 2026-02-30", "2026-02-30", "en dag som finns"),
    (REFERENCES, "  sol-19-1:", "  SoL 19:1:", "SoL 19:1", "”key”"),
    (REFERENCES, "references:\n", "references:\n  tom:\n", "tom:", "egna rader"),
    # Cards, cases, pictures and changes.
    (SECTION, "## Rubrik", "[[kort: okant]]", "[[kort: okant]]", "kortet ”okant” finns inte"),
    (CASES, "safe: true", "safe: false", "- id: samtalet", "minst ett val med safe: true"),
    (
        CASES,
        "            safe: true\n",
        "            safe: true\n            next: slutet\n",
        "samtalet",
        "senare scen",
    ),
    (CASES, "        choices:", "        val: []\n        choices:", "val: []", "inget känt fält"),
    (PICTURES, "kind: steps", "kind: circle", "kind: circle", "steps, layers"),
    (PICTURES, "kind: layers", "kind: compare", "- id: ringarna", "compare"),
    (PICTURES, "        value: 1.5\n", "", "- id: staplarna", "varje stapel"),
    (PICTURES, f"      sv: {DESCRIPTION}\n", "", "description:", "”description.sv” saknas"),
    (CHANGES, "size: major", "size: huge", "size: huge", "minor, major"),
    # What the modules share.
    (GLOSSARY, "    meaning:", "    betyder:", "betyder:", "inget känt fält"),
    (LOCAL, "    asks: Hur anmäler personalen?\n", "", "anmalan:", "”asks” saknas"),
    (COVERAGE, '    taught_in: ["7/1"]\n', "", '"3":', "ange taught_in"),
    (COVERAGE, '["7/1"]', '["avsnitt 1"]', "avsnitt 1", "kan inte vara en rad i ”taught_in”"),
    # Markdown, as far as reading it goes.
    (SECTION, "Tre korta", "Tre\u200bkorta", "Tre\u200bkorta", "U+200B"),
]


def mistakes_of(content: Path) -> list[Mistake]:
    with pytest.raises(ContentError) as refused:
        load_content(content)
    return list(refused.value.mistakes)


@pytest.mark.parametrize(
    ("file", "old", "new", "where", "words"), BROKEN, ids=[f"{row[1]} -> {row[2]}" for row in BROKEN]
)
def test_a_mistake_is_named_with_file_line_and_remedy(
    tmp_path: Path, file: str, old: str, new: str, where: str, words: str
) -> None:
    content = copy_content(tmp_path)
    change(content, file, old, new)
    found = mistakes_of(content)
    expected = f"content/{file}:{line_of(content, file, where)}: "
    assert [str(one) for one in found if str(one).startswith(expected) and words in one.message], found


def test_content_without_mistakes_becomes_values() -> None:
    content = load_content(EXAMPLE)
    assert isinstance(content, Content)
    [module] = content.modules
    assert (module.slug, module.number, module.version) == ("exempel", 7, "1.0")
    assert module.sections[0].body.sv.startswith("::: viktigast")
    assert module.question("fraga-4") is not None
    assert content.references["rapport-2024"].year == 2024


def test_modules_stand_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    (content / "exempel").rename(content / "ostlig")
    other = copy_content(tmp_path / "other")
    (other / "exempel").rename(content / "annan")
    change(content, "annan/module.yaml", "number: 7", "number: 9")
    assert [module.slug for module in load_content(content).modules] == ["ostlig", "annan"]


def test_every_file_is_read_before_anything_is_refused(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    change(content, MODULE, "number: 7", "number: sju")
    change(content, CHECK, "section: 1", "section: ett")
    change(content, REFERENCES, "year: 2024", "year: i fjol")
    (content / SECTION).write_bytes("å".encode("latin-1"))
    assert [mistake.path for mistake in mistakes_of(content)] == [
        f"content/{file}" for file in (CHECK, MODULE, SECTION, REFERENCES)
    ]


@pytest.mark.parametrize("file", [MODULE, CHECK, REFERENCES])
def test_a_file_that_is_missing_is_named(tmp_path: Path, file: str) -> None:
    content = copy_content(tmp_path)
    (content / file).unlink()
    assert any(
        one.path == f"content/{file}" and one.line == 0 and "saknas" in one.message
        for one in mistakes_of(content)
    )


@pytest.mark.parametrize("file", [MODULE, CHECK, REFERENCES])
@pytest.mark.parametrize(
    "text", ["", "- en lista\n", "bara text\n", "[" * 3000, "a: " + "[" * 900 + "]" * 900]
)
def test_a_file_of_another_shape_is_refused_with_a_sentence(tmp_path: Path, file: str, text: str) -> None:
    content = copy_content(tmp_path)
    (content / file).write_text(text, encoding="utf-8")
    assert any(one.path == f"content/{file}" for one in mistakes_of(content))


@pytest.mark.parametrize(
    ("file", "text"), [(CHECK, "andra: 1\n"), (REFERENCES, "andra: 1\n"), (REFERENCES, "references: 1\n")]
)
def test_a_register_without_its_first_word_is_refused(tmp_path: Path, file: str, text: str) -> None:
    content = copy_content(tmp_path)
    (content / file).write_text(text, encoding="utf-8")
    assert any(
        "saknas. Lägg till det" in one.message for one in mistakes_of(content) if one.path.endswith(file)
    )


def test_sections_that_are_no_list_are_refused(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    text = (content / MODULE).read_text(encoding="utf-8")
    (content / MODULE).write_text(text.split("sections:")[0] + "sections: fem\n", encoding="utf-8")
    assert any("”sections” ska vara en lista" in one.message for one in mistakes_of(content))


def test_repeating_a_text_by_reference_is_refused(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    change(content, MODULE, "title:\n  sv: Exempelmodulen", "title: &t\n  sv: Exempelmodulen")
    change(
        content, MODULE, "summary:\n  sv: En modul för proven.\n  en: A module for the tests.", "summary: *t"
    )
    assert any("Skriv texten en gång till" in one.message for one in mistakes_of(content))


def test_a_file_larger_than_any_module_is_refused_unread(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    (content / CHECK).write_bytes(b"#" * (MAX_BYTES + 1))
    assert any("större än 2 MB" in one.message for one in mistakes_of(content))


def test_a_folder_in_place_of_a_file_is_refused(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    (content / CHECK).unlink()
    (content / CHECK).mkdir()
    assert any("går inte att läsa" in one.message for one in mistakes_of(content))


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("anteckningar.txt", "hör inte hit"),
        ("exempel/bild.png", "hör inte hit"),
        ("exempel/sections/sex.sv.md", "står inte i module.yaml"),
        ("exempel/sections/ett.de.md", "Byt namn"),
        ("exempel/sections/ett.md", "Byt namn"),
        ("exempel/sections/ett.sv.txt", "Byt namn"),
        ("exempel/summary.de.md", "hör inte hit"),
        ("cards/tolk.md", "Byt namn"),
    ],
)
def test_a_file_that_nothing_asks_for_is_named(tmp_path: Path, file: str, words: str) -> None:
    content = copy_content(tmp_path)
    (content / file).write_text("Text.\n", encoding="utf-8")
    [mistake] = mistakes_of(content)
    assert (mistake.path, mistake.line) == (f"content/{file}", 0)
    assert words in mistake.message


def test_a_file_that_never_ends_is_refused(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    (content / CHECK).unlink()
    (content / CHECK).symlink_to("/dev/zero")
    assert any("går inte att läsa" in one.message for one in mistakes_of(content))


def test_an_editor_s_hidden_files_are_left_alone(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    (content / ".DS_Store").write_bytes(b"\x00")
    (content / "exempel" / ".module.yaml.swp").write_bytes(b"\x00")
    assert len(load_content(content).modules) == 1


def test_an_empty_section_is_refused(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    (content / SECTION).write_text(" \n\n", encoding="utf-8")
    [mistake] = mistakes_of(content)
    assert str(mistake).startswith(f"content/{SECTION}:1: filen är tom")


def test_a_module_s_folder_needs_a_name_for_commands(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    (content / "exempel").rename(content / "Exempel modul")
    [mistake] = mistakes_of(content)
    assert mistake.path == "content/Exempel modul"
    assert "a–z" in mistake.message


def test_a_wrong_folder_is_named_with_the_setting_that_names_it(tmp_path: Path) -> None:
    [mistake] = mistakes_of(tmp_path / "ingenstans")
    assert "ELEARN_CONTENT_DIR" in mistake.message


def test_content_without_a_module_is_refused(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    (content / "exempel").rename(tmp_path / "bort")
    [mistake] = mistakes_of(content)
    assert "ingen modul" in mistake.message


def test_english_is_read_beside_the_swedish(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    (content / "exempel/sections/tva.en.md").unlink()
    [module] = load_content(content).modules
    assert module.sections[0].body.language("en") == "en"
    assert module.sections[1].body.language("en") == "sv"


def test_line_endings_marks_and_composed_letters_do_not_matter(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    text = (content / SECTION).read_text(encoding="utf-8").replace("\n", "\r\n").replace("ö", "o\u0308")
    (content / SECTION).write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert load_content(content).modules == load_content(EXAMPLE).modules
