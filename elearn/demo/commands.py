"""`elearn demo`: an invented group to try everything with, served to this machine alone."""

import fcntl
import os
from dataclasses import replace
from pathlib import Path
from typing import TextIO

import click
from sqlalchemy.engine import make_url

from elearn import clock
from elearn.config import Config
from elearn.database import Database
from elearn.db_commands import bring_up_to_date, checked_catalogue
from elearn.demo.files import CAST
from elearn.demo.load import PASSWORD, DemoError, build
from elearn.demo.names import DOMAIN
from elearn.opening import fail
from elearn.server import BindError, claim, listen, open_app, run

WORKERS = 2
ACCOUNTS = {
    "larande": "gör en modul",
    "chef": "ser hur långt medarbetarna har kommit",
    "stallforetradare": "ser detsamma som chefen",
    "hr": "importerar, följer upp och exporterar för hela koncernen; namn i några av bolagen; kontaktperson",
    "hr-bolag": "gör detsamma för ett bolag",
    "redaktor": "ser över innehållet",
    "admin": "ger roller",
    "revisor": "läser händelseloggen",
    "politiker": "har modulerna som rekommendation",
}


@click.command()
@click.option("--fresh", is_flag=True, help="Börja om med en ny databas.")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Porten att lyssna på."
)
def demo(*, fresh: bool, port: int) -> None:
    """Visa elearn med en påhittad kommunkoncern, på den här datorn."""
    config = demo_config(port)
    try:
        listener = claim(f"127.0.0.1:{port}")
        with _lock(config.instance_dir):
            prepare(config, fresh=fresh)
            app = open_app(config)
            listen(listener)
            click.echo(welcome(config))
            run(app, listener, workers=WORKERS)
    except BindError as error:
        fail(f"{error}\nEn annan port: elearn demo --port {port + 1 if port < 65535 else 8001}")


def demo_config(port: int) -> Config:
    """The demo's own settings, whatever the environment says of the real service's."""
    try:
        config = Config.from_env(os.environ, demo=True)
    except OSError as error:
        fail(f"Det går inte att skriva i {error.filename}. Ange en annan mapp med ELEARN_INSTANCE_DIR.")
    return replace(
        config,
        base_url=f"http://127.0.0.1:{port}",
        smtp_url=f"file://{config.instance_dir / 'mail'}",
        reports_database_url=None,
    )


def prepare(config: Config, *, fresh: bool = False) -> None:
    """See to it that the demo's database is there, of this release, with this release's content."""
    path = Path(make_url(config.database_url).database or "")
    catalogue = checked_catalogue()
    if fresh or not path.exists():
        click.echo("Bygger exemplet med 7 500 påhittade personer. Det tar högst en halv minut.", err=True)
        try:
            build(path, catalogue, clock.now())
        except DemoError as error:
            fail(str(error))
        return
    database = Database(config.database_url)
    try:
        bring_up_to_date(database, catalogue)
    except SystemExit:
        fail("Eller börja om med ett nytt exempel: elearn demo --fresh")
    finally:
        database.dispose()


def welcome(config: Config) -> str:
    """What is printed when the demo is about to answer."""
    lines = [
        f"elearn visas på {config.base_url}",
        "Alla personer är påhittade. Sidan nås bara från den här datorn.",
        "",
        "Logga in som:",
        *(f"  {account + '@' + DOMAIN:<34} {ACCOUNTS[account]}" for account in CAST),
        f"Lösenordet är {PASSWORD} för alla.",
        "",
        f"Hjälpsidan: {config.base_url}/hjalp",
        f"Brev hamnar i {config.instance_dir / 'mail'}",
        "Avsluta med Ctrl-C. Börja om med: elearn demo --fresh",
    ]
    return "\n".join(lines)


def _lock(instance_dir: Path) -> TextIO:
    """Held as long as any process of this demo lives, for nobody may build while another one serves."""
    lock = (instance_dir / "demo.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        fail(
            f"Exemplet i {instance_dir} visas redan. Stoppa det först, eller ange en annan ELEARN_INSTANCE_DIR."
        )
    return lock
