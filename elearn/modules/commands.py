"""`elearn content`: for those who write. Needs no database and no application, so it runs when neither does."""

import os
import sys
from random import Random

import click
from tqdm import tqdm

from elearn.clock import today
from elearn.config import content_dir
from elearn.modules.checks.report import Report, check_content
from elearn.modules.draw import DrawError
from elearn.modules.loader import load_content
from elearn.modules.preview_commands import preview
from elearn.modules.review_commands import review_copy, reviewed
from elearn.modules.simulating import Outcome
from elearn.modules.simulating import simulate as simulate_module


@click.group()
def content() -> None:
    """Innehållet: modulerna, källorna och kontakterna."""


content.add_command(preview)
content.add_command(reviewed)
content.add_command(review_copy)


@content.command()
@click.option("--release", is_flag=True, help="Säg också vad som måste göras före lansering.")
def check(release: bool) -> None:  # noqa: FBT001  (click gives an option by its name)
    """Läs allt innehåll och säg vad som är fel, i vilken fil, på vilken rad och vad du ska göra."""
    folder = content_dir(os.environ)
    report = check_content(folder, today(), release=release)
    for mistake in (*report.mistakes, *report.launch):
        click.echo(str(mistake))
    if report.warnings:
        click.echo("\nVarningar:")
    for warning in report.warnings:
        click.echo(str(warning))
    _summarise(report)
    hindered = bool(report.launch or (release and report.warnings))
    sys.exit(1 if report.mistakes or hindered else 0)


def _summarise(report: Report) -> None:
    counts = report.counts
    if report.mistakes or report.warnings or report.launch:
        click.echo("")
    click.echo(
        f"Moduler: {counts['modules']}. Avsnitt: {counts['sections']}. Frågor: {counts['questions']}. "
        f"Källor: {counts['references']}. Kontakter: {counts['contacts']}, varav {counts['shown']} visas."
    )
    click.echo(f"På engelska: avsnitt {counts['english_sections']}, frågor {counts['english_questions']}.")
    if report.launch:
        click.echo(f"Att göra före lansering: {len(report.launch)}.")
    found = len(report.mistakes)
    click.echo(f"Fel: {found}. Rätta dem och kör elearn content check igen." if found else "Inga fel.")


@content.command()
@click.option(
    "--attempts", default=10_000, show_default=True, type=click.IntRange(1), help="Försök per modul."
)
@click.option("--seed", default=1, show_default=True, help="Samma frö ger samma utfall.")
def simulate(attempts: int, seed: int) -> None:
    """Låt dem som inte har läst göra kunskapskontrollerna, och säg om någon av dem klarar sig."""
    modules = load_content(content_dir(os.environ)).modules
    outcomes: list[Outcome] = []
    try:
        with tqdm(total=attempts * len(modules), unit=" försök", disable=None, leave=False) as progress:
            for module in modules:
                random = Random(seed)  # noqa: S311  (the same outcome for the same seed)
                outcomes += simulate_module(module, attempts, random, progress.update)
    except DrawError as error:
        raise click.ClickException(f"Det går inte att lotta: {error}. Kör elearn content check.") from None
    _show(outcomes)
    broken = sum(not outcome.holds for outcome in outcomes)
    click.echo(f"Försök per modul: {attempts}. Regler som bryts: {broken}.")
    sys.exit(1 if broken else 0)


def _show(outcomes: list[Outcome]) -> None:
    """A row per module and way to answer."""
    width = max((len(outcome.way.name) for outcome in outcomes), default=0)
    for number, outcome in enumerate(outcomes):
        if number == 0 or outcomes[number - 1].module is not outcome.module:
            click.echo(f"{outcome.module.title.sv} {outcome.module.version}")
        share = f"{100 * outcome.share:.2f} %".replace(".", ",")
        verdict = "" if outcome.holds else "  BRYTER REGELN"
        click.echo(f"  {outcome.way.name:<{width}}  klarar {share:>8}  ska: {outcome.way.rule.says}{verdict}")
    click.echo("")
