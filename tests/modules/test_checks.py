"""The content check: what the rules ask beyond the form, each broken in one place."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.modules.content_copy import EXAMPLE, Broken, change, check_named, copy_content, messages, name

MODULE, CHECK, REFERENCES, CONTACTS = (
    "exempel/module.yaml",
    "exempel/check.yaml",
    "references.yaml",
    "contacts.yaml",
)
SECTION = "exempel/sections/ett.sv.md"
BOX = "::: viktigast\nTre korta meningar. Om avsnitt ett. Mer står nedan.\n:::\n"
END = "Text i en ruta [@sol-19-1] [@rapport-2024].\n:::\n"

BROKEN: list[Broken] = [
    # The bank.
    (
        MODULE,
        "  - id: tredje\n    text:\n      sv: Du kan det tredje.\n      en: You know the third.\n",
        "",
        "goals:",
        "2 lärmål",
    ),
    (MODULE, "- id: andra", "- id: forsta", 14, "id ”forsta” finns redan på rad 10"),
    (MODULE, "- number: 2", "- number: 1", 28, "number ”1” finns redan"),
    (CHECK, "goal: andra", "goal: fjarde", "goal: fjarde", "”fjarde” finns inte"),
    (CHECK, "section: 1", "section: 6", "section: 6", "avsnitt 6 finns inte"),
    (CHECK, "[sol-19-1, rapport-2024]", "[sol-19-1, sol-99-1]", "sol-99-1", "”sol-99-1” finns inte"),
    (CHECK, "- id: fraga-2\n", "- id: fraga-1\n", 39, "id ”fraga-1” finns redan på rad 2"),
    (CHECK, "- id: b", "- id: a", 18, "id ”a” finns redan"),
    # Boxes.
    (SECTION, BOX, "", "## Rubrik", "ska börja med rutan"),
    (SECTION, "::: fakta", "::: faktum", "::: faktum", "rutan ”faktum” finns inte"),
    (SECTION, END, END + ":::\n", 14, "inte är öppnad"),
    (SECTION, END, "Text.\n", "::: fakta", "avslutas aldrig"),
    (SECTION, END, "::: fall\nText.\n:::\n" + END, "::: fall", "en ruta i en ruta"),
    (SECTION, "::: fakta", ":::: fakta", ":::: fakta", "längst till vänster"),
    (SECTION, "::: fakta", "  ::: fakta", "  ::: fakta", "längst till vänster"),
    (SECTION, "::: fakta", ":::fakta", ":::fakta", "längst till vänster"),
    # Headings and what Markdown can do that the page cannot.
    (SECTION, "## Rubrik", "# Rubrik", "# Rubrik", "## eller ###"),
    (SECTION, "### Mindre", "#### Mindre", "#### Mindre", "## eller ###"),
    (SECTION, "## Rubrik", "### Rubrik", "### Rubrik", "Skriv ## här"),
    (SECTION, "## Rubrik", "<div>Rubrik</div>", "<div>", "HTML"),
    (SECTION, "Den som arbetar", "Den\nsom <b>arbetar</b>", "som <b>", "HTML"),
    (SECTION, "Den som arbetar", "<!-- anteckning -->", "<!--", "HTML"),
    (SECTION, "Den som arbetar", "    Den som arbetar", "    Den som", "indraget"),
    (SECTION, "Den som arbetar", "![bild](bild.png)", "![bild]", "pictures.yaml"),
    # Sources and links.
    (SECTION, "[@sol-19-1]", "[@sol-99-9]", "[@sol-99-9]", "”sol-99-9” finns inte"),
    (SECTION, "[@sol-19-1]", "[@sol-19-1, @rapport-2024]", "@rapport-2024]. Läs", "är ingen källa"),
    (SECTION, "[@sol-19-1]", "[se @sol-19-1]", "[se @", "är ingen källa"),
    (CHECK, "sv: Hus är rätt", "sv: Hus är rätt [@sol-19-1]", "rätt [@", "listan references"),
    (SECTION, "/moduler/7/2", "/moduler/7/9", "/moduler/7/9", "inget avsnitt 9"),
    (SECTION, "/moduler/7/2", "/moduler/8/2", "/moduler/8/2", "ingen modul med nummer 8"),
    (SECTION, "(/hjalp)", "(/hjalp/de)", "/hjalp/de", "går inte att länka till"),
    (SECTION, "(/hjalp)", "(http://exempel.example)", "http://exempel", "https://"),
    (SECTION, "(/hjalp)", "(tel:112)", "tel:112", "går inte att länka till"),
    (SECTION, "[Hjälp och stöd]", "[Hjälp [@sol-19-1]]", "[Hjälp", "länken är trasig"),
    (SECTION, "(/hjalp)", "(/hjalp sidan)", "/hjalp sidan", "länken är trasig"),
    (SECTION, "[Hjälp och stöd]", "[här]", "[här]", "säger inte vart"),
    (SECTION, "[Hjälp och stöd]", "[]", "[](/hjalp)", "säger inte vart"),
    # What may stand nowhere.
    (SECTION, "Den som", "Ring 020-50 50 50. Den som", "020-50", "telefonnumret 020-50 50 50"),
    (SECTION, "Den som", "Ring 116 111. Den som", "116 111", "telefonnumret 116 111"),
    (SECTION, "Den som", "Ring +46 470 410 00. Den som", "+46", "telefonnumret"),
    (CHECK, "Därför är det rätt.", "Ring 0470-410 00.", "0470", "telefonnumret 0470-410 00"),
    (MODULE, "En modul för proven.", "Enligt SoL (2001:453).", "2001:453", "upphävd"),
    (REFERENCES, '"2025:400"', '"2001:453"', "2001:453", "upphävd"),
    # The registers.
    (REFERENCES, '    sfs: "2025:400"\n', "", "sol-19-1:", "behöver sfs"),
    (REFERENCES, "check_by: 2027-02-12", "check_by: 2025-02-12", "2025-02-12", "före last_checked"),
    (CONTACTS, "category: danger", "category: fara", "category: fara", "danger, advice"),
    (CONTACTS, 'phone: "112"', "phone: 112", "phone: 112", "Sätt citattecken"),
    (CONTACTS, 'phone: "112"', 'phone: "ett ett två"', "ett ett två", "Skriv siffror"),
    (CONTACTS, "    url: null", "    url: exempel.example", "url: exempel", "https://"),
    (CONTACTS, "status: V3", "status: V1", "contacts:", "112 saknas"),
    (CONTACTS, "  - id: sos-112", "  - bara text\n  - id: sos-112", "- bara text", "egna rader"),
    (CONTACTS, "contacts:", "kontakter:", "kontakter:", "”contacts” saknas"),
]


@pytest.mark.parametrize(("file", "old", "new", "where", "words"), BROKEN, ids=name(BROKEN))
def test_a_mistake_is_named_with_file_line_and_remedy(
    tmp_path: Path, file: str, old: str, new: str, where: str | int, words: str
) -> None:
    check_named(tmp_path, file, old, new, where, words)


def test_right_content_has_no_mistake() -> None:
    assert messages(EXAMPLE) == ""


def keep_questions(content: Path, keep: Callable[[int], bool]) -> None:
    """Leave out questions by their number, 1 to 24."""
    head, *questions = (content / CHECK).read_text(encoding="utf-8").split("  - id: fraga-")
    kept = [one for one in questions if keep(int(one.split("\n")[0]))]
    (content / CHECK).write_text("  - id: fraga-".join([head, *kept]), encoding="utf-8")


def test_a_bank_with_too_few_questions_is_refused(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    keep_questions(content, lambda number: number != 24)
    assert messages(content) == f"content/{CHECK}:1: 23 frågor; det ska vara minst 24."


def test_a_goal_with_three_questions_is_refused(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    keep_questions(content, lambda number: number % 3 != 2 or number <= 8)
    assert "lärmålet ”tredje” har 3 frågor; det ska vara minst 4" in messages(content)


def test_a_bank_with_five_must_know_questions_is_refused(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    change(content, CHECK, "    must_know: true\n", "")
    assert messages(content) == f"content/{CHECK}:1: 5 frågor med must_know: true; det ska vara minst 6."


def test_a_bank_without_eight_ordinary_questions_cannot_be_drawn_from(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    for number in range(7, 18):
        change(content, CHECK, f"- id: fraga-{number}\n", f"- id: fraga-{number}\n    must_know: true\n")
    assert "det går inte att lotta 10 frågor" in messages(content)


def test_a_bank_that_asks_three_goals_by_must_know_alone_cannot_be_drawn_from(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    text = (content / CHECK).read_text(encoding="utf-8")
    head, *questions = text.split("  - id: ")
    ordinary = [
        one.replace("goal: andra", "goal: forsta").replace("goal: tredje", "goal: forsta")
        for one in questions
    ]
    goals = ("andra", "tredje", "fjarde")
    for place in range(6):
        ordinary[place] = ordinary[place].replace("    must_know: true\n", "")
        ordinary[place] = ordinary[place].replace(
            "goal: forsta", f"goal: {goals[place % 3]}\n    must_know: true"
        )
    (content / CHECK).write_text("  - id: ".join([head, *ordinary]), encoding="utf-8")
    change(
        content,
        MODULE,
        "sections:",
        "  - id: fjarde\n    text:\n      sv: Du kan det fjärde.\n      en: You know it.\nsections:",
    )
    assert "det går inte att lotta 10 frågor" in messages(content)


TEXT = "          sv: x\n          en: y\n"
RIGHT = f"      - id: {{}}\n        correct: true\n        text:\n{TEXT}        feedback:\n{TEXT}"


def test_a_question_with_three_right_options_is_refused(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    change(content, CHECK, "      - id: b\n", RIGHT.format("e") + RIGHT.format("f") + "      - id: b\n")
    assert "högst två alternativ får vara rätt" in messages(content)


def test_two_right_options_are_allowed(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    change(content, CHECK, "      - id: b\n", RIGHT.format("e") + "      - id: b\n")
    assert messages(content) == ""


def test_a_module_with_four_sections_is_refused(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    text = (content / MODULE).read_text(encoding="utf-8")
    (content / MODULE).write_text(text.split("  - number: 5")[0], encoding="utf-8")
    for language in ("sv", "en"):
        (content / f"exempel/sections/fem.{language}.md").unlink()
    assert "4 avsnitt; det ska vara minst 5" in messages(content)


def test_two_modules_cannot_share_a_number(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    (copy_content(tmp_path / "other") / "exempel").rename(content / "ovning")
    found = messages(content)
    assert "content/ovning/module.yaml:1: nummer 7 har redan exempel. Ge modulen ett ledigt nummer." in found


def test_a_mistake_elsewhere_does_not_make_right_links_and_sources_wrong(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    change(content, MODULE, "- id: forsta", "- id: Första")
    change(content, REFERENCES, "status: verified", "status: kontrollerad")
    paths = [line.split(":")[0] for line in messages(content).splitlines()]
    assert paths == [f"content/{MODULE}", f"content/{REFERENCES}"]


def test_a_module_without_a_number_is_no_address(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    change(content, MODULE, "number: 7", "number: sju")
    found = messages(content)
    assert f"content/{MODULE}:1: ”number” ska vara ett heltal" in found
    assert "ingen modul med nummer 7" in found


def test_the_same_helpline_twice_is_refused(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    text = (content / CONTACTS).read_text(encoding="utf-8")
    (content / CONTACTS).write_text(text + text.split("contacts:\n")[1], encoding="utf-8")
    assert "id ”sos-112” finns redan" in messages(content)


def test_numbers_that_are_no_telephone_numbers_may_stand_in_a_text(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    text = "Ring 112 eller 114 14. SoL (2025:400), prop. 2020/21:163, 2017–2018, den 2026-02-12, 1 000 000 000 kr."
    change(content, SECTION, "Den som", f"{text} Den som")
    assert "telefonnumret" not in messages(content)


def test_a_link_to_a_knowledge_check_or_a_module_is_right(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    change(content, SECTION, "/moduler/7/2", "/moduler/7/kunskapskontroll")
    change(content, SECTION, "/hjalp", "/moduler/7")
    assert messages(content) == ""
