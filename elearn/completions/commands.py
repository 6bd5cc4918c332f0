"""`elearn audit`: is the ledger with its trail as it was written?"""

import click
from flask_babel import gettext as _
from flask_babel import ngettext
from tqdm import tqdm

from elearn.audit.models import AuditEvent
from elearn.audit.services import event_content
from elearn.audit.verification import Kept, Verdict, verify
from elearn.completions.models import Completion
from elearn.completions.services import completion_content
from elearn.opening import open_database

# Everything that the chain holds.
KINDS = {
    "event": Kept(AuditEvent, event_content),
    "completion": Kept(Completion, completion_content),
}
MOST_SHOWN = 50


@click.group()
def audit() -> None:
    """Liggaren över genomförda moduler och granskningsloggen."""


@audit.command("verify")
def verify_chain() -> None:
    """Gå igenom kedjan från första länken till den sista. Avslutar med 1 där den är bruten."""
    database = open_database()
    with database.reading() as session, tqdm(unit="länkar", disable=None, leave=False) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        verdict = verify(session, KINDS, show)
    database.dispose()
    _say(verdict)
    if verdict.faults:
        raise SystemExit(1)


def _say(verdict: Verdict) -> None:
    for fault in verdict.faults[:MOST_SHOWN]:
        click.echo(_("Länk %(seq)d: %(message)s.", seq=fault.seq, message=fault.message), err=True)
    if len(verdict.faults) > MOST_SHOWN:
        click.echo(_("… och %(more)d fel till.", more=len(verdict.faults) - MOST_SHOWN), err=True)
    click.echo(
        _(
            "%(links)d länkar: %(events)d händelser, %(completions)d genomförda, %(removed)d gallrade med beslut.",
            links=verdict.links,
            events=verdict.rows["event"],
            completions=verdict.rows["completion"],
            removed=verdict.removed,
        )
    )
    click.echo(_("Kedjans slut: %(head)s", head=verdict.head))
    if verdict.faults:
        places = ngettext(
            "Kedjan är bruten på %(num)d ställe.", "Kedjan är bruten på %(num)d ställen.", len(verdict.faults)
        )
        click.echo(places, err=True)
    else:
        click.echo(_("Kedjan är hel."))
