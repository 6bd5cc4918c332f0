"""A company may let the HR above it see its people by name."""

import sqlalchemy as sa
from alembic import op

from elearn.database import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COLUMNS = (
    "id",
    "unit_id",
    "decided_by",
    "decided_on",
    "record_number",
    "recorded_by",
    "began_on",
    "valid_from",
    "valid_to",
    "recorded_at",
)


def upgrade() -> None:
    op.create_table(
        "arrangement",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("record_number", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("recorded_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_arrangement_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrangement")),
    )
    op.create_index("ix_arrangement_unit_id", "arrangement", ["unit_id"])
    _keep()


def _keep() -> None:
    """As 0002 does for every dated table: only superseded_at is ever written later, once."""
    if op.get_bind().dialect.name == "postgresql":
        for name, when, function in (
            ("kept", "BEFORE UPDATE", "ROW EXECUTE FUNCTION elearn_only_superseded()"),
            ("stays", "BEFORE DELETE", "ROW EXECUTE FUNCTION elearn_refuse()"),
            ("whole", "BEFORE TRUNCATE", "STATEMENT EXECUTE FUNCTION elearn_refuse()"),
        ):
            op.execute(f"CREATE TRIGGER arrangement_{name} {when} ON arrangement FOR EACH {function}")
        return
    same = " AND ".join(f'OLD."{name}" IS NEW."{name}"' for name in COLUMNS)
    once = "OLD.superseded_at IS NULL AND NEW.superseded_at IS NOT NULL"
    for name, operation, condition in (
        ("kept", "UPDATE", f"NOT ({once} AND {same})"),
        ("stays", "DELETE", "1"),
    ):
        op.execute(
            f"CREATE TRIGGER arrangement_{name} BEFORE {operation} ON arrangement WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, 'elearn: {operation} on arrangement is refused'); END"
        )
