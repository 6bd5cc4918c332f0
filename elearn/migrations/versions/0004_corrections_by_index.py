"""Whether a completion was corrected is asked for every one that is shown: found by index, not by reading all."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_completion_corrects", "completion", ["corrects"])
