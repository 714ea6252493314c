"""drafting export: a version or its comments as a file."""

import os
from pathlib import Path

import click

from drafting.cli.store import open_store
from drafting.domain.limits import MAX_KEY
from drafting.errors import DraftingError, NotFoundError
from drafting.exports.comment_table import comment_table
from drafting.exports.consolidated_html import consolidated_html
from drafting.exports.consolidated_markdown import consolidated_markdown
from drafting.policy.identity import OPERATOR
from drafting.request.messages import message_of
from drafting.services.codes.queries import code_by_slug
from drafting.services.exports.collecting import exported_threads, exported_version
from drafting.services.versions.publishing import version_text
from drafting.services.versions.queries import published_versions, version_by_number
from drafting.settings import Settings
from drafting.storage.models import CodeOfPractice, Version
from drafting.storage.unit_of_work import Session


@click.command(short_help="Write a version, or the comments on it, to a file.")
@click.argument("slug")
@click.option(
    "--version",
    "number",
    type=click.IntRange(1, MAX_KEY),
    help="Its number; the newest published one if not given.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "html", "csv"]),
    default="markdown",
    show_default=True,
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write; standard output if not given.",
)
def export(slug: str, number: int | None, form: str, out: Path | None) -> None:
    """Write the text of a version of SLUG as Markdown or as one HTML file, or all comments on it
    as a table (csv).
    """
    try:
        content = _content(slug, number, form)
    except NotFoundError as error:
        wanted = f"version {number}" if number else "published version"
        raise click.ClickException(f"There is no {wanted} of a code of practice {slug}.") from error
    except DraftingError as error:
        raise click.ClickException(message_of(error)) from error
    if out is None:
        click.echo(content, nl=False)
    else:
        out.write_bytes(content)
        click.echo(f"  {out}: {len(content):,} bytes", err=True)


def _content(slug: str, number: int | None, form: str) -> bytes:
    settings = Settings.from_environ(os.environ)
    with open_store(settings).reading() as session:
        code = code_by_slug(session, OPERATOR, slug)
        version = _version(session, code, number)
        if form == "csv":
            return comment_table(
                exported_threads(session, OPERATOR, code, version, base_url=settings.base_url)
            )
        if form == "markdown":
            return consolidated_markdown(version_text(session, version))
        written = exported_version(
            session, code, version, base_url=settings.base_url, time_zone=settings.time_zone
        )
        return consolidated_html(written).encode()


def _version(session: Session, code: CodeOfPractice, number: int | None) -> Version:
    if number is not None:
        return version_by_number(session, OPERATOR, code, number)
    published = published_versions(session, code)
    if not published:
        raise NotFoundError
    return published[0]
