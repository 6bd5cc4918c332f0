"""What the law has left behind: acts that no longer apply, and where their sections stand now.

Every row comes from the register's own reading of the law (content/references.yaml), newest law 2026-02-12.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from elearn.modules.content import Reference

PRESENT_ACT = "2025:400"
REPEALED = (
    ("2001:453", "socialtjänstlagen (2001:453) är upphävd. Hänvisa till socialtjänstlagen (2025:400)."),
    ("1980:620", "socialtjänstlagen (1980:620) är upphävd. Hänvisa till socialtjänstlagen (2025:400)."),
    ("SOSFS 2014:4", "SOSFS 2014:4 är ersatt. Hänvisa till HSLF-FS 2022:39."),
)
THIS_ACT = r"\b(?:SoL\b|socialtjänstlagen|Social Services Act)"
OTHER_ACTS = (
    r"(?:\b(?:BrB|OSL|LVU|LSS|AML|ÄktB|FB)\b|(?:brotts|äktenskaps|föräldra)balken"
    r"|(?:skol|sekretess|arbetsmiljö)lagen|Penal Code|Marriage Code|Education Act|Secrecy Act)"
)
ACT = rf"(?:(?P<this>{THIS_ACT})|(?P<other>{OTHER_ACTS}))"
# A space, or the end of a line that is no end of a paragraph.
GAP = r"[ \t\u00a0]*\n?[ \t\u00a0]*"
BEFORE = re.compile(rf"{ACT}[ ,(]*\Z", re.IGNORECASE)
AFTER = re.compile(
    rf"{GAP}(?:(?:första|andra|tredje|fjärde) stycket{GAP})?(?:\(|i |of the |in the )?{ACT}", re.IGNORECASE
)
LONGEST_ACT = 40


@dataclass(frozen=True, slots=True)
class Moved:
    """A section of the repealed Social Services Act, and where its matter stands now.

    `about`: only where the text is about this, since the present act has another section under the same number.
    """

    chapter: str
    section: str
    now: str
    about: str = ""

    @property
    def pattern(self) -> re.Pattern[str]:
        section, chapter = self.section.replace(" ", GAP), self.chapter
        short = rf"{chapter}:{section}(?! ?[a-h]\b|\d)"
        return re.compile(
            rf"(?<![\d:])(?:{chapter} kap\.?{GAP}{section}{GAP}§"
            rf"|(?<=SoL ){short}|{short}(?={GAP}(?:i )?{THIS_ACT})"
            rf"|ch(?:apter|\.) {chapter},?{GAP}s(?:ection|\.) {section}(?! [a-z]\b|\d))",
            re.IGNORECASE,
        )


LEX_SARAH = r"lex Sarah|missförhållande|mistreatment"
MOVED = (
    Moved("14", "1", "19 kap. 1 §"),
    Moved("14", "1 a", "19 kap. 5 §"),
    Moved("14", "1 b", "19 kap. 6 §"),
    Moved("14", "1 c", "19 kap. 4 §"),
    Moved("11", "1 a", "20 kap. 1 och 2 §§"),
    Moved("11", "2", "20 kap. 3 §", r"fyra månader|four months"),
    Moved("11", "10", "20 kap. 7 §"),
    Moved("5", "11", "13 kap. 1 § och 18 kap. 7 §"),
    Moved("5", "11 a", "13 kap. 8 §"),
    *(Moved("14", str(number), "27 kap. 2–6 §§", LEX_SARAH) for number in range(3, 8)),
)
PATTERNS = tuple((moved, moved.pattern) for moved in MOVED)
# Most lines name no section at all.
ANY_SECTION = re.compile(r"§|\d:\d|ch(?:apter|\.) \d", re.IGNORECASE)


def find_repealed(text: str) -> Iterator[str]:
    """What to do about every act in a text that no longer applies."""
    return (message for number, message in REPEALED if number in text)


def find_moved(text: str) -> Iterator[tuple[int, str]]:
    """Every section in a text that had its place in the repealed act: where it stands, and what to do about it."""
    if not ANY_SECTION.search(text):
        return
    for moved, pattern in PATTERNS:
        for found in pattern.finditer(text):
            about = re.search(moved.about, _lines_around(text, found), re.IGNORECASE)
            if about is not None and not _is_of_another_act(text, found):
                where = f"{moved.chapter} kap. {moved.section} §"
                message = f"{where} är platsen i den upphävda socialtjänstlagen. Nu står det i {moved.now} (2025:400)."
                yield found.start(), message


def _is_of_another_act(text: str, found: re.Match[str]) -> bool:
    """The act that is named right after a section is meant; where none is, the one right before it."""
    act = AFTER.match(text, found.end()) or BEFORE.search(
        text, max(0, found.start() - LONGEST_ACT), found.start()
    )
    return act is not None and act["other"] is not None


def _lines_around(text: str, found: re.Match[str]) -> str:
    start, end = text.rfind("\n", 0, found.start()) + 1, text.find("\n", found.end())
    return text[start:] if end < 0 else text[start:end]


def find_moved_reference(reference: Reference) -> Iterator[str]:
    """What to do about an entry of the register that names its old place."""
    if reference.sfs == PRESENT_ACT:
        text = f"{reference.place} {reference.about.sv if reference.about else ''}"
        yield from (message for _place, message in find_moved(text))
