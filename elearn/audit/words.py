"""What the auditor's page calls the events of the trail, and how it says their details."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

# Numbers of people, or of rows about them. Beside a unit and a module, a small one would tell of single people.
NUMBERS = frozenset({"rows", "added", "changed", "ended", "unchanged", "left"})
TEN = 10
# An event that is not here shows its own word.
ACTIONS = {
    "account.added": _l("Fristående konto gjordes"),
    "account.ended": _l("Fristående konto avslutades"),
    "arrangement.ended": _l("Överenskommelse om namn avslutades"),
    "arrangement.recorded": _l("Överenskommelse om namn skrevs in"),
    "completion.corrected": _l("Genomförd modul rättades"),
    "completion.correction_asked": _l("Rättelse av en genomförd modul föreslogs"),
    "completion.correction_dropped": _l("Förslag till rättelse togs bort"),
    "completion.recorded": _l("Genomförd modul registrerades"),
    "credential.issued": _l("Engångskod gjordes"),
    "deputy.ended": _l("Uppdrag som ställföreträdare avslutades"),
    "deputy.named": _l("Ställföreträdare utsågs av chefen"),
    "evidence.packed": _l("Underlag för granskning togs ut"),
    "export.asked": _l("Större export beställdes"),
    "export.dropped": _l("Större export togs bort"),
    "export.fetched": _l("Större export hämtades"),
    "export.made": _l("Export gjordes"),
    "group.announced": _l("Gemensam träff annonserades"),
    "group.cancelled": _l("Gemensam träff ställdes in"),
    "hold.cleared": _l("Hanteras inte längre av HR"),
    "hold.set": _l("Hanteras av HR"),
    "holiday.ended": _l("Ledighet fick en annan sista dag"),
    "holiday.set": _l("Ledighet skrevs in"),
    "holiday.taken_back": _l("Ledighet togs bort"),
    "hr.import_confirmed": _l("Fil från HR bekräftades av en första person"),
    "hr.import_undone": _l("Inläst fil från HR ångrades"),
    "hr.imported": _l("Fil från HR lästes in"),
    "hr.mapping_forgotten": _l("Mappning för filer från HR togs bort"),
    "hr.mapping_saved": _l("Mappning för filer från HR sparades"),
    "hr.undo_confirmed": _l("Ångrande av en fil från HR bekräftades av en första person"),
    "person.viewed": _l("En persons uppgifter visades för HR"),
    "public_list.made": _l("Lista att lämna ut togs ut"),
    "reminders.round": _l("En enhets medarbetare påmindes för hand"),
    "reminders.set": _l("Regler för påminnelser sattes"),
    "requirement.ended": _l("Krav avslutades"),
    "requirement.set": _l("Krav sattes"),
    "role.granted": _l("Roll gavs"),
    "role.revoked": _l("Roll återkallades"),
    "sessions.ended": _l("Någons inloggningar avslutades"),
}


# What a detail is called. One that is not here shows its own word; what it says is as it was stored.
DETAILS = {
    "added": _l("nya"),
    "anchor_month": _l("månad"),
    "as_of": _l("per den"),
    "began_on": _l("första dagen"),
    "changed": _l("ändrade"),
    "decided_on": _l("beslutsdag"),
    "due_days": _l("dagar att bli klar på"),
    "due_on": _l("fast sista dag"),
    "effective": _l("gäller från"),
    "ended": _l("avslutade"),
    "format": _l("filformat"),
    "forms": _l("anställningsformer"),
    "from": _l("från"),
    "headers": _l("rubriker"),
    "job": _l("beställning"),
    "kind": _l("slag"),
    "kinds": _l("slag av enhet"),
    "left": _l("kvar utan anställning"),
    "level": _l("nivå"),
    "levels": _l("nivåer"),
    "major_days": _l("dagar efter en ny huvudversion"),
    "max_ended": _l("gräns i procent"),
    "module": _l("modul"),
    "modules": _l("moduler"),
    "name": _l("namn"),
    "on": _l("dag"),
    "person_id": _l("gäller person"),
    "record_number": _l("diarienummer"),
    "refreshers": _l("nästa gång"),
    "role": _l("roll"),
    "rows": _l("rader"),
    "sessions": _l("inloggningar"),
    "source": _l("källa"),
    "source_id": _l("källa"),
    "structure": _l("organisationen"),
    "to": _l("till och med"),
    "unchanged": _l("oförändrade"),
    "unit": _l("enhet"),
    "unit_id": _l("enhet"),
    "valid_from": _l("från"),
    "valid_months": _l("månader som det gäller"),
    "valid_to": _l("till och med"),
    "window_days": _l("dagar i förväg"),
}


def list_details(details: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What an event says besides, by name: numbers of people rounded up to tens. The stored event stays exact."""
    for name, value in sorted(details.items()):
        called = str(DETAILS.get(name, name))
        if name in NUMBERS and isinstance(value, int):
            yield called, _("högst %(number)s", number=max(TEN, -(-value // TEN) * TEN))
        else:
            yield called, "–" if value is None else str(value)
