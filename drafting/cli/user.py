"""drafting user: accounts from the command line, where the operator has every right."""

import sys

import click

from drafting.cli.store import open_store
from drafting.domain.roles import Role
from drafting.errors import NotFoundError
from drafting.policy.identity import OPERATOR
from drafting.services.codes.queries import code_by_slug
from drafting.services.fields import checked_password
from drafting.services.people.accounts import (
    account_by_email,
    all_accounts,
    create_account,
    disable_account,
    set_password_hash,
)
from drafting.services.people.members import MembershipInput, change_member, join, members_of
from drafting.services.people.passwords import hash_password
from drafting.storage.models import Account
from drafting.storage.unit_of_work import Session


@click.group(short_help="Accounts: add, list, give a role, set a password, disable.")
def user() -> None:
    """Manage accounts."""


def _password(*, from_input: bool) -> str:
    if from_input:
        return checked_password(sys.stdin.readline().rstrip("\n"))
    return checked_password(click.prompt("Password", hide_input=True, confirmation_prompt=True))


PASSWORD_STDIN = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input."
)


@user.command(short_help="Add an account.")
@click.argument("email")
@click.option("--name", required=True, help="The name that others see.")
@click.option("--administrator", is_flag=True, help="May begin codes of practice.")
@PASSWORD_STDIN
def add(email: str, name: str, *, administrator: bool, password_stdin: bool) -> None:
    """Add an account that signs in with EMAIL and a password."""
    database, password_hash = open_store(), hash_password(_password(from_input=password_stdin))
    with database.transaction() as session:
        create_account(
            session,
            OPERATOR,
            email=email,
            name=name,
            password_hash=password_hash,
            is_administrator=administrator,
        )
    click.echo(f"  Account {email} added")


@user.command("list", short_help="List the accounts.")
def list_() -> None:
    """Print one line for each account."""
    with open_store().reading() as session:
        for account in all_accounts(session):
            marks = ["administrator"] * account.is_administrator + [
                "disabled"
            ] * account.is_disabled
            click.echo("\t".join([account.email, account.name, ", ".join(marks)]).rstrip())


@user.command(short_help="Set a password.")
@click.argument("email")
@PASSWORD_STDIN
def password(email: str, *, password_stdin: bool) -> None:
    """Give the account of EMAIL another password and sign it out everywhere."""
    database, password_hash = open_store(), hash_password(_password(from_input=password_stdin))
    with database.transaction() as session:
        account = _account(session, email)
        set_password_hash(session, OPERATOR, account_id=account.id, password_hash=password_hash)
    click.echo(f"  Password of {email} set; signed out everywhere, personal tokens revoked")


@user.command(short_help="Give an account a role in a code of practice.")
@click.argument("email")
@click.option("--code", "slug", required=True, help="The code of practice, by its address.")
@click.option(
    "--role", "role_name", required=True, type=click.Choice([role.value for role in Role])
)
def role(email: str, slug: str, role_name: str) -> None:
    """Make the account of EMAIL a member with this role, or change its role."""
    with open_store().transaction() as session:
        account, wanted = _account(session, email), Role(role_name)
        code = code_by_slug(session, OPERATOR, slug)
        present = next(
            (m for m in members_of(session, OPERATOR, code) if m.account_id == account.id), None
        )
        if present is None:
            join(session, OPERATOR, code, account.id, MembershipInput(wanted))
        else:
            part = MembershipInput(
                wanted,
                present.stakeholder_group_id,
                present.organisation.name if present.organisation else "",
                [group.id for group in present.working_groups],
            )
            change_member(session, OPERATOR, code, present, part)
    click.echo(f"  {email} is {role_name} in {slug}")


@user.command(short_help="Disable an account.")
@click.argument("email")
def disable(email: str) -> None:
    """Disable the account of EMAIL and sign it out everywhere, at once."""
    with open_store().transaction() as session:
        disable_account(session, OPERATOR, account=_account(session, email))
    click.echo(f"  Account {email} disabled")


def _account(session: Session, email: str) -> Account:
    try:
        return account_by_email(session, email)
    except NotFoundError as error:
        raise click.ClickException(f"There is no account with the address {email}.") from error
