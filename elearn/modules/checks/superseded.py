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
# A section of one of these, named right before or after it, is not meant.
OTHER_ACTS = (
    r"(?:\b(?:BrB|OSL|LVU|LSS|AML|ÄktB|FB)\b|(?:brotts|äktenskaps|föräldra)balken"
    r"|(?:skol|sekretess|arbetsmiljö)lagen|Penal Code|Marriage Code|Education Act|Secrecy Act)"
)
BEFORE = re.compile(rf"{OTHER_ACTS}[ ,(]*\Z", re.IGNORECASE)
AFTER = re.compile(rf" ?(?:i |of the |in the )?{OTHER_ACTS}", re.IGNORECASE)


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
        section, chapter = re.escape(self.section), re.escape(self.chapter)
        return re.compile(
            rf"(?<!\d)(?:{chapter} kap\. ?{section} ?§|SoL {chapter}:{section}(?! ?[a-z]\b|\d)"
            rf"|ch(?:apter|\.) {chapter},? s(?:ection|\.) {section}(?! [a-z]\b|\d))",
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
ANY_SECTION = re.compile(r"§|SoL \d|ch(?:apter|\.) \d", re.IGNORECASE)


def find_repealed(text: str) -> Iterator[str]:
    """What to do about every act in a text that no longer applies."""
    return (message for number, message in REPEALED if number in text)


def find_moved(text: str) -> Iterator[str]:
    """What to do about every section in a text that had its place in the repealed act."""
    if not ANY_SECTION.search(text):
        return
    for moved, pattern in PATTERNS:
        for found in pattern.finditer(text):
            if BEFORE.search(text[: found.start()]) or AFTER.match(text, found.end()):
                continue
            if not moved.about or re.search(moved.about, text, re.IGNORECASE):
                where = f"{moved.chapter} kap. {moved.section} §"
                yield f"{where} är platsen i den upphävda socialtjänstlagen. Nu står det i {moved.now} (2025:400)."


def find_moved_reference(reference: Reference) -> Iterator[str]:
    """The same, for an entry of the register."""
    if reference.sfs == PRESENT_ACT:
        yield from find_moved(f"{reference.place} {reference.about.sv if reference.about else ''}")
