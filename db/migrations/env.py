"""Alembic's way in: migrations run on the connection they are handed, within its transaction."""

from alembic import context
from sqlmodel import SQLModel

import db.tables.everything  # noqa: F401  # pyright: ignore[reportUnusedImport] - declares the tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
