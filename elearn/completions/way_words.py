"""What the interface says of certificates from elsewhere that are not accepted."""

from flask_babel import lazy_gettext as _l

from elearn.completions.way_models import Refusal

# For the contact person to choose from.
REFUSAL_NAMES = {
    Refusal.UNREADABLE: _l("Filen går inte att öppna eller läsa"),
    Refusal.OTHER_PERSON: _l("Det står en annan persons namn på intyget"),
    Refusal.NOT_LISTED: _l("Intyget gäller en annan kurs än de på listan"),
    Refusal.TOO_OLD: _l("Intyget är för gammalt"),
    Refusal.NO_DATE: _l("Det står ingen dag på intyget, eller en annan dag"),
}

# For the learner: what was wrong, and what to do.
REFUSALS = {
    Refusal.UNREADABLE: _l("Filen gick inte att läsa. Spara intyget som PDF eller ta ett nytt foto."),
    Refusal.OTHER_PERSON: _l("Det stod ett annat namn på intyget. Lämna in ditt eget."),
    Refusal.NOT_LISTED: _l("Kursen finns inte på listan över dem som räknas för modulen."),
    Refusal.TOO_OLD: _l("Intyget är för gammalt för att räknas."),
    Refusal.NO_DATE: _l("Dagen på intyget saknades eller var en annan än den du skrev."),
}
