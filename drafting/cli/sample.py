"""drafting sample: a code of practice to try things on, with its history and one account for
each role.

The accounts share a passphrase made at loading and kept in instance/sample-accounts.txt,
readable by the owner only: there are no well-known passwords.
"""

import os
import secrets
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from drafting import clock
from drafting.cli.sample_history import FOLDER, HISTORY, History, load_history
from drafting.cli.store import open_store
from drafting.domain.roles import Role
from drafting.policy.identity import OPERATOR
from drafting.services.codes.creating import change_code, create_code
from drafting.services.codes.queries import codes_of
from drafting.services.drafts.chapters import assign_chapter, create_chapter
from drafting.services.people.accounts import create_account
from drafting.services.people.members import MembershipInput, join
from drafting.services.people.passwords import hash_password
from drafting.services.people.working_groups import create_working_group
from drafting.settings import Settings
from drafting.storage.models import CodeOfPractice
from drafting.storage.unit_of_work import Database, Session

WORDS = (
    "amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heron", "indigo", "juniper",
    "kelp", "lichen",
    "maple", "north", "opal", "pearl", "quartz", "river",
)  # fmt: skip
SLUG = "trustworthy-ai"
ADMINISTRATOR = Role.SECRETARIAT  # whose account may also begin codes of practice
BEGINNING = timedelta(days=130)  # before now
SUMMARY = (
    "What do those who build general AI models owe to those who use them, and to those who "
    "live with the results? "
    "Independent chairs write the answer in the open, draft by draft. This is a sample: "
    "change whatever you like."
)
GROUPS = (
    "Working group 1: Transparency",
    "Working group 2: Rights and data",
    "Working group 3: Safety",
)
# address, name, role, stakeholder group, organisation, numbers of the working groups
PEOPLE = (
    (
        "secretariat@sample.example",
        "Sofia Lindqvist",
        Role.SECRETARIAT,
        None,
        "Office for codes of practice",
        (),
    ),
    ("chair@sample.example", "Ada Rousseau", Role.CHAIR, "independent-experts", "", (1, 2)),
    (
        "drafter@sample.example",
        "Bram Okafor",
        Role.DRAFTER,
        "scientific-community",
        "Ostrela Institute",
        (1,),
    ),
    (
        "stakeholder@sample.example",
        "Lio Tanaka",
        Role.STAKEHOLDER,
        "ai-providers",
        "Halvane Systems",
        (),
    ),
    (
        "observer@sample.example",
        "Noor Kazemi",
        Role.OBSERVER,
        "member-states",
        "Ministry for Digital Affairs",
        (),
    ),
)


@click.command(short_help="Load the sample code of practice.")
def sample() -> None:
    """Load the sample code of practice and its accounts, unless the database has a code of
    practice already.
    """
    settings = Settings.from_environ(os.environ)
    if not load_sample(open_store(settings), settings):
        raise click.ClickException(
            "There is a code of practice already; the sample is for an empty database."
        )
    click.echo(first_accounts_line(settings))


def load_sample(database: Database, settings: Settings) -> bool:
    """Load the sample into an empty database; False if it is not empty."""
    with database.reading() as session:
        if codes_of(session, OPERATOR):
            return False
    passphrase = "-".join(
        [*(secrets.choice(WORDS) for _ in range(3)), str(secrets.randbelow(9000) + 1000)]
    )
    password_hash = hash_password(passphrase)
    _keep_passphrase(settings.instance, passphrase)
    with clock.frozen_at(clock.now() - BEGINNING):
        account_ids = _load_people_and_text(database, password_hash)
    click.echo("  Loading the sample's history:", nl=False)
    load_history(
        History(database, SLUG, account_ids, clock.now()),
        lambda step: click.echo(f" {step};", nl=False),
    )
    click.echo(" done")
    return True


def _load_people_and_text(database: Database, password_hash: str) -> dict[str, int]:
    """The code of practice with its working groups, chapters and members; the accounts' ids by
    their keys.
    """
    with database.transaction() as session:
        code = create_code(
            session,
            OPERATOR,
            slug=SLUG,
            title="Code of practice for trustworthy AI",
            summary=SUMMARY,
        )
        change_code(session, OPERATOR, code, title=code.title, summary=code.summary, is_public=True)
        teams = [create_working_group(session, OPERATOR, code, name=name) for name in GROUPS]
        for number, team in enumerate(teams, start=1):
            text = (FOLDER / HISTORY["versions"][0]["folder"] / f"chapter-{number}.md").read_text(
                "utf-8"
            )
            title = text.split("\n", 1)[0].removeprefix("# ").strip()
            chapter = create_chapter(session, OPERATOR, code, title=title, markdown=text)
            assign_chapter(session, OPERATOR, code, chapter, working_group_id=team.id)
        return {
            person["key"]: _add(session, code, person, password_hash) for person in _everybody()
        }


def _everybody() -> Iterator[dict[str, Any]]:
    """Those with an account that is told, then those of the history."""
    for email, name, role, group, organisation, numbers in PEOPLE:
        key = email.partition("@")[0]
        yield {
            "key": key, "email": email, "name": name, "role": role, "group": group,
            "organisation": organisation,
            "working_groups": numbers, "interests": "",
        }  # fmt: skip
    yield from HISTORY["people"]


def _add(session: Session, code: CodeOfPractice, person: dict[str, Any], password_hash: str) -> int:
    role, groups = Role(person["role"]), {group.key: group.id for group in code.stakeholder_groups}
    account = create_account(
        session,
        OPERATOR,
        email=person["email"],
        name=person["name"],
        password_hash=password_hash,
        is_administrator=role is ADMINISTRATOR,
    )
    teams = [code.working_groups[number - 1].id for number in person.get("working_groups", ())]
    part = MembershipInput(
        role, groups.get(person["group"] or ""), person["organisation"] or "", teams
    )
    join(session, OPERATOR, code, account.id, part).declared_interests = person["interests"]
    return account.id


def first_accounts_line(settings: Settings) -> str:
    """The sample accounts, if this instance has them."""
    path = settings.instance / "sample-accounts.txt"
    if not path.is_file():
        return ""
    roles = "\n".join(f"    {email:28} {_part(role)}" for email, _, role, *_ in PEOPLE)
    return f"\n  Sample accounts (password for all: {path.read_text('utf-8').strip()})\n{roles}\n"


def _part(role: Role) -> str:
    return f"{role.value}, administrator" if role is ADMINISTRATOR else role.value


def _keep_passphrase(instance: Path, passphrase: str) -> None:
    instance.mkdir(parents=True, exist_ok=True)
    path = instance / "sample-accounts.txt"
    with os.fdopen(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(passphrase + "\n")
