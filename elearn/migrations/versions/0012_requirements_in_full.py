"""What requirements can ask, whom holidays concern, and who does a module in a way of their own."""

import sqlalchemy as sa
from alembic import op

from elearn.database import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _requirements()
    _table(
        "aside",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("module", sa.String(), nullable=False),
    )
    op.create_index("ix_aside_person_id", "aside", ["person_id"])
    _table(
        "holiday",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("forms", sa.JSON(), nullable=False),
    )
    for table in ("requirement_version", "aside", "holiday"):
        _keep(table)


def _requirements() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in ("kept", "stays"):  # they name the columns that stay the same
            op.execute(f"DROP TRIGGER requirement_version_{name}")
    for column in (
        sa.Column("kinds", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("forms", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("anchor_month", sa.Integer(), nullable=True),
        sa.Column("window_days", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("refreshers", sa.JSON(), nullable=False, server_default="{}"),
        sa.Column("major_days", sa.Integer(), nullable=True),
    ):
        op.add_column("requirement_version", column)
    with op.batch_alter_table("requirement_version") as batch:
        batch.add_column(sa.Column("person_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_requirement_version_person_id_person"), "person", ["person_id"], ["id"]
        )


def _table(name: str, *columns: sa.Column[object]) -> None:
    owner = "person" if name == "aside" else "unit"
    op.create_table(
        name,
        *columns,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("recorded_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint([f"{owner}_id"], [f"{owner}.id"], name=op.f(f"fk_{name}_{owner}_id_{owner}")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def _keep(table: str) -> None:
    """As 0002 does for every dated table: only superseded_at is ever written later, once."""
    if op.get_bind().dialect.name == "postgresql":
        if table == "requirement_version":  # has had them since 0002, whatever its columns
            return
        for name, when, function in (
            ("kept", "BEFORE UPDATE", "ROW EXECUTE FUNCTION elearn_only_superseded()"),
            ("stays", "BEFORE DELETE", "ROW EXECUTE FUNCTION elearn_refuse()"),
            ("whole", "BEFORE TRUNCATE", "STATEMENT EXECUTE FUNCTION elearn_refuse()"),
        ):
            op.execute(f"CREATE TRIGGER {table}_{name} {when} ON {table} FOR EACH {function}")
        return
    columns = [each["name"] for each in sa.inspect(op.get_bind()).get_columns(table)]
    same = " AND ".join(f'OLD."{name}" IS NEW."{name}"' for name in columns if name != "superseded_at")
    once = "OLD.superseded_at IS NULL AND NEW.superseded_at IS NOT NULL"
    for name, operation, condition in (
        ("kept", "UPDATE", f"NOT ({once} AND {same})"),
        ("stays", "DELETE", "1"),
    ):
        op.execute(
            f"CREATE TRIGGER {table}_{name} BEFORE {operation} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, 'elearn: {operation} on {table} is refused'); END"
        )
