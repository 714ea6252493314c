"""drafting comment: what reached the office by letter or mail is entered in its author's name,
on a clause or on its words.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import click

from drafting.cli.store import open_store
from drafting.domain.anchors.selectors import TextQuoteSelector
from drafting.domain.consultation.comments import CommentState
from drafting.errors import DraftingError, NotFoundError
from drafting.policy.identity import OPERATOR
from drafting.request.messages import message_of
from drafting.services.codes.queries import code_by_slug
from drafting.services.comments.threads import CommentInput, start_thread
from drafting.services.people.accounts import account_by_email
from drafting.services.versions.queries import published_versions, version_by_number
from drafting.storage.models import CodeOfPractice, Version
from drafting.storage.unit_of_work import Session

Found = TypeVar("Found")
STATES = [state.value for state in (CommentState.UNFILED, CommentState.SHARED, CommentState.FILED)]


@click.command(short_help="Enter a comment in the name of a member.")
@click.argument("slug")
@click.argument("text")
@click.option("--by", "email", required=True, help="The address of the member who wrote it.")
@click.option(
    "--version",
    "number",
    type=int,
    help="The number of the version; the newest published one if not given.",
)
@click.option(
    "--clause",
    default="",
    help="The address or the {#id} of the clause; the version as a whole if not given.",
)
@click.option("--quote", default="", help="The words in the clause that it is about.")
@click.option(
    "--state", type=click.Choice(STATES), default=CommentState.FILED.value, show_default=True
)
@click.option("--language", default="", help="A language tag; that of the version if not given.")
def comment(
    slug: str,
    text: str,
    *,
    email: str,
    number: int | None,
    clause: str,
    quote: str,
    state: str,
    language: str,
) -> None:
    """Begin a thread with TEXT ("-": from standard input) on a version of SLUG, whether or not a
    round is open.
    """
    given = CommentInput(sys.stdin.read() if text == "-" else text, state, language)
    selector = TextQuoteSelector(quote, "", "") if quote else None
    with open_store().transaction() as session:
        code = _found(
            lambda: code_by_slug(session, OPERATOR, slug), f"There is no code of practice {slug}."
        )
        account = _found(lambda: account_by_email(session, email), f"There is no account {email}.")
        version = _version(session, code, number)
        author = replace(OPERATOR, account_id=account.id, name=account.name)
        try:
            thread = start_thread(
                session, author, code, version, given=given, eid=clause or None, quote=selector
            )
        except DraftingError as error:
            raise click.ClickException(message_of(error)) from error
        click.echo(f"  Thread {thread.number} on {version.label}, {state}, by {account.name}")


def _version(session: Session, code: CodeOfPractice, number: int | None) -> Version:
    if number is not None:
        return _found(
            lambda: version_by_number(session, OPERATOR, code, number),
            f"There is no version {number}.",
        )
    published = published_versions(session, code)
    if not published:
        raise click.ClickException("Nothing is published yet. Run: drafting publish")
    return published[-1]


def _found(look: Callable[[], Found], otherwise: str) -> Found:
    try:
        return look()
    except NotFoundError as error:
        raise click.ClickException(otherwise) from error
