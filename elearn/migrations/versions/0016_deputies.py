"""A manager may name a deputy for some days."""

import sqlalchemy as sa
from alembic import op

from elearn.database import UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

COLUMNS = (
    "id",
    "unit_id",
    "number_id",
    "employed_in",
    "manager_id",
    "began_on",
    "valid_from",
    "valid_to",
    "recorded_at",
)


def upgrade() -> None:
    op.create_table(
        "delegation",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("number_id", sa.Integer(), nullable=False),
        sa.Column("employed_in", sa.Integer(), nullable=False),
        sa.Column("manager_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("recorded_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", UtcDateTime(timezone=True), nullable=True),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_delegation_{column}_{table}"))
            for column, table in (
                ("unit_id", "unit"),
                ("number_id", "person_number"),
                ("employed_in", "unit"),
                ("manager_id", "person_number"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    op.create_index("ix_delegation_unit_id", "delegation", ["unit_id"])
    op.create_index("ix_delegation_number_id", "delegation", ["number_id"])
    _keep()


def _keep() -> None:
    """As 0002 does for every dated table: only superseded_at is ever written later, once."""
    if op.get_bind().dialect.name == "postgresql":
        for name, when, function in (
            ("kept", "BEFORE UPDATE", "ROW EXECUTE FUNCTION elearn_only_superseded()"),
            ("stays", "BEFORE DELETE", "ROW EXECUTE FUNCTION elearn_refuse()"),
            ("whole", "BEFORE TRUNCATE", "STATEMENT EXECUTE FUNCTION elearn_refuse()"),
        ):
            op.execute(f"CREATE TRIGGER delegation_{name} {when} ON delegation FOR EACH {function}")
        return
    same = " AND ".join(f'OLD."{name}" IS NEW."{name}"' for name in COLUMNS)
    once = "OLD.superseded_at IS NULL AND NEW.superseded_at IS NOT NULL"
    for name, operation, condition in (
        ("kept", "UPDATE", f"NOT ({once} AND {same})"),
        ("stays", "DELETE", "1"),
    ):
        op.execute(
            f"CREATE TRIGGER delegation_{name} BEFORE {operation} ON delegation WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, 'elearn: {operation} on delegation is refused'); END"
        )
