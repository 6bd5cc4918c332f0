"""The content check on texts: what they put in, parts, both languages, words, law that has moved, how hard they are."""

from pathlib import Path

import pytest

from elearn.modules.checks.readability import lix
from tests.modules.content_copy import Broken, change, check_named, copy_content, line_of, messages, name

MODULE, CHECK, CASES, PICTURES = (f"exempel/{file}.yaml" for file in ("module", "check", "cases", "pictures"))
ETT, TVA, TRE, FYRA, FEM = (f"exempel/sections/{file}.sv.md" for file in ("ett", "tva", "tre", "fyra", "fem"))
ENGLISH = "exempel/sections/ett.en.md"
SUMMARY, CARD, GLOSSARY, LOCAL = "exempel/summary.sv.md", "cards/tolk.sv.md", "glossary.yaml", "local.yaml"
PART = "[[för: chef]]\nDet här stycket är bara för några.\n[[slut]]\n"
CALM = "Här står lugna rader"
DESCRIPTION = "Det ena, och sedan det andra. Bilden visar två delar, den ena före den andra."
ROW = "Here are calm lines that only fill out this passage. They say nothing new, and they may well be read fast."
SWEDISH = "Här står lugna rader som bara fyller ut det här stycket. De säger inget nytt, och de får gärna läsas fast."

BROKEN: list[Broken] = [
    # What is put in.
    (ETT, "[[bild: stegen]]", "[[bilden: stegen]]", "[[bilden", "”bilden” finns inte. Välj kort, bild"),
    (ETT, "[[bild: stegen]]", "[[bild: trappan]]", "[[bild", "”trappan” finns inte i pictures.yaml"),
    (ETT, "[[bild: stegen]]", "[[bild]]", "[[bild", "”None” finns inte i pictures.yaml"),
    (ETT, "[[bild: stegen]]", "Se [[bild: stegen]]", "Se [[bild", "ensamt på en egen rad"),
    (TRE, "[[fall: samtalet]]", "[[fall: samtal]]", "[[fall", "”samtal” finns inte i cases.yaml"),
    (FYRA, "[[lokalt: anmalan]]", "[[lokalt: samtal]]", "[[lokalt", "”samtal” finns inte i local.yaml"),
    (ETT, "Text i en ruta", "[[bild: stegen]]\nText", "[[bild: stegen]]", "kan inte stå i en ruta"),
    (SUMMARY, "## Gör så här", "[[kort: tolk]]", "[[kort", "hör hemma i ett avsnitt"),
    (CARD, "Ta en tolk", "[[bild: stegen]]\nTa en tolk", "[[bild", "hör hemma i ett avsnitt"),
    # Parts.
    (
        FYRA,
        "[[för: chef]]",
        "[[för: rektor]]",
        "[[för: rektor",
        "läsaren ”rektor” finns inte. Välj politiker",
    ),
    (FYRA, PART, "", "[[för: politiker", "gruppen saknar [[för: chef]]."),
    (FYRA, PART, PART + PART, 22, "[[för: chef]] finns redan i gruppen"),
    (FYRA, PART, PART + "\nEtt stycke emellan.\n", "[[för: politiker", "saknar [[för: medarbetare]]"),
    (FYRA, PART, PART + "\nEtt stycke emellan.\n", "[[för: medarb", "[[för: politiker]] och [[för: chef]]"),
    (FYRA, PART, PART.replace("[[slut]]\n", ""), "[[för: medarb", "en del i en del: den från rad"),
    (FYRA, PART, PART + "[[slut]]\n", 22, "inte är öppnad"),
    (FYRA, "[[slut]]\n\n[[lokalt", "\n\n[[lokalt", "[[för: medarb", "delen avslutas aldrig"),
    (FYRA, "[[slut]]", "[[slut: chef]]", "[[slut: chef", "[[slut]] skrivs utan mer"),
    (FEM, "[[för: kontor]]", "[[för: chef]]", "[[för: skola", "gruppen saknar [[för: kontor]]"),
    # The same in both languages.
    (ENGLISH, "[[bild: stegen]]", "", 1, "[[bild: stegen]] finns bara i den svenska texten"),
    (ENGLISH, "## More", "[[slut]]\n\n## More", "[[slut]]", "[[slut]] finns inte i den svenska texten"),
    (ENGLISH, "[[bild: stegen]]", "[[bild: ringarna]]", "[[bild", "i den svenska texten [[bild: stegen]]"),
    (ENGLISH, "::: fakta", "::: fundera", "::: fundera", "här står ::: fundera"),
    (ENGLISH, "[@rapport-2024]", "", 1, "bara den svenska texten har: [@rapport-2024]"),
    (ENGLISH, "[@rapport-2024]", "[@sol-19-1]", 1, "som den svenska texten inte har: [@sol-19-1]"),
    ("cards/tolk.en.md", "::: gor-sa", "::: fakta", "::: fakta", "här står ::: fakta"),
    # Warnings.
    (TVA, "::: fall", "Ett stycke.\n\n::: fall", "Ett stycke", "direkt före det som den varnar för"),
    (TRE, "[[fall: samtalet]]\n", "[[kort: tolk]]\n", "[[kort", "direkt före det som den varnar för"),
    # English.
    (MODULE, "      en: You know the first.\n", "", 11, "”text” saknar engelska"),
    (MODULE, "  en: The example\n", "", "title:", "”title” saknar engelska"),
    (CHECK, "          en: That is why it is right.\n", "", 15, "”feedback” saknar engelska"),
    (CHECK, "      en: Kim works in a school.\n", "", "situation:", "”situation” saknar engelska"),
    (CASES, "          en: Kim looks sad. What do you do?\n", "", 8, "”text” saknar engelska"),
    (PICTURES, "      en: Two steps.\n", "", "caption:", "”caption” saknar engelska"),
    ("exempel/changes.yaml", "      en: The module is new.\n", "", "text:", "”text” saknar engelska"),
    (GLOSSARY, "      en: post-separation violence\n", "", "term:", "”term” saknar engelska"),
    (LOCAL, "      en: The ways are on the page Help and support.\n", "", "meanwhile:", "saknar engelska"),
    (
        PICTURES,
        "The one, and then the other. The picture shows two parts, one before the other.",
        DESCRIPTION,
        10,
        "samma text som svenskan",
    ),
    (ENGLISH, f"{ROW} {ROW} {ROW}", f"{SWEDISH} {SWEDISH} {SWEDISH}", "De säger", "samma text som svenskan"),
    (
        PICTURES,
        "The one, and then the other. The picture shows two parts, one before the other.",
        DESCRIPTION.replace("Det ena", "The ena"),
        "The ena",
        "samma text som svenskan",
    ),
    # Words to avoid.
    (ETT, CALM, "Ett familjebråk", "familjebråk", "”familjebråk” hör till orden vi undviker. Skriv ”våld i"),
    (ETT, CALM, "Offret är", "Offret", "”Offret” hör till"),
    (ETT, CALM, "Våldsoffer är", "Våldsoffer", "”Våldsoffer” hör till"),
    (SUMMARY, "Ring 112", "Förövaren går. Ring 112", "Förövaren", "”den som utövar våld”"),
    (CARD, "Ta en tolk", "Handikappade får tolk", "Handikappade", "”personer med funktionsnedsättning”"),
    (
        CHECK,
        "Kim arbetar i en skola.",
        "Kim har anmälningsplikt.",
        "anmälningsplikt",
        "”anmälningsskyldighet”",
    ),
    (CASES, "Då hör andra på.", "Då skvallrar du.", "skvallrar", "”anmäla”"),
    (ETT, CALM, "Du anger en kollega", "Du anger", "”anmäla”"),
    (PICTURES, "sv: Två steg.", "sv: Anmäl så snart som möjligt.", "så snart", "”genast”"),
    (GLOSSARY, "sv: Våld som", "sv: Ett kvinnohem är våld som", "kvinnohem", "”skyddat boende”"),
    (LOCAL, "sv: Vägarna", "sv: Om omskärelse. Vägarna", "omskärelse", "”könsstympning”"),
    (ETT, CALM, "Barnet har bara sett", "bara sett", "”barnet har bevittnat våld”"),
    (ENGLISH, "Here are calm", "Anger management", "Anger man", "”support to stop using violence”"),
    # Law that has moved, and numbers that stand in the registers alone.
    (ETT, CALM, "Enligt SOSFS 2014:4", "SOSFS", "ersatt. Hänvisa till HSLF-FS 2022:39"),
    (ETT, CALM, "Enligt 14 kap. 1 § gäller", "14 kap.", "Nu står det i 19 kap. 1 §"),
    (ETT, CALM, "Enligt SoL 14:1 c gäller", "SoL 14", "Nu står det i 19 kap. 4 §"),
    (ETT, CALM, "Enligt 14 kap 1 § socialtjänstlagen gäller", "14 kap", "Nu står det i 19 kap. 1 §"),
    (ETT, CALM, "Enligt 14:1 SoL gäller", "14:1", "Nu står det i 19 kap. 1 §"),
    (ETT, CALM, "Enligt 14:1 i socialtjänstlagen gäller", "14:1", "Nu står det i 19 kap. 1 §"),
    (ETT, CALM, "Enligt 14 kap.\n1 § gäller", "14 kap.", "Nu står det i 19 kap. 1 §"),
    (ETT, CALM, "Enligt 14 kap. 1\na § SoL gäller", "14 kap.", "Nu står det i 19 kap. 5 §"),
    (ETT, CALM, "Enligt FB, 14 kap. 1 § SoL gäller", "14 kap.", "Nu står det i 19 kap. 1 §"),
    (CHECK, "Kim arbetar i en skola.", "Enligt 5 kap. 11 § SoL.", "5 kap.", "13 kap. 1 § och 18 kap. 7 §"),
    (CASES, "Då hör andra på.", "Enligt 5 kap. 11 a § SoL.", "5 kap.", "Nu står det i 13 kap. 8 §"),
    (ETT, CALM, "Lex Sarah står i 14 kap. 3 § och", "14 kap.", "Nu står det i 27 kap. 2–6 §§"),
    (ENGLISH, "Here are", "See chapter 14, section 1. Here are", "chapter 14", "Nu står det i 19 kap. 1 §"),
    ("references.yaml", "place: 19 kap. 1 §", "place: 14 kap. 1 §", "place:", "Nu står det i 19 kap. 1 §"),
    ("references.yaml", '"2025:400"', '"1980:620"', "1980:620", "upphävd"),
    (SUMMARY, "Ring 112", "Ring 020-50 50 50 eller 112", "020", "telefonnumret 020-50 50 50"),
    (SUMMARY, "Ring 112", "Ring 020.50.50.50 eller 112", "020", "telefonnumret 020.50.50.50"),
    (SUMMARY, "Ring 112", "Ring 020–50 50 50 eller 112", "020", "telefonnumret 020–50 50 50"),
    (SUMMARY, "Ring 112", "Ring +46 (0)470–410 00 eller 112", "+46", "telefonnumret +46 (0)470–410 00"),
    (SUMMARY, "Ring 112", "Ring 116–111 eller 112", "116", "telefonnumret 116–111"),
    (CASES, "Då hör andra på.", "Ring 0470-410 00.", "0470", "telefonnumret 0470-410 00"),
    (GLOSSARY, "sv: Våld som", "sv: Ring 116 111. Våld som", "116", "telefonnumret 116 111"),
    # The glossary's addresses, and sources of pictures and terms.
    (ETT, "#eftervald", "#okant", "#okant", "ordet ”okant” finns inte i glossary.yaml"),
    (ETT, "(/hjalp)", "(/oppet/8)", "/oppet/8", "ingen modul med nummer 8"),
    (PICTURES, "[rapport-2024]", "[rapport-2025]", "rapport-2025", "”rapport-2025” finns inte"),
    (GLOSSARY, "[sol-19-1]", "[sol-19-9]", "sol-19-9", "”sol-19-9” finns inte"),
    (PICTURES, DESCRIPTION, "Två steg.", "description:", "säger inte mer än caption"),
]


@pytest.mark.parametrize(("file", "old", "new", "where", "words"), BROKEN, ids=name(BROKEN))
def test_a_mistake_is_named_with_file_line_and_remedy(
    tmp_path: Path, file: str, old: str, new: str, where: str | int, words: str
) -> None:
    check_named(tmp_path, file, old, new, where, words)


def test_what_is_never_shown_is_named_where_it_is_written(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    for file, line in ((ETT, "[[bild: stegen]]"), (TRE, "[[fall: samtalet]]"), (FYRA, "[[lokalt: anmalan]]")):
        change(content, file, line, "")
    change(content, TRE, "[[kort: tolk]]", "")
    found = messages(content)
    for file, stands, words in (
        (PICTURES, "- id: stegen", "”stegen” visas inte i något avsnitt. Lägg till [[bild: stegen]]."),
        (CASES, "- id: samtalet", "”samtalet” visas inte i något avsnitt. Lägg till [[fall: samtalet]]."),
        (LOCAL, "anmalan:", "rutinen ”anmalan” visas ingenstans. Lägg till [[lokalt: anmalan]]"),
        (MODULE, "sections:", "kortet ”tolk” saknas i modulen. Lägg till [[kort: tolk]]"),
    ):
        assert f"content/{file}:{line_of(content, file, stands)}: {words}" in found


def test_what_is_shown_twice_is_named_the_second_time(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    change(content, FEM, "## Rubrik", "[[bild: stegen]]\n\n[[kort: tolk]]\n\n[[lokalt: anmalan]]")
    found = messages(content)
    for directive, file in (
        ("[[bild: stegen]]", ETT),
        ("[[kort: tolk]]", TRE),
        ("[[lokalt: anmalan]]", FYRA),
    ):
        first = f"content/{file}:{line_of(content, file, directive)}"
        line = line_of(content, FEM, directive)
        assert f"content/{FEM}:{line}: {directive} finns redan på {first}. Ta bort den ena." in found


@pytest.mark.parametrize(
    "new",
    [
        "Barnet är offer för brott.",
        "Ordet brottsoffer är lagens.",
        "Personer med funktionsnedsättning får stöd.",
        "Ange vad du har sett. Arbetsgivaren anger tiden.",
        "Det står i 14 kap. 1 § brottsbalken och 14 kap. 2 § SoL.",
        "Det står i BrB 14 kap. 1 §, och i 14 kap. 1 § andra stycket brottsbalken.",
        "Det står i 14 kap.\n\n1 § är kort.",
        "Se prop. 2014:1, 14:12 SoL och klockan 14:1.",
        "Åren 2017–2018, den 2026.02.12, 1.020.505.050 kronor och 0,5.",
        "Den 14 kapitlet. 1 § är kort.",
        "Ring 112 eller 114 14.",
        "Läs [ordlistan](/ordlista), [utan att logga in](/oppet/7) och [sammanfattningen](/moduler/7/sammanfattning).",
    ],
)
def test_what_only_looks_like_a_mistake_is_none(tmp_path: Path, new: str) -> None:
    content = copy_content(tmp_path)
    change(content, ETT, "Den som arbetar", f"{new} Den som arbetar")
    assert messages(content) == ""


def test_english_offers_help_without_blame(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    change(content, ENGLISH, "Here are", "Offer support. Here are")
    assert messages(content) == ""


def test_a_word_to_avoid_may_stand_where_the_glossary_says_so(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    change(content, GLOSSARY, "Familjebråk.", "Familjebråk och kvinnohem.")
    assert messages(content) == ""


@pytest.mark.parametrize("file", ["sections/ett.en.md", "summary.en.md", "guide.en.md"])
def test_a_text_without_its_translation_is_named(tmp_path: Path, file: str) -> None:
    content = copy_content(tmp_path)
    (content / "exempel" / file).unlink()
    found = messages(content)
    if file.startswith("sections"):
        line = line_of(content, MODULE, "- number: 1")
        assert f"content/{MODULE}:{line}: avsnittet saknar engelska. Skriv {file}." in found
    else:
        assert f"content/exempel/{file}: filen saknas. Översätt {file.replace('.en', '.sv')}." in found


@pytest.mark.parametrize("file", ["sections/ett", "summary", "guide"])
def test_a_translation_that_is_the_swedish_once_more_is_named(tmp_path: Path, file: str) -> None:
    content = copy_content(tmp_path)
    swedish = (content / f"exempel/{file}.sv.md").read_text(encoding="utf-8")
    (content / f"exempel/{file}.en.md").write_text(swedish, encoding="utf-8")
    assert f"content/exempel/{file}.en.md:1: engelskan är samma text" in messages(content)


def test_a_card_in_one_language_is_named(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    (content / "cards/tolk.en.md").rename(content / "cards/samtal.en.md")
    found = messages(content)
    assert "content/cards/samtal.sv.md: filen saknas. Skriv kortet på båda språken." in found
    assert "content/cards/tolk.en.md: filen saknas. Skriv kortet på båda språken." in found


HARD = "Myndighetsutövningens grundförutsättningar sammanfattas fortlöpande. " * 200


@pytest.mark.parametrize(
    ("file", "old", "line", "words"),
    [
        (ETT, CALM, 1, "texten har LIX"),
        (SUMMARY, "Ring 112 vid fara.", 1, "texten har LIX"),
        (CARD, "Ta en tolk på distans.", 1, "det ska vara högst 35"),
        (ETT, "Tre korta meningar.", 1, "rutan ”viktigast” har LIX"),
        (CHECK, "Kim arbetar i en skola.", 39, "frågan ”fraga-2” har LIX"),
        (CHECK, "Kim arbetar i en skola.", 39, "det ska vara högst 35"),
        (CHECK, "Därför är det rätt.", 1, "återkopplingen har LIX"),
        (CASES, "Då hör andra på.", 2, "fallet ”samtalet” har LIX"),
        (CASES, "Jag frågar vid fikat.", 2, "fallet ”samtalet” har LIX"),
        (PICTURES, "Det ena, och sedan det andra.", 1, "bildernas beskrivningar har LIX"),
        (CHECK, "Kim arbetar i en skola.", 1, "frågorna tillsammans har LIX"),
    ],
)
def test_a_text_that_is_hard_to_read_is_named(
    tmp_path: Path, file: str, old: str, line: int, words: str
) -> None:
    content = copy_content(tmp_path)
    change(content, file, old, HARD)
    assert [
        one
        for one in messages(content).split("\n")
        if one.startswith(f"content/{file}:{line}: ") and words in one
    ]


def test_lix_is_words_in_a_sentence_and_the_share_of_long_ones() -> None:
    assert lix("Ett ord till här. Längre uttryck behövs.") == 7 / 2 + 100 * 1 / 7  # uttryck, behövs: 7 and 6
    assert lix("") == 0
    assert lix("- Ett ord\n- Ett ord\n\n## Ett ord\n\n| Ett ord | Ett ord |") == 2
    assert (
        lix("::: fakta Rubrikens långa ord\nEtt ord [@mycket-lang-nyckel].\n:::\n[[bild: illustration]]") == 2
    )
