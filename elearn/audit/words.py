"""What the events of the trail are called on the auditor's page. One that is not here shows its own word."""

from flask_babel import lazy_gettext as _l

ACTIONS = {
    "account.added": _l("Fristående konto gjordes"),
    "account.ended": _l("Fristående konto avslutades"),
    "completion.recorded": _l("Genomförd modul registrerades"),
    "credential.issued": _l("Engångskod gjordes"),
    "export.made": _l("Export gjordes"),
    "hold.cleared": _l("Hanteras inte längre av HR"),
    "hold.set": _l("Hanteras av HR"),
    "hr.import_confirmed": _l("Fil från HR bekräftades av en första person"),
    "hr.imported": _l("Fil från HR lästes in"),
    "person.viewed": _l("En persons uppgifter visades för HR"),
    "requirement.ended": _l("Krav avslutades"),
    "requirement.set": _l("Krav sattes"),
    "role.granted": _l("Roll gavs"),
    "role.revoked": _l("Roll återkallades"),
    "sessions.ended": _l("Någons inloggningar avslutades"),
}
