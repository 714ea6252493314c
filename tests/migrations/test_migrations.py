"""The schema goes up, down and up again on both databases, and is then what the models say."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import event, inspect, select

from drafting.cli.store import alembic_config, migrate
from drafting.domain.clauses.parsing import READING
from drafting.services.operations.job_registry import run_all_jobs
from drafting.services.versions.version_jobs import READ_AGAIN
from drafting.storage.base import Base
from drafting.storage.models import Job, RightsEpoch, Version, VersionClause
from drafting.storage.unit_of_work import Database
from tests.support.people import make_world
from tests.support.published import make_published

pytestmark = pytest.mark.xdist_group("postgresql")  # one server for all


def downgrade(database: Database, to: str = "base") -> None:
    config = alembic_config()
    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, to)
        connection.commit()


def tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def differences(database: Database) -> list[object]:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        return list(compare_metadata(context, Base.metadata))


def test_the_migrated_schema_is_what_the_models_say(empty: Database) -> None:
    assert migrate(empty)
    assert differences(empty) == []
    assert tables(empty) == set(Base.metadata.tables)


def test_up_down_and_up_again_is_where_we_were(empty: Database) -> None:
    migrate(empty)
    downgrade(empty)
    assert tables(empty) == set()
    assert migrate(empty)
    assert differences(empty) == []


def test_a_second_migration_has_nothing_to_do(empty: Database) -> None:
    assert [migrate(empty), migrate(empty)] == [True, False]


def test_the_rights_epoch_is_one_row_from_the_beginning(empty: Database) -> None:
    migrate(empty)
    with empty.reading() as session:
        assert [row.id for row in session.query(RightsEpoch)] == [1]


def test_versions_of_the_release_before_are_queued_to_be_read_again(empty: Database) -> None:
    migrate(empty)
    published = make_published(make_world(empty))
    downgrade(empty, "0004")
    assert migrate(empty)
    with empty.reading() as session:
        jobs = session.scalars(select(Job).where(Job.kind == READ_AGAIN)).all()
        versions = session.scalars(select(Version)).all()
        assert [one.details["version_id"] for one in jobs] == [one.id for one in versions]
        assert {one.reading for one in versions} == {1}
    run_all_jobs(empty)
    with empty.reading() as session:
        assert session.scalars(select(Version.reading)).all() == [READING]
        eids = session.scalars(select(VersionClause.eid).order_by(VersionClause.position)).all()
        assert eids == published.eids


def test_there_is_one_line_of_migrations() -> None:
    script = ScriptDirectory.from_config(alembic_config())
    assert len(script.get_heads()) == len(script.get_bases()) == 1


def test_F24_a_migration_interrupted_at_any_statement_is_old_or_new_and_succeeds_again(
    empty: Database,
) -> None:
    statements = _statements_of_a_migration(empty)
    whole = _schemas_between_migrations(empty)
    for k in range(1, statements, 7):
        downgrade(empty)
        with pytest.raises(RuntimeError):
            _migrate_until(empty, k)
        assert tables(empty) in whole, f"half a schema after statement {k}"
        migrate(empty)
        assert differences(empty) == []


def _schemas_between_migrations(database: Database) -> list[set[str]]:
    """The tables that are there before the first migration and after each."""
    schemas = [tables(database)]
    for script in ScriptDirectory.from_config(alembic_config()).walk_revisions():
        downgrade(database, script.down_revision or "base")  # type: ignore[arg-type]
        schemas.append(tables(database))
    return schemas


def _statements_of_a_migration(database: Database) -> int:
    seen: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    migrate(database)
    return len(
        [one for one in seen if one.lstrip().upper().startswith(("CREATE", "INSERT", "ALTER"))]
    )


def _migrate_until(database: Database, k: int) -> None:
    """Migrate, and fail before the k-th statement that changes something."""
    seen: list[str] = []

    def fail(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("CREATE", "INSERT", "ALTER")):
            seen.append(statement)
            if len(seen) == k:
                raise RuntimeError

    event.listen(database.engine, "before_cursor_execute", fail)
    try:
        migrate(database)
    finally:
        event.remove(database.engine, "before_cursor_execute", fail)
