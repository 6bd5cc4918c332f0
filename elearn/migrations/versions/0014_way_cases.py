"""Open cases of those who do a module another way. Their rows go when they end, so nothing here is dated or kept."""

import sqlalchemy as sa
from alembic import op

from elearn.database import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "way_case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("module", sa.String(), nullable=False),
        sa.Column("opened_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("named", sa.JSON(), nullable=False),
        sa.Column("equivalent", sa.String(), nullable=True),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("file", sa.String(), nullable=True),
        sa.Column("file_kind", sa.String(length=32), nullable=True),
        sa.Column("handed_in_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("unread_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("refused_as", sa.String(length=32), nullable=True),
        sa.Column("refused_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_way_case_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_way_case")),
        sa.UniqueConstraint("person_id", "module", name=op.f("uq_way_case_person_id_module")),
    )
