"""Reminders: the outbox, the rules and the rounds by hand."""

import sqlalchemy as sa
from alembic import op

from elearn.database import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _mail()
    _rules()
    op.create_table(
        "reminder_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_reminder_round_unit_id_unit")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_reminder_round_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_round")),
    )
    op.create_index("ix_reminder_round_unit_id", "reminder_round", ["unit_id"])


def _mail() -> None:
    op.create_table(
        "mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("lease_until", UtcDateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("queued_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("sent_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mail_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
        sa.UniqueConstraint("person_id", "day", name=op.f("uq_mail_person_id_day")),
    )
    op.create_index("ix_mail_day", "mail", ["day"])
    op.create_index("ix_mail_state", "mail", ["state"])


def _rules() -> None:
    op.create_table(
        "reminder_rules",
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("on_day", sa.Boolean(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("stop_days", sa.Integer(), nullable=False),
        sa.Column("renewal", sa.JSON(), nullable=False),
        sa.Column("digest_weekday", sa.Integer(), nullable=True),
        sa.Column("escalate_days", sa.Integer(), nullable=True),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_to", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("recorded_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_rules")),
    )
    _keep("reminder_rules")


def _keep(table: str) -> None:
    """As 0002 does for every dated table: only superseded_at is ever written later, once."""
    if op.get_bind().dialect.name == "postgresql":
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
