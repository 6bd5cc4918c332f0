"""What exports are called on the pages, and what is said of one that could not be made."""

from flask_babel import lazy_gettext as _l

from elearn.reports.exports import Format, Subject
from elearn.reports.models import Fault, JobState

SUBJECTS = {
    Subject.STATUS: _l("Läget"),
    Subject.COMPLETIONS: _l("Genomfört"),
    Subject.UNITS_REPORT: _l("Siffror"),
}

FORMATS = {
    Format.XLSX: _l("Excel (XLSX)"),
    Format.CSV: _l("CSV, som öppnas direkt i svensk Excel"),
    Format.JSONL: _l("JSON Lines, för andra system"),
}

STATES = {
    JobState.WAITING: _l("Väntar på sin tur"),
    JobState.RUNNING: _l("Görs nu"),
    JobState.DONE: _l("Klar att hämta"),
    JobState.FAILED: _l("Blev inte gjord"),
    JobState.EXPIRED: _l("Finns inte längre"),
}

FAULTS = {
    Fault.ROLE: _l("Du hade inte rätt att ta ut filer när den skulle göras."),
    Fault.UNIT: _l("Den dagen fanns enheten inte bland dem du hanterar. Välj en annan enhet eller dag."),
    Fault.HEADERS: _l(
        "Rubrikerna eller kurskoderna stämmer inte med modulerna. Be den som sköter driften se över mappningsfilen."
    ),
    Fault.DISK: _l(
        "Det fanns inte plats för filen. Försök igen om en stund. Säg till den som sköter driften om det händer igen."
    ),
    Fault.DATABASE: _l("Databasen slutade svara. Försök igen om en stund."),
    Fault.BROKEN_OFF: _l(
        "Arbetet bröts av flera gånger. Försök igen om en stund. Säg till den som sköter driften om det händer igen."
    ),
    Fault.UNEXPECTED: _l(
        "Något gick fel hos oss. Försök igen. Säg till den som sköter driften om det händer igen."
    ),
}
