"""`elearn report reconcile`: are the kept counts what the facts say?"""

import click

from elearn import clock
from elearn.opening import open_database
from elearn.reports import kept
from elearn.reports.counting import make_counts
from elearn.reports.reconciling import Difference, list_differences

# How a reader of the terminal knows the numbers.
NAMES = {
    "people": "personer",
    "asked": "har krav",
    "finished": "helt klara",
    "required": "krävs",
    "completed": "klara",
    "expired": "gör om",
    "overdue": "försenade",
    "due": "ej klara",
    "held": "hos HR",
    "absent": "borta",
}


@click.command()
@click.option("--repair", is_flag=True, help="Räkna om antalen. Avslutar då med 0.")
def reconcile(*, repair: bool) -> None:
    """Jämför varje lagrat antal med liggaren. Avslutar med 1 när något skiljer."""
    today = clock.today()
    database = open_database()
    with database.reading() as session:
        made = kept.find_made(session)
        found = [] if made is None else list(list_differences(session, made.window))
        rows = sum(1 for _row in kept.list_rows(session)) if made else 0
    for difference in found:
        click.echo(_sentence(difference), err=True)
    if repair:
        with database.writing() as session, session.begin():
            make_counts(session, today)
    database.dispose()
    if made is None:
        click.echo("Inga antal är lagrade: varje rapport räknas ur liggaren när den läses.")
    else:
        click.echo(f"{rows} rader jämförda med liggaren, {len(found)} antal skiljer.")
        if not made.holds(today):
            click.echo("Antalen gäller inte i dag: rapporterna räknas ur liggaren. Kör: elearn tidy")
    if repair:
        click.echo("Antalen är omräknade.")
    elif found:
        click.echo("Kör: elearn report reconcile --repair", err=True)
        raise SystemExit(1)


def _sentence(difference: Difference) -> str:
    row = difference.row
    parts = [
        f"Enhet {difference.unit_code}",
        f"från {row.day.isoformat()}",
        row.module or "alla moduler",
        row.level or "flera nivåer",
        *(["skyddade"] if row.protected else []),
    ]
    return f"{', '.join(parts)}: {NAMES[difference.name]} {difference.stored}, rätt är {difference.right}."
