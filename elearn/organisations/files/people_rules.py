"""What the rows of a people file say of one person: one name, one key, and protection that wins over all."""

from collections import defaultdict

from flask_babel import gettext as _

from elearn.organisations.files.drafts import Draft, Findings

NAMES = ("given_name", "family_name")


def check_persons(findings: Findings) -> None:
    """Every rule about the rows of one employee number, then about addresses between them."""
    persons: dict[str, list[Draft]] = defaultdict(list)
    for draft in findings.drafts:
        if draft.has("employee_number"):
            persons[draft.text("employee_number")].append(draft)
    for rows in persons.values():
        _protect(findings, rows)
    _require_names(findings)
    for rows in persons.values():
        if len(rows) > 1:
            for field in NAMES:
                _require_one_name(findings, rows, field)
            _require_one_key(findings, rows)
            _settle_language(findings, rows)
    _note_shared_addresses(findings, persons)


def _protect(findings: Findings, rows: list[Draft]) -> None:
    """Protected on one row is protected on all, and a name that one of them withholds is withheld on all."""
    flagged = next((draft for draft in rows if draft.values.get("protected") is True), None)
    if flagged is None:
        return
    unflagged = [draft for draft in rows if draft.values.get("protected") is False]
    for draft in unflagged:
        draft.values["protected"] = True
    if unflagged:
        message = _("Skyddade uppgifter på rad %(line)s gäller personens alla rader.", line=flagged.line)
        findings.notice(unflagged[0], "protected", message)
    for field in NAMES:
        if any(draft.has(field) and not draft.text(field) for draft in rows):
            for draft in rows:
                draft.values[field] = ""


def _require_names(findings: Findings) -> None:
    message = _("Namnet är tomt. Fyll i det; bara den som har skyddade uppgifter får sakna namn.")
    for draft in findings.drafts:
        if draft.has("protected") and not draft.values["protected"]:
            for field in NAMES:
                if draft.has(field) and not draft.text(field):
                    findings.blame(draft, field, message, secret=True)


def _require_one_name(findings: Findings, rows: list[Draft], field: str) -> None:
    named = [draft for draft in rows if draft.has(field)]
    for draft in named[1:]:
        if draft.text(field) != named[0].text(field):
            message = _(
                "Samma anställningsnummer har ett annat namn på rad %(line)s. Rätta namnet eller numret.",
                line=named[0].line,
            )
            findings.blame(draft, field, message, secret=draft.values.get("protected") is not False)


def _require_one_key(findings: Findings, rows: list[Draft]) -> None:
    keyed = [draft for draft in rows if draft.has("person_key") and draft.text("person_key")]
    for draft in keyed[1:]:
        if draft.text("person_key") != keyed[0].text("person_key"):
            message = _(
                "Samma anställningsnummer har en annan personnyckel på rad %(line)s. Rätta nyckeln eller numret.",
                line=keyed[0].line,
            )
            findings.blame(draft, "person_key", message, secret=True)


def _settle_language(findings: Findings, rows: list[Draft]) -> None:
    """We write to a person in one language: the first row's."""
    speaking = [draft for draft in rows if draft.has("language")]
    others = [draft for draft in speaking if draft.values["language"] != speaking[0].values["language"]]
    for draft in others:
        draft.values["language"] = speaking[0].values["language"]
    if others:
        message = _("Samma person har ett annat språk på rad %(line)s; det gäller.", line=speaking[0].line)
        findings.notice(others[0], "language", message)


def _note_shared_addresses(findings: Findings, persons: dict[str, list[Draft]]) -> None:
    owners: dict[str, dict[str, Draft]] = defaultdict(dict)
    for number, rows in persons.items():
        keys = (draft.text("person_key") for draft in rows if draft.has("person_key"))
        # A key and a number of the same spelling are still two persons.
        owner = next((f"key {key}" for key in keys if key), f"number {number}")
        for draft in rows:
            if draft.has("email") and draft.text("email"):
                owners[draft.text("email").casefold()].setdefault(owner, draft)
    for sharing in owners.values():
        if len(sharing) > 1:
            second = sorted(sharing.values(), key=lambda draft: draft.line)[1]
            message = _(
                "Adressen delas av %(count)s personer. Ingen av dem kan logga in med den eller få post dit "
                "förrän den är en persons egen.",
                count=len(sharing),
            )
            hidden = any(draft.values.get("protected") is not False for draft in sharing.values())
            findings.notice(second, "email", message, None if hidden else second.text("email"))
