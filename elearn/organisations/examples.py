"""An example of each HR file, as the page shows it: the columns that may not lack, and one row. Pure."""

from elearn.organisations.facts import FileKind
from elearn.organisations.files import columns

_SAMPLES = {
    FileKind.UNITS: (
        columns.UNITS,
        {
            "unit_code": "SF-1",
            "name": "Norra skolan",
            "kind": "enhet",
            "parent_code": "SF",
            "valid_from": "2026-08-01",
        },
    ),
    FileKind.PEOPLE: (
        columns.PEOPLE,
        {
            "employee_number": "10001",
            "given_name": "Kim",
            "family_name": "Exempel",
            "email": "kim@exempel.example",
            "unit_code": "SF-1",
            "level": "medarbetare",
            "title": "lärare",
            "valid_from": "2026-08-01",
            "language": "sv",
            "protected_identity": "nej",
        },
    ),
    FileKind.MANAGERS: (
        columns.MANAGERS,
        {
            "unit_code": "SF-1",
            "source": "hr",
            "employee_number": "10001",
            "role": "chef",
            "valid_from": "2026-08-01",
        },
    ),
}


def example(kind: FileKind) -> tuple[list[str], list[str]]:
    """The names, and a row."""
    layout, sample = _SAMPLES[kind]
    needed = [column for column in layout.columns if not column.optional]
    return (
        [column.swedish for column in needed],
        [sample.get(column.name, "") for column in needed],
    )
