"""`elearn remind` sends what is due; `elearn bounces` takes back what did not arrive."""

import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import click
from tqdm import tqdm

from elearn import clock
from elearn.config import Config
from elearn.database import Database
from elearn.mail import MailError, Postman
from elearn.opening import fail, open_database
from elearn.reminders.models import MailKind, MailState
from elearn.reminders.planning import count_waiting, find_due
from elearn.reminders.returned import NotAReportError, read_report
from elearn.reminders.running import Result, Shop, run
from elearn.reminders.services import record_bounce

KINDS = {
    MailKind.DUE: "före eller på sista dagen",
    MailKind.OVERDUE: "efter sista dagen",
    MailKind.RENEWAL: "inför förnyelse",
    MailKind.ANNOUNCED: "om en gemensam genomgång",
    MailKind.MANUAL: "för hand av chefen",
    MailKind.DIGEST: "veckans sammanställning",
    MailKind.ESCALATION: "till chefens chef",
}
LARGEST_REPORT = 10 * 1024 * 1024


@click.command()
@click.option("--dry-run", is_flag=True, help="Visa bara hur många som skulle få ett mejl, och varför.")
def remind(*, dry_run: bool) -> None:
    """Skicka de påminnelser som ska skickas. Kan köras hur ofta som helst, på flera datorer samtidigt."""
    config = Config.from_env(os.environ, serving=False)
    database = open_database()
    try:
        if dry_run:
            _show(database)
        else:
            _send(database, config)
    finally:
        database.dispose()


def _show(database: Database) -> None:
    with database.reading() as session:
        due = find_due(session, clock.today())
        waiting = count_waiting(session)
    click.echo(f"Skulle få ett mejl i dag, utöver dem som redan har fått ett: {len(due)}.")
    reasons = Counter(kind for kinds in due.values() for kind in kinds)
    for kind, words in KINDS.items():
        if reasons[kind]:
            click.echo(f"  {words}: {reasons[kind]}")
    click.echo(f"Väntar redan på att skickas: {waiting}. Inget är skickat eller ändrat.")


def _send(database: Database, config: Config) -> None:
    try:
        with Postman(config) as postman, tqdm(unit="mejl", disable=None, leave=False) as bar:
            slow = _pace(config.mails_per_minute)

            def pace() -> None:
                bar.update()
                slow()

            result = run(Shop(database, config, postman, clock.now), pace)
    except MailError as error:
        fail(str(error))
    with database.reading() as session:
        waiting = count_waiting(session)
    _say(result, waiting)


def _pace(per_minute: int) -> Callable[[], None]:
    """What waits so long that no more than so many mails go in a minute; 0: as fast as the server takes them."""
    if not per_minute:
        return lambda: None
    return lambda: time.sleep(60 / per_minute)


def _say(result: Result, waiting: int) -> None:
    ended = result.ended
    click.echo(
        f"Skickade: {ended[MailState.SENT]}. Behövdes inte längre: {ended[MailState.DROPPED]}. "
        f"Togs inte emot: {ended[MailState.BOUNCED]}. Misslyckades: {ended[MailState.FAILED]}. Väntar: {waiting}."
    )
    if result.quiet:
        click.echo("Tysta timmar: det som väntar skickas när de är slut och kommandot körs igen.")
    if result.fault is not None:
        fail(f"{result.fault}\nDet som väntar ligger kvar och skickas nästa gång kommandot körs.")


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FIL]…")
def bounces(files: tuple[Path, ...]) -> None:
    """Läs mejlserverns rapporter om mejl som kom tillbaka: från filer, eller en från standard in."""
    database = open_database()
    try:
        refused = [_take_back(database, str(file), _read(file)) for file in files]
        if not files:
            refused = [_take_back(database, "Standard in", sys.stdin.buffer.read(LARGEST_REPORT))]
    finally:
        database.dispose()
    if any(refused):
        raise SystemExit(1)


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as content:
            return content.read(LARGEST_REPORT)
    except OSError:
        _cannot(file)


def _cannot(file: Path) -> NoReturn:
    fail(f"{file} kan inte läsas. Kontrollera sökvägen och rättigheterna.")


def _take_back(database: Database, name: str, content: bytes) -> bool:
    """Whether the report was refused."""
    try:
        mail_id = read_report(content)
    except NotAReportError as error:
        click.echo(f"{name}: {error}", err=True)
        return True
    with database.writing() as session, session.begin():
        known = record_bounce(session, mail_id)
    if not known:
        click.echo(
            f"{name}: mejlet finns inte i elearn, eller är äldre än 90 dagar. Inget är ändrat.", err=True
        )
        return True
    click.echo(f"{name}: noterat att mejlet kom tillbaka.")
    return False
