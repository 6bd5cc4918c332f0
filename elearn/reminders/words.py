"""What the interface calls the reasons and the states of mails, and how it says the rules."""

from collections.abc import Sequence

from babel.lists import format_list
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext as _n

from elearn.i18n import page_language
from elearn.languages import locale_tag
from elearn.reminders.models import MailKind, MailState
from elearn.reminders.schedule import Rules

KIND_NAMES = {
    MailKind.DUE: _l("Sista dagen närmar sig"),
    MailKind.OVERDUE: _l("Sista dagen har varit"),
    MailKind.RENEWAL: _l("Dags att förnya"),
    MailKind.ANNOUNCED: _l("Gemensam genomgång"),
    MailKind.MANUAL: _l("Påminnelse från chef"),
    MailKind.DIGEST: _l("Veckans sammanställning"),
    MailKind.ESCALATION: _l("Mejl till chefen ovanför"),
}

# What HR reads: sent and not needed are one number, whatever the reason was.
COUNT_NAMES = {
    MailState.QUEUED: _l("Väntar"),
    MailState.SENT: _l("Behandlade"),
    MailState.FAILED: _l("Gick inte att skicka"),
    MailState.BOUNCED: _l("Studsade"),
}

# What somebody reads of the own mails.
OWN_NAMES = {MailState.SENT: _l("Skickad"), MailState.BOUNCED: _l("Kom tillbaka")}

WEEKDAYS = {
    1: _l("måndagar"),
    2: _l("tisdagar"),
    3: _l("onsdagar"),
    4: _l("torsdagar"),
    5: _l("fredagar"),
    6: _l("lördagar"),
    7: _l("söndagar"),
}


def tell_rules(rules: Rules) -> list[tuple[str, str]]:
    """The rules in words: what each is about, and what it says."""
    return [
        (_("Före sista dagen"), _days(rules.before, before=True) or _("Ingen påminnelse.")),
        (_("På sista dagen"), _("Påminnelse.") if rules.on_day else _("Ingen påminnelse.")),
        (_("Efter sista dagen"), _days(rules.after, before=False) or _("Ingen påminnelse.")),
        (
            _("Stopp"),
            _n(
                "Inget skickas mer än %(num)s dag efter sista dagen.",
                "Inget skickas mer än %(num)s dagar efter sista dagen.",
                rules.stop_days,
            ),
        ),
        (_("Innan en modul slutar gälla"), _days(rules.renewal, before=True) or _("Ingen påminnelse.")),
        (_("Varje vecka till chefer och HR"), _digest(rules)),
        (_("Mejl till chefen ovanför"), _escalation(rules)),
        (_("Tysta timmar"), _quiet(rules)),
    ]


def justify(kind: MailKind, rules: Rules) -> str:
    """The rule by which a mail of this kind is sent, in words."""
    on_day = str(_("På sista dagen.")) if rules.on_day else ""
    sentences = {
        MailKind.DUE: " ".join(part for part in (_days(rules.before, before=True), on_day) if part),
        MailKind.OVERDUE: _days(rules.after, before=False),
        MailKind.RENEWAL: _days(rules.renewal, before=True),
        MailKind.ANNOUNCED: _("När en genomgång på en arbetsplatsträff blir utlyst."),
        MailKind.MANUAL: _("När chefen väljer det, högst en gång på sju dagar för en enhet."),
        MailKind.DIGEST: _digest(rules),
        MailKind.ESCALATION: _escalation(rules),
    }
    return str(sentences[kind] or _("Ingen påminnelse."))


def _days(days: Sequence[int], *, before: bool) -> str:
    """7, 21 och 42 dagar efter."""
    if not days:
        return ""
    in_order = [str(number) for number in sorted(days, reverse=before)]
    numbers = format_list(in_order, locale=locale_tag(page_language()).replace("-", "_"))
    if before:
        return str(_n("%(numbers)s dag före.", "%(numbers)s dagar före.", max(days), numbers=numbers))
    return str(_n("%(numbers)s dag efter.", "%(numbers)s dagar efter.", max(days), numbers=numbers))


def _digest(rules: Rules) -> str:
    if rules.digest_weekday is None:
        return str(_("Ingen sammanställning."))
    weekdays = WEEKDAYS[rules.digest_weekday]
    return str(_("På %(weekdays)s, till den som har något att titta på.", weekdays=weekdays))


def _escalation(rules: Rules) -> str:
    if rules.escalate_days is None:
        return str(_("Aldrig."))
    sentence = _n(
        "När någon har varit försenad mer än %(num)s dag: ett antal, inga namn.",
        "När någon har varit försenad mer än %(num)s dagar: ett antal, inga namn.",
        rules.escalate_days,
    )
    return str(sentence)


def _quiet(rules: Rules) -> str:
    if rules.quiet_from is None or rules.quiet_to is None:
        return str(_("Inga. Mejl kan skickas dygnet runt."))
    first, last = f"{rules.quiet_from:02}:00", f"{rules.quiet_to:02}:00"
    return str(_("Inget skickas mellan klockan %(first)s och %(last)s.", first=first, last=last))
