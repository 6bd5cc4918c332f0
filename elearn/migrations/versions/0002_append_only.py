"""What the database itself refuses: changing a recorded fact, and taking a ledger or audit row away."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Facts with two times: only superseded_at is ever written later, once. Names may be erased, the rest may not.
DATED = (
    "unit_version",
    "employment",
    "post",
    "personal_details",
    "requirement_version",
    "hold",
    "person_join",
    "role_grant",
)
ERASABLE = ("personal_details",)
# Appended for good. A ledger or audit row leaves only with a retention decision, by its sequence number.
APPENDED = ("completion", "audit_event", "chain_link", "module_version", "removal", "hr_import")
REMOVABLE = ("completion", "audit_event")


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _postgresql()
    else:
        _sqlite()


def _postgresql() -> None:
    op.execute(
        """
        CREATE FUNCTION elearn_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'elearn: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$
        """
    )
    op.execute(
        """
        CREATE FUNCTION elearn_only_superseded() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF OLD.superseded_at IS NULL AND NEW.superseded_at IS NOT NULL
             AND to_jsonb(OLD) - 'superseded_at' = to_jsonb(NEW) - 'superseded_at' THEN RETURN NEW; END IF;
          RAISE EXCEPTION 'elearn: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
        END $$
        """
    )
    op.execute(
        """
        CREATE FUNCTION elearn_only_decided() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF EXISTS (SELECT 1 FROM removal WHERE removal.seq = OLD.seq) THEN RETURN OLD; END IF;
          RAISE EXCEPTION 'elearn: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
        END $$
        """
    )
    for table in DATED:
        op.execute(
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION elearn_only_superseded()"
        )
    for table in APPENDED:
        op.execute(
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION elearn_refuse()"
        )
    for table in (*DATED, *APPENDED):
        op.execute(
            f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION elearn_refuse()"
        )
        if table in ERASABLE:
            continue
        function = "elearn_only_decided" if table in REMOVABLE else "elearn_refuse"
        op.execute(
            f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"
        )


def _sqlite() -> None:
    for table in DATED:
        columns = [
            column["name"]
            for column in sa.inspect(op.get_bind()).get_columns(table)
            if column["name"] != "superseded_at"
        ]
        same = " AND ".join(f'OLD."{name}" IS NEW."{name}"' for name in columns)
        once = "OLD.superseded_at IS NULL AND NEW.superseded_at IS NOT NULL"
        _refuse(table, "kept", "UPDATE", f"NOT ({once} AND {same})")
    for table in APPENDED:
        _refuse(table, "kept", "UPDATE", "1")
    for table in (*DATED, *APPENDED):
        if table in ERASABLE:
            continue
        undecided = "NOT EXISTS (SELECT 1 FROM removal WHERE removal.seq = OLD.seq)"
        _refuse(table, "stays", "DELETE", undecided if table in REMOVABLE else "1")


def _refuse(table: str, name: str, operation: str, condition: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_{name} BEFORE {operation} ON {table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, 'elearn: {operation} on {table} is refused'); END"
    )
