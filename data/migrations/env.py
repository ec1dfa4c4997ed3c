"""Runs migrations on the connection that the store, or `python -m data.migrations`, hands over."""

from alembic import context

from data.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table="tugma_schema",
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
