"""drafting publish: the working drafts as they are now become the next version, read and public
when this returns.
"""

import time
from datetime import UTC, datetime

import click

from drafting.cli.store import open_store
from drafting.domain.versions import Stage
from drafting.errors import DraftingError, NotFoundError
from drafting.policy.identity import OPERATOR
from drafting.request.messages import message_of
from drafting.request.version_labels import proposed_label
from drafting.services.codes.queries import code_by_slug
from drafting.services.drafts.freezing import freeze
from drafting.services.operations.job_registry import run_all_jobs
from drafting.services.versions.open_ends import open_ends_in
from drafting.services.versions.publishing import (
    discard_version,
    next_ordinal,
    prepare_version,
    publish_version,
)
from drafting.services.versions.queries import version_by_number
from drafting.storage.unit_of_work import Database

PATIENCE = 300.0  # seconds for a worker that took the job
PAUSE = 0.2  # seconds between two looks


@click.command(short_help="Publish the working drafts as the next version.")
@click.argument("slug")
@click.option("--label", help="What it is called; “First draft”, “Second draft” … if not given.")
@click.option("--note", default="", help="A few sentences about it.")
@click.option(
    "--stage",
    type=click.Choice([stage.value for stage in Stage]),
    default=Stage.DRAFT.value,
    show_default=True,
)
@click.option(
    "--language", default="", help="A language tag; that of the code of practice if not given."
)
@click.option("--at", "at_text", help="Publish at this instant (ISO 8601 with zone), not at once.")
@click.option(
    "--confirm-hidden",
    is_flag=True,
    help="Publish though the text holds characters that readers would not see.",
)
def publish(
    slug: str, *, label: str | None, at_text: str | None, confirm_hidden: bool, **fields: str
) -> None:
    """Freeze the text of all chapters of SLUG, read its clauses, and publish it at once or at a
    set instant.
    """
    at = _instant(at_text) if at_text is not None else None
    database = open_store()
    try:
        number = _prepare(database, slug, label, fields)
        _publish(database, slug, number, at, is_confirmed=confirm_hidden)
    except NotFoundError as error:
        raise click.ClickException(f"There is no code of practice {slug}.") from error
    except DraftingError as error:
        raise click.ClickException(message_of(error)) from error


def _prepare(database: Database, slug: str, label: str | None, fields: dict[str, str]) -> int:
    with database.reading() as session:
        frozen = freeze(session, code_by_slug(session, OPERATOR, slug))
    with database.transaction() as session:
        code = code_by_slug(session, OPERATOR, slug)
        version = prepare_version(
            session,
            OPERATOR,
            code,
            frozen,
            label=label or proposed_label(next_ordinal(session, code)),
            **fields,
        )
        click.echo(
            f"  {version.label}: text frozen, {len(version.text):,} characters, SHA-256 "
            f"{version.digest}"
        )
        for one in open_ends_in(session, version):
            click.echo(f"  Never closed: {one.end.mark} in {one.chapter}, line {one.end.line}")
        number = version.number
    click.echo("  Reading its clauses and comparing it with earlier versions ...")
    _wait_until_read(database, slug, number)
    return number


def _wait_until_read(database: Database, slug: str, number: int) -> None:
    """Do the work here, or wait for the worker that took it."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        run_all_jobs(database)
        with database.reading() as session:
            version = version_by_number(
                session, OPERATOR, code_by_slug(session, OPERATOR, slug), number
            )
            if version.read_at is not None or version.failure is not None:
                return
        time.sleep(PAUSE)


def _publish(
    database: Database, slug: str, number: int, at: datetime | None, *, is_confirmed: bool
) -> None:
    try:
        with database.transaction() as session:
            code = code_by_slug(session, OPERATOR, slug)
            version = version_by_number(session, OPERATOR, code, number)
            publish_version(session, OPERATOR, code, version, at=at, is_confirmed=is_confirmed)
            click.echo(
                f"  Published{' from ' + at.isoformat() if at else ''}: version {number}, "
                f"{version.clause_count} clauses"
            )
    except DraftingError:
        with (
            database.transaction() as session
        ):  # a version that cannot be published must not bar the next try
            code = code_by_slug(session, OPERATOR, slug)
            discard_version(
                session, OPERATOR, code, version_by_number(session, OPERATOR, code, number)
            )
        raise


def _instant(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(
            "write it like 2026-09-30T18:00+02:00", param_hint="--at"
        ) from error
    if moment.tzinfo is None:
        raise click.BadParameter("add the zone, like 2026-09-30T18:00+02:00", param_hint="--at")
    return moment.astimezone(UTC)
