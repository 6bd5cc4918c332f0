"""Which workplace a reader reads about first, and how often a question was said to be wrong."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reader_workplace",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("workplace", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_reader_workplace_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_reader_workplace")),
    )
    op.create_table(
        "question_report",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["module_version.id"], name=op.f("fk_question_report_version_id_module_version")
        ),
        sa.PrimaryKeyConstraint("version_id", "question_id", "reason", name=op.f("pk_question_report")),
    )
