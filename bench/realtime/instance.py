"""An instance to measure: a migrated SQLite store, accounts that may all write in all drafts,
and their cookies in a file.

The server is then `drafting serve`, as anybody runs it: sign-ins, rights, commits with
synchronous=FULL and awareness on.
"""

import json
import secrets
from pathlib import Path

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from drafting.cli.store import migrate
from drafting.domain.roles import Role
from drafting.policy.identity import OPERATOR
from drafting.services.codes.creating import create_code
from drafting.services.coediting.checkpoints import make_checkpoint
from drafting.services.coediting.queries import head_seqs
from drafting.services.coediting.update_log import LogRow, append_rows
from drafting.services.drafts.chapters import create_chapter
from drafting.services.people.accounts import create_account
from drafting.services.people.members import MembershipInput, join
from drafting.services.people.sign_ins import begin_sign_in
from drafting.services.people.working_groups import create_working_group
from drafting.settings import write_first_settings
from drafting.storage.unit_of_work import Database


def make_instance(
    folder: Path, base_url: str, *, accounts: int, drafts: int, history: Path | None = None
) -> Path:
    """Make it in `folder`; returns the file that the load generator's adapter reads. `history`
    is put into the first draft.
    """
    secret = secrets.token_hex(24)
    write_first_settings(folder, base_url=base_url, secret_key=secret)
    database = Database(f"sqlite:///{folder / 'drafting.sqlite3'}")
    migrate(database)
    draft_ids, tokens = _fill(database, accounts, drafts)
    if history is not None:
        with database.transaction() as session:
            head = head_seqs(session, draft_ids[:1])[draft_ids[0]]
            append_rows(
                session.connection(), draft_ids[0], head, [LogRow(None, history.read_bytes())]
            )
        make_checkpoint(database, {"draft_id": draft_ids[0]})  # as the worker does of a long log
    database.dispose()
    path = folder / "bench.json"
    cookies = [f"drafting={_signed(secret, token)}" for token in tokens]
    path.write_text(
        json.dumps({"origin": base_url, "drafts": draft_ids, "cookies": cookies}), "utf-8"
    )
    return path


def _fill(database: Database, accounts: int, drafts: int) -> tuple[list[int], list[str]]:
    with database.transaction() as session:
        code = create_code(
            session, OPERATOR, slug="measured", title="Measured code of practice", summary=""
        )
        group = create_working_group(session, OPERATOR, code, name="Typists")
        chapters = [
            create_chapter(
                session,
                OPERATOR,
                code,
                title=f"Chapter {n}",
                markdown="",
                working_group_id=group.id,
            )
            for n in range(drafts)
        ]
        tokens = []
        for number in range(accounts):
            email, name = f"typist{number}@bench.example", f"Typist {number}"
            account = create_account(session, OPERATOR, email=email, name=name, password_hash=None)
            join(
                session,
                OPERATOR,
                code,
                account.id,
                MembershipInput(Role.DRAFTER, working_group_ids=[group.id]),
            )
            tokens.append(begin_sign_in(session, account.id, by="password"))
        return [chapter.working_draft.id for chapter in chapters], tokens


def _signed(secret: str, token: str) -> str:
    app = Flask("cookie")
    app.secret_key = secret
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None  # noqa: S101 - it is None without a key only
    return str(serializer.dumps({"token": token, "_permanent": True}))
