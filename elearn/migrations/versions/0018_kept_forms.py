"""What was sent after a session had ended waits, sealed, for the same person; Shift three times can be switched off."""

import sqlalchemy as sa
from alembic import op

from elearn.database import UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("web_session", sa.Column("closed_at", UtcDateTime(), nullable=True))
    op.add_column("web_session", sa.Column("kept", sa.LargeBinary(), nullable=True))
    op.add_column("web_session", sa.Column("kept_until", UtcDateTime(), nullable=True))
    op.add_column("account", sa.Column("shift_exit", sa.Boolean(), nullable=True))
