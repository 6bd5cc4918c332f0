"""`elearn content reviewed` and `review-copy`: for those who let others read before anything is taught."""

import os
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NoReturn, cast

import click

from elearn.clock import today
from elearn.config import content_dir
from elearn.content_files import HIDDEN
from elearn.languages import DEFAULT, languages
from elearn.modules.content import Module
from elearn.modules.loader import Content, ContentError, load_content
from elearn.modules.review_file import NAME, record_reviews
from elearn.modules.reviews import ROLES, TEXT, Review, Reviews, Role, digests

LONGEST_REVIEWER = 120
FIRST_DAY = date(2026, 1, 1)
OWN_EXPERIENCE = "egen-erfarenhet"
# Two or three words with a capital each, and perhaps a title: “Kim Ek”, “Kim Ek, samordnare”.
PERSON = re.compile(r"[A-ZÅÄÖ][\w’-]+(?: [A-ZÅÄÖ][\w’-]+){1,2}(?:,.*)?\Z")


@click.command()
@click.argument("slug", metavar="MODUL")
@click.option("--role", required=True, metavar="ROLL", help=f"En av {', '.join(ROLES)}.")
@click.option(
    "--by",
    required=True,
    metavar='"NAMN, TITEL"',
    help="Vem som har läst. För egen-erfarenhet: organisationen, aldrig personens namn.",
)
@click.option(
    "--question", "questions", multiple=True, metavar="ID", help="En fråga. Kan anges flera gånger."
)
@click.option("--text", is_flag=True, help="Texten: allt i modulen utom frågorna.")
@click.option("--all", "everything", is_flag=True, help="Texten och alla frågor.")
@click.option("--date", "on", metavar="ÅÅÅÅ-MM-DD", help="Dagen då det lästes (i dag).")
def reviewed(
    *, slug: str, role: str, by: str, questions: tuple[str, ...], text: bool, everything: bool, on: str | None
) -> None:
    """Skriv in i review.yaml att någon har granskat en modul som den står nu."""
    folder = content_dir(os.environ)
    module = _find(_load(folder), slug)
    if role not in ROLES:
        _refuse(f"”{role}” är ingen roll. Välj bland {', '.join(ROLES)}.")
    wanted = digests(module)
    items = list(wanted) if everything else [*([TEXT] if text else []), *dict.fromkeys(questions)]
    if not items:
        _refuse("Ange vad som är granskat: --text, --question ID eller --all.")
    if unknown := [item for item in questions if module.question(item) is None]:
        _refuse(f"Modulen har ingen fråga ”{unknown[0]}”. Frågornas id står i content/{slug}/check.yaml.")
    reviewer = _reviewer(by)
    made = [
        Review(
            role=cast(Role, role),
            reviewed_by=reviewer,
            date=_day(on),
            version=module.version,
            covers=item,
            digest=wanted[item],
        )
        for item in items
    ]
    try:
        record_reviews(folder / slug / NAME, f"{folder.name}/{slug}/{NAME}", made)
    except ContentError as error:
        _refuse(str(error))
    except OSError:
        _refuse(f"Filen {folder / slug / NAME} går inte att skriva. Kontrollera dess rättigheter.")
    if role == OWN_EXPERIENCE and PERSON.match(reviewer):
        click.echo(f"”{reviewer}” är infört. Är det en person? Skriv organisationen i stället.", err=True)
    _say_what_is_open(_load(folder).reviews[slug], module, role)


def _reviewer(written: str) -> str:
    """Who has read, on one line that can be written in a file; what a terminal could not decode is refused."""
    reviewer = " ".join(written.split())
    if not reviewer or not reviewer.isprintable() or HIDDEN.search(written):
        _refuse('Ange vem som har granskat, utan osynliga tecken: --by "Namn, titel".')
    if len(reviewer) > LONGEST_REVIEWER:
        _refuse(f"--by har {len(reviewer)} tecken; det får vara högst {LONGEST_REVIEWER}. Korta det.")
    return reviewer


def _say_what_is_open(reviews: Reviews, module: Module, role: str) -> None:
    waiting = list(reviews.open(module))
    own = [item for who, item in waiting if who == role]
    click.echo(f"Granskningen är införd i {NAME} för {module.slug} {module.version}.")
    if own:
        click.echo(
            f"Kvar för {ROLES[role]}: {', '.join('texten' if item == TEXT else item for item in own)}."
        )
    if waiting:
        others = dict.fromkeys(ROLES[who] for who, _item in waiting if who != role)
        click.echo(f"Kvar för andra: {'; '.join(others)}." if others else "Alla andra är klara.")
    else:
        click.echo("Alla har granskat modulen som den står nu. Den är inte längre ett utkast.")


@click.command("review-copy")
@click.argument("slugs", nargs=-1, metavar="[MODUL]...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="Mappen att skriva i (den du står i).",
)
@click.option(
    "--language",
    type=click.Choice(list(languages())),
    default=DEFAULT,
    show_default=True,
    help="Språket som modulens texter läses på.",
)
def review_copy(*, slugs: tuple[str, ...], output: Path, language: str) -> None:
    """Skriv en Word-fil per modul, att läsa och anteckna i för den som granskar."""
    from elearn.modules.review_document import write_document

    content = _load(content_dir(os.environ))
    for module in _chosen(content, slugs):
        file = output / _file_name(module, language)
        try:
            output.mkdir(parents=True, exist_ok=True)
            write_document(file, module, content, language, today())
        except OSError:
            _refuse(f"{file} går inte att skriva. Är den öppen i Word? Annars: välj en annan mapp med -o.")
        click.echo(str(file))


def _file_name(module: Module, language: str) -> str:
    return f"{module.slug}-{module.version}-granskning{'' if language == 'sv' else f'-{language}'}.docx"


def _chosen(content: Content, slugs: Iterable[str]) -> list[Module]:
    return [_find(content, slug) for slug in dict.fromkeys(slugs)] or list(content.modules)


def _load(folder: Path) -> Content:
    """The content, all of it well formed; what is not would be reviewed as something that it is not."""
    try:
        return load_content(folder)
    except ContentError as error:
        click.echo(str(error), err=True)
        click.echo("Rätta felen och kör elearn content check först.", err=True)
        raise SystemExit(1) from error


def _find(content: Content, slug: str) -> Module:
    found = next((module for module in content.modules if module.slug == slug), None)
    if found is None:
        slugs = ", ".join(module.slug for module in content.modules)
        _refuse(f"Det finns ingen modul ”{slug}”. Modulerna är {slugs}.")
    return found


def _day(written: str | None) -> date:
    try:
        day = date.fromisoformat(written) if written is not None else today()
    except ValueError:
        _refuse(f"”{written}” är ingen dag. Skriv den som ÅÅÅÅ-MM-DD.")
    if day < FIRST_DAY:
        _refuse(f"{day} är före {FIRST_DAY}, och då fanns inte texten. Ange dagen då det lästes.")
    if day > today():
        _refuse(f"{day} har inte varit än. Ange dagen då det lästes.")
    return day


def _refuse(sentence: str) -> NoReturn:
    """Say why nothing was done, and exit as after wrong use."""
    click.echo(sentence, err=True)
    raise SystemExit(2)
