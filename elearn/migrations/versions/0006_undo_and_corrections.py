"""Applied files can be taken back, keys with their time, and completions corrected by two officers."""

import sqlalchemy as sa
from alembic import op

from elearn.database import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEY_COLUMNS = ("id", "person_id", "person_key", "recorded_at")


def upgrade() -> None:
    # Not recreated, as a batch would: the table has triggers that must stay.
    op.execute(
        "ALTER TABLE hr_import ADD COLUMN undoes INTEGER "
        "CONSTRAINT fk_hr_import_undoes_hr_import REFERENCES hr_import (id)"
    )
    op.create_table(
        "hr_undo",
        sa.Column("import_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["hr_import.id"], name=op.f("fk_hr_undo_import_id_hr_import")),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_hr_undo")),
    )
    op.create_table(
        "person_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("person_key", sa.String(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_key_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_key")),
    )
    op.create_index("ix_person_key_person_id", "person_key", ["person_id"])
    op.create_index("ix_person_key_recorded_at", "person_key", ["recorded_at"])
    op.execute(
        "INSERT INTO person_key (person_id, person_key, recorded_at) "
        "SELECT id, person_key, recorded_at FROM person WHERE person_key IS NOT NULL"
    )
    _keep_keys()
    op.create_table(
        "correction_request",
        sa.Column("completion_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["completion_id"], ["completion.id"], name=op.f("fk_correction_request_completion_id_completion")
        ),
        sa.PrimaryKeyConstraint("completion_id", name=op.f("pk_correction_request")),
    )


def _keep_keys() -> None:
    """As 0002 does for every dated table: only superseded_at is ever written later, once."""
    if op.get_bind().dialect.name == "postgresql":
        for name, when, function in (
            ("kept", "BEFORE UPDATE", "ROW EXECUTE FUNCTION elearn_only_superseded()"),
            ("stays", "BEFORE DELETE", "ROW EXECUTE FUNCTION elearn_refuse()"),
            ("whole", "BEFORE TRUNCATE", "STATEMENT EXECUTE FUNCTION elearn_refuse()"),
        ):
            op.execute(f"CREATE TRIGGER person_key_{name} {when} ON person_key FOR EACH {function}")
        return
    same = " AND ".join(f'OLD."{name}" IS NEW."{name}"' for name in KEY_COLUMNS)
    once = "OLD.superseded_at IS NULL AND NEW.superseded_at IS NOT NULL"
    for name, operation, condition in (
        ("kept", "UPDATE", f"NOT ({once} AND {same})"),
        ("stays", "DELETE", "1"),
    ):
        op.execute(
            f"CREATE TRIGGER person_key_{name} BEFORE {operation} ON person_key WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, 'elearn: {operation} on person_key is refused'); END"
        )
