"""What an import did, or would do, as the command tells it."""

import json
from pathlib import Path

from elearn.organisations.files.faults import Fault, Notice
from elearn.organisations.planning import ImportPlan
from elearn.organisations.timeline import Outcome

COUNTED = {
    Outcome.ADDED: "nya",
    Outcome.CHANGED: "ändrade",
    Outcome.ENDED: "avslutade",
    Outcome.UNCHANGED: "oförändrade",
}


def written_json(planned: ImportPlan, *, applied: bool) -> str:
    """What programs rely on."""
    return json.dumps(
        {
            "encoding": planned.encoding,
            "separator": planned.separator,
            "source": planned.source,
            "rows": planned.rows,
            "effective": planned.effective.isoformat(),
            "applied": applied,
            **{outcome.value: planned.counts.get(outcome, 0) for outcome in COUNTED},
            **({} if planned.undoes is None else {"undoes": planned.undoes}),
            "notices": [_said(notice) for notice in planned.notices],
            "faults": [_said(fault) for fault in planned.faults],
        },
        ensure_ascii=False,
        indent=2,
    )


def _said(said: Fault | Notice) -> dict[str, object]:
    return {"line": said.line, "column": said.column, "value": said.value, "message": said.message}


def written_text(planned: ImportPlan, path: Path, *, applied: bool) -> str:
    """What somebody at a terminal reads."""
    separator = {"\t": "tabb", None: "ingen"}.get(planned.separator, planned.separator)
    encoding = planned.encoding or "okänd eller kalkylark"
    lines = [
        f"Fil:           {path}",
        f"Teckenkodning: {encoding}",
        f"Skiljetecken:  {separator}",
        f"Källa:         {planned.source}",
        f"Gäller från:   {planned.effective}",
        f"Rader:         {planned.rows}",
        *_counted(planned),
        *_remarks(planned),
    ]
    if planned.refused:
        lines += ["", "Filen är inte inläst. Inget är ändrat. Rätta felen och läs in hela filen igen."]
    elif applied:
        lines += [
            "",
            "Filen är inläst." if not planned.changes_nothing else "Filen är inläst. Inget var nytt.",
        ]
    else:
        lines += ["", "Bara en jämförelse: inget är ändrat."]
    return "\n".join(lines)


def written_undo(planned: ImportPlan, *, applied: bool) -> str:
    """What somebody at a terminal reads when a file is taken back."""
    lines = [
        f"Ångrar:        inläst fil nummer {planned.undoes}",
        f"Källa:         {planned.source}",
        f"Gällde från:   {planned.effective}",
        *_counted(planned),
        *_remarks(planned),
        "",
    ]
    if planned.refused:
        lines.append("Inget är ångrat. Inget är ändrat.")
    elif applied:
        lines.append("Filen är ångrad. Det som stod före den gäller igen.")
    else:
        lines.append("Bara en jämförelse: inget är ändrat.")
    return "\n".join(lines)


def _counted(planned: ImportPlan) -> list[str]:
    return [f"  {word:<12} {planned.counts.get(outcome, 0):>6}" for outcome, word in COUNTED.items()]


def _remarks(planned: ImportPlan) -> list[str]:
    notices = ["", "Att veta:", *_table(planned.notices)] if planned.notices else []
    return notices + (["", "Fel:", *_table(planned.faults)] if planned.faults else [])


def _table(said: tuple[Fault, ...] | tuple[Notice, ...]) -> list[str]:
    """Line by line: where, which column, which value, what is wrong."""
    rows = [("rad", "kolumn", "värde", "")]
    rows += [(str(each.line or "hela"), each.column or "", each.value or "", each.message) for each in said]
    widths = [max(len(row[place]) for row in rows) for place in range(3)]
    return [
        "  "
        + "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]]).rstrip()
        for row in rows
    ]
