"""The content check on sources: law and figures name theirs, near enough for a reader to see which is meant."""

from pathlib import Path

import pytest

from tests.modules.content_copy import Broken, change, check_named, copy_content, messages, name

CHECK = "exempel/check.yaml"
ETT, ENGLISH, SUMMARY = "exempel/sections/ett.sv.md", "exempel/sections/ett.en.md", "exempel/summary.sv.md"
CARD = "cards/tolk.sv.md"
CALM = "Här står lugna rader"
BOX = "Text i en ruta [@sol-19-1] [@rapport-2024].\n"

BROKEN: list[Broken] = [
    (ETT, CALM, "Enligt 19 kap. 1 § gäller", "1 §", "”1 §” saknar källa. Lägg till källans nyckel"),
    (ETT, CALM, "Lugnt.\nEnligt 5 a § lagen gäller", "5 a §", "”5 a §” saknar källa"),
    (ETT, CALM, "Bland kvinnor är det 13,6 procent", "13,6", "”13,6 procent” saknar källa"),
    (ETT, CALM, "Bland kvinnor är det 14 %", "14 %", "”14 %” saknar källa"),
    (ETT, CALM, "Det är 2 av 31 kommuner", "2 av 31", "”2 av 31” saknar källa"),
    (ETT, CALM, "Källan är [@sol-19-1].\n\nDet är 14 procent", "14 procent", "”14 procent” saknar källa"),
    (ENGLISH, "Here are", "It is 13.6 per cent. Here are", "13.6", "”13.6 per cent” saknar källa"),
    (ENGLISH, "Here are", "It is 2 out of 31. Here are", "2 out of 31", "”2 out of 31” saknar källa"),
    (SUMMARY, "Ring 112", "Det är 14 procent. Ring 112", "14 procent", "”14 procent” saknar källa"),
    (CARD, "Ta en tolk", "Enligt 3 § tar du en tolk", "3 §", "”3 §” saknar källa"),
    # What stands in a box has its source in the same box.
    (ETT, CALM, "::: fakta Siffror\nDet är 14 procent.\n:::\n\n[@sol-19-1]", "14 pro", "saknar källa"),
    (ETT, BOX, f"Det är 14 procent.\n\nEn rad emellan.\n\n{BOX}", "14 pro", "saknar källa"),
    # Questions name theirs beside the text.
    (CHECK, "Kim arbetar i en skola.", "Kim läser 19 kap. 1 §.", 39, "”fraga-2” säger ”1 §” men har ingen"),
    (CHECK, "Ljus, nyckel, katt, sked", "Vad är 14 procent av katt", 39, "”fraga-2” säger ”14 procent”"),
    (CHECK, "sv: Ljus är rätt", "sv: Det är 1 av 4", 39, "”fraga-2” säger ”1 av 4”"),
    (CHECK, "en: Light is right", "en: It is 25%", 39, "”fraga-2” säger ”25%”"),
]


@pytest.mark.parametrize(("file", "old", "new", "where", "words"), BROKEN, ids=name(BROKEN))
def test_a_claim_without_a_source_is_named(
    tmp_path: Path, file: str, old: str, new: str, where: str | int, words: str
) -> None:
    check_named(tmp_path, file, old, new, where, words)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (ETT, "Den som arbetar", "Det är 14 procent, enligt 19 kap. 1 §. Den som arbetar"),
        (ETT, BOX, f"{BOX}\n- Det är 14 procent.\n"),
        (ETT, BOX, f"- Det är 14 procent.\n\n{BOX}"),
        (ETT, CALM, f"Hälften av 12 och var 5 är inget särskilt. {CALM}"),
        (CHECK, "Kopp, groda, berg", "Kopp, 14 procent groda, berg"),
    ],
)
def test_a_claim_with_its_source_beside_it_is_right(tmp_path: Path, file: str, old: str, new: str) -> None:
    content = copy_content(tmp_path)
    if file == CHECK:
        change(content, CHECK, "must_know: true", "must_know: true\n    references: [sol-19-1]")
    change(content, file, old, new)
    assert messages(content) == ""
