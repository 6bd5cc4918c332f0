"""`elearn content`: for those who write. Needs no database and no application, so it runs when neither does."""

import os
import sys

import click

from elearn.clock import today
from elearn.config import content_dir
from elearn.modules.checks.report import Report, check_content


@click.group()
def content() -> None:
    """Innehållet: modulerna, källorna och kontakterna."""


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
