"""What the interface calls the evidence of a completion, why one is corrected, and where a group session is held."""

from flask_babel import lazy_gettext as _l

from elearn.completions.group_models import Room
from elearn.completions.models import Evidence, Reason

EVIDENCE_NAMES = {
    Evidence.CHECK: _l("Kunskapskontroll"),
    Evidence.GROUP: _l("Gemensam genomgång"),
    Evidence.OTHER: _l("Annat underlag"),
}

REASON_NAMES = {
    Reason.WRONG_DATE: _l("Fel dag"),
    Reason.WRONG_PERSON: _l("Fel person"),
    Reason.WRONG_MODULE: _l("Fel modul"),
    Reason.REGISTERED_TWICE: _l("Registrerad två gånger"),
    Reason.EVIDENCE_WITHDRAWN: _l("Underlaget håller inte"),
}

ROOM_NAMES = {
    Room.USUAL: _l("Där arbetsplatsträffar brukar vara"),
    Room.MEETING_ROOM: _l("I ett mötesrum"),
    Room.STAFF_ROOM: _l("I personalrummet"),
    Room.REMOTE: _l("På distans, via länken i kalendern"),
}
