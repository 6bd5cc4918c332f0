"""Alembic's entry: runs the migrations on the connection that `elearn.upgrade` hands over."""

from alembic import context

import elearn.accounts.models
import elearn.audit.models
import elearn.completions.group_models
import elearn.completions.models
import elearn.completions.way_models
import elearn.modules.models
import elearn.organisations.models
import elearn.reminders.models
import elearn.reports.models
import elearn.requirements.models  # noqa: F401  (imported so that every table is known)
from elearn.database import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
