"""Group sessions at workplace meetings, and who was there until it is deleted."""

import sqlalchemy as sa
from alembic import op

from elearn.database import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "group_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("room", sa.String(length=32), nullable=True),
        sa.Column("announced_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_group_session_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_session")),
    )
    op.create_index("ix_group_session_unit_id", "group_session", ["unit_id"])
    op.create_index("ix_group_session_held_on", "group_session", ["held_on"])
    op.create_table(
        "group_attendance",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("ticked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["group_session.id"], name=op.f("fk_group_attendance_session_id_group_session")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_group_attendance_person_id_person")
        ),
        sa.PrimaryKeyConstraint("session_id", "person_id", name=op.f("pk_group_attendance")),
    )
    op.create_index("ix_group_attendance_person_id", "group_attendance", ["person_id"])
