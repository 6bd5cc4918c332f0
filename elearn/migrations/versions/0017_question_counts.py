"""How questions are answered, counted in batches."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "question_count",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("right", sa.Integer(), nullable=False),
        sa.Column("top_asked", sa.Integer(), nullable=False),
        sa.Column("top_right", sa.Integer(), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=True),
        sa.Column("shown", sa.JSON(), nullable=False, server_default="{}"),
        sa.ForeignKeyConstraint(
            ["version_id"], ["module_version.id"], name=op.f("fk_question_count_version_id_module_version")
        ),
        sa.PrimaryKeyConstraint("version_id", "question_id", name=op.f("pk_question_count")),
    )
    # Nobody counted how often a question had been asked: what was counted so far fits no batch.
    op.execute("DELETE FROM answer_count")
