"""drafting import: a Markdown file becomes chapters of a code of practice."""

from pathlib import Path
from typing import Literal

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from drafting.cli.store import open_store
from drafting.errors import DraftingError, NotFoundError
from drafting.policy.identity import OPERATOR
from drafting.request.messages import message_of
from drafting.services.codes.creating import create_code
from drafting.services.codes.queries import code_by_slug
from drafting.services.drafts.chapters import chapters_in_use
from drafting.services.drafts.importing import (
    chapters_of,
    checked_markdown,
    forward_edit,
    import_chapters,
    record_forward_edit,
)
from drafting.storage.models import CodeOfPractice
from drafting.storage.unit_of_work import Session


@click.command("import", short_help="Import a Markdown file as chapters.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--code", "slug", required=True, help="The code of practice, by its address (trustworthy-ai)."
)
@click.option(
    "--split-at",
    type=click.Choice(["h1", "h2"]),
    help="A chapter for each heading of this level or higher.",
)
@click.option(
    "--title", help="Begin the code of practice with this title if there is none of that address."
)
@click.option(
    "--into",
    "position",
    type=click.IntRange(min=1),
    help="Work the text into this chapter (its number) instead.",
)
def import_(
    file: Path,
    slug: str,
    split_at: Literal["h1", "h2"] | None,
    title: str | None,
    *,
    position: int | None,
) -> None:
    """Add the text of FILE to a code of practice, as one chapter or split at its headings: all
    of it or nothing.

    With --into, the chapter's working draft is led to the text by the edits that differ; what
    others type during the import is kept.
    """
    if position is not None and (split_at or title):
        raise click.UsageError("--into takes neither --split-at nor --title.")
    try:
        if position is None:
            _import(file, slug, split_at, title)
        else:
            _work_into(file, slug, position)
    except NotFoundError as error:
        raise click.ClickException(
            f"There is no code of practice {slug}. Add --title to begin it."
        ) from error
    except DraftingError as error:
        raise click.ClickException(f"{file}: {message_of(error)}") from error


def _import(file: Path, slug: str, split_at: Literal["h1", "h2"] | None, title: str | None) -> None:
    database = open_store()
    parts = chapters_of(checked_markdown(file.read_bytes()), split_at, otherwise=title or file.stem)
    columns = (TextColumn("  Importing"), BarColumn(), MofNCompleteColumn(), TextColumn("chapters"))
    with database.transaction() as session:
        code = _code(session, slug, title)
        with Progress(*columns, console=Console(stderr=True)) as progress:
            task = progress.add_task("import", total=len(parts))
            import_chapters(
                session, OPERATOR, code, parts, lambda done: progress.update(task, completed=done)
            )
    click.echo(
        f"  {len(parts)} {'chapter' if len(parts) == 1 else 'chapters'} of {file.name} "
        f"added to {slug}"
    )


def _work_into(file: Path, slug: str, position: int) -> None:
    database, text = open_store(), checked_markdown(file.read_bytes())
    with database.reading() as session:
        chapters = chapters_in_use(code_by_slug(session, OPERATOR, slug))
        if position > len(chapters):
            raise click.ClickException(
                f"{slug} has {len(chapters)} chapters; there is no chapter {position}."
            )
        draft_id = chapters[position - 1].working_draft.id
        update = forward_edit(session, draft_id, text)
    if update is not None:
        with database.transaction() as session:
            record_forward_edit(session, OPERATOR, draft_id=draft_id, update=update)
    click.echo(
        f"  {file.name} worked into chapter {position} of {slug}"
        if update
        else "  Nothing to change"
    )


def _code(session: Session, slug: str, title: str | None) -> CodeOfPractice:
    try:
        return code_by_slug(session, OPERATOR, slug)
    except NotFoundError:
        if title is None:
            raise
        return create_code(session, OPERATOR, slug=slug, title=title)
