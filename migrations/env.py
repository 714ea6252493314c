"""Alembic's entry: migrates the database of the settings, or the connection that a caller hands
over.
"""

import os

from alembic import context
from sqlalchemy import Connection, create_engine

from drafting.settings import Settings
from drafting.storage.base import Base

# importing the models fills the metadata
from drafting.storage.models import __all__ as _every_model  # noqa: F401 - see above


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


handed: Connection | None = context.config.attributes.get("connection")
if handed is not None:
    migrate(handed)
else:
    with create_engine(Settings.from_environ(os.environ).database_url).connect() as connection:
        migrate(connection)
