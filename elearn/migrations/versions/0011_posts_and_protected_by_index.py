"""The few who hold a post and the few who are protected are asked for on every report: found by index, not by reading all."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_employment_role",
        "employment",
        ["role"],
        sqlite_where=sa.text("role IS NOT NULL"),
        postgresql_where=sa.text("role IS NOT NULL"),
    )
    # SQLite uses an index of some rows only where the condition is written as the question writes it.
    op.create_index(
        "ix_personal_details_protected",
        "personal_details",
        ["number_id"],
        sqlite_where=sa.text("protected = 1"),
        postgresql_where=sa.text("protected"),
    )
