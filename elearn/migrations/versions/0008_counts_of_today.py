"""Counts that today's figures are read from; empty until `elearn db upgrade` or `elearn tidy` makes them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "counts_made",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("ledger_seq", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("requirements", sa.Integer(), nullable=False),
        sa.Column("holds", sa.Integer(), nullable=False),
        sa.Column("removals", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counts_made")),
    )
    op.create_table(
        "person_counted",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("course", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_counted_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_person_counted")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "figure_count",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("level", sa.String(length=32), nullable=False),
        sa.Column("module", sa.String(), nullable=False),
        sa.Column("protected", sa.Boolean(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("finished", sa.Integer(), nullable=False),
        sa.Column("required", sa.Integer(), nullable=False),
        sa.Column("completed", sa.Integer(), nullable=False),
        sa.Column("expired", sa.Integer(), nullable=False),
        sa.Column("overdue", sa.Integer(), nullable=False),
        sa.Column("due", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("absent", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_figure_count_unit_id_unit")),
        sa.PrimaryKeyConstraint(
            "unit_id", "day", "level", "module", "protected", name=op.f("pk_figure_count")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "unit_above",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("above_id", sa.Integer(), nullable=False),
        sa.Column("asks", sa.Boolean(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["above_id"], ["unit.id"], name=op.f("fk_unit_above_above_id_unit")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_above_unit_id_unit")),
        sa.PrimaryKeyConstraint("unit_id", "above_id", name=op.f("pk_unit_above")),
        sqlite_with_rowid=False,
    )
