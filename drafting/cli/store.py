"""The database as a command meets it: of the settings, and at the schema that this program
expects.
"""

import os

import click
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from drafting.settings import PROJECT_ROOT, Settings
from drafting.storage.unit_of_work import Database, StoreAddressError, StoreUnreachableError


def open_store(settings: Settings | None = None) -> Database:
    """The database; refuses one whose schema is older or newer, and says what to do."""
    database = make_database(settings or Settings.from_environ(os.environ))
    present = _revision(database)
    wanted = ScriptDirectory.from_config(alembic_config()).get_current_head()
    if present != wanted:
        raise click.ClickException(
            f"The database is at schema {present}, this program at {wanted}. Run: drafting prepare"
        )
    return database


def make_database(settings: Settings) -> Database:
    """The database of the settings; one line if its address cannot be read."""
    try:
        return Database(settings.database_url)
    except StoreAddressError as error:
        raise click.ClickException(
            "DRAFTING_DATABASE_URL is not the address of an SQLite or PostgreSQL database."
        ) from error


def _revision(database: Database) -> str | None:
    try:
        return database.revision()
    except StoreUnreachableError as error:
        raise click.ClickException(
            "The database cannot be opened. If it is not there yet, run: drafting prepare"
        ) from error


def migrate(database: Database) -> bool:
    """Bring the schema to this program's; says whether there was anything to do."""
    config = alembic_config()
    if _revision(database) == ScriptDirectory.from_config(config).get_current_head():
        return False
    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
    return True


def alembic_config() -> Config:
    """Alembic's configuration from pyproject.toml, whatever the working folder is."""
    config = Config(toml_file=str(PROJECT_ROOT / "pyproject.toml"))
    config.set_main_option("script_location", str(PROJECT_ROOT / "migrations"))
    return config
