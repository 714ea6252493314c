"""The sample's history: two versions, a closed and an open round, what people said in them and
what the chairs answered.

It is told by drafting/sample/history.json and loaded through the same services as if it
happened, each step at its time.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from drafting import clock
from drafting.domain.anchors.selectors import TextQuoteSelector
from drafting.domain.consultation.comments import CommentState
from drafting.policy.identity import OPERATOR, Identity
from drafting.services.answers.deciding import publish_answer, record_answer
from drafting.services.codes.queries import code_by_slug
from drafting.services.comments.queries import thread_by_number
from drafting.services.comments.threads import CommentInput, reply, start_thread
from drafting.services.comments.transitions import move_comment
from drafting.services.drafts.chapters import chapters_in_use
from drafting.services.drafts.freezing import freeze
from drafting.services.drafts.importing import forward_edit, record_forward_edit
from drafting.services.operations.job_registry import run_all_jobs
from drafting.services.rounds.scheduling import plan_round
from drafting.services.versions.publishing import prepare_version, publish_version
from drafting.services.versions.queries import clauses_of, version_by_number
from drafting.storage.models import CodeOfPractice
from drafting.storage.unit_of_work import Database, Session

FOLDER = Path(__file__).resolve().parent.parent / "sample"
HISTORY: dict[str, Any] = json.loads((FOLDER / "history.json").read_text("utf-8"))
NINE, FOUR = 9, 16  # hours of a working day
Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class History:
    """Where it is told to: the store, the code of practice, the accounts by their keys, and the
    instant it ends at.
    """

    database: Database
    slug: str
    account_ids: Mapping[str, int]
    ends_at: datetime

    def ago(self, days: float, hour: int = NINE) -> datetime:
        """So many days before the end (after it, if negative), at a full hour, UTC."""
        return (self.ends_at - timedelta(days=days)).replace(
            hour=hour, minute=0, second=0, microsecond=0
        )

    def person(self, key: str) -> Identity:
        """A person in whose name the operator loads the past, without a sign-in."""
        return replace(OPERATOR, account_id=self.account_ids[key])

    def at(self, days_ago: float, step: Callable[[Session, CodeOfPractice], Any]) -> Any:
        """Do one step of the past, in a transaction of its own."""
        with clock.frozen_at(self.ago(days_ago)), self.database.transaction() as session:
            return step(session, code_by_slug(session, OPERATOR, self.slug))


def load_history(history: History, say: Callable[[str], None]) -> None:
    """Tell all of it, and lead the working drafts on to their present text."""
    for number, version in enumerate(HISTORY["versions"], start=1):
        _replace_texts(history, FOLDER / version["folder"], version["days_ago"] + 1)
        _publish(history, number, version)
        say(f"{version['label']} published")
        for round_number, told in enumerate(HISTORY["rounds"], start=1):
            if told["version"] == number:
                _hold_round(history, round_number, told)
                say(f"{told['title']} held")
    _replace_texts(history, FOLDER, 4)


def _replace_texts(history: History, folder: Path, days_ago: float) -> None:
    with history.database.reading() as session:
        chapters = chapters_in_use(code_by_slug(session, OPERATOR, history.slug))
        drafts = [chapter.working_draft.id for chapter in chapters]
        texts = [(folder / f"chapter-{n}.md").read_text("utf-8") for n in range(1, len(drafts) + 1)]
        updates = [
            forward_edit(session, draft_id, text)
            for draft_id, text in zip(drafts, texts, strict=True)
        ]
    for draft_id, update in zip(drafts, updates, strict=True):
        if update is not None:
            with clock.frozen_at(history.ago(days_ago)), history.database.transaction() as session:
                record_forward_edit(session, OPERATOR, draft_id=draft_id, update=update)


def _publish(history: History, number: int, told: Told) -> None:
    fields = {name: told[name] for name in ("label", "note", "stage")}
    with history.database.reading() as session:
        frozen = freeze(session, code_by_slug(session, OPERATOR, history.slug))
    history.at(
        told["days_ago"], lambda db, code: prepare_version(db, OPERATOR, code, frozen, **fields)
    )
    run_all_jobs(history.database)

    def publish(db: Session, code: CodeOfPractice) -> None:
        publish_version(db, OPERATOR, code, version_by_number(db, OPERATOR, code, number))

    history.at(told["days_ago"], publish)


def _hold_round(history: History, number: int, told: Told) -> None:
    closes_at = history.ago(
        told["closed_days_ago"] if "closed_days_ago" in told else -told["closes_in_days"], FOUR
    )
    fields = {name: told[name] for name in ("title", "audience", "questions")}

    def plan(db: Session, code: CodeOfPractice) -> None:
        version = version_by_number(db, OPERATOR, code, told["version"])
        plan_round(db, OPERATOR, code, version, closes_at=closes_at, **fields)

    history.at(told["opened_days_ago"], plan)
    threads = [thread for thread in HISTORY["threads"] if thread["round"] == number]
    for thread in sorted(threads, key=lambda thread: -float(thread["days_ago"])):
        _tell_thread(history, told["version"], thread)


def _tell_thread(history: History, version_number: int, told: Told) -> None:
    def start(db: Session, code: CodeOfPractice) -> int:
        version = version_by_number(db, OPERATOR, code, version_number)
        eid = next(
            one.eid for one in clauses_of(db, version) if one.text.startswith(told["clause_starts"])
        )
        quote = TextQuoteSelector(told["quote"] or "", "", "")
        return start_thread(
            db, history.person(told["by"]), code, version, given=_given(told), eid=eid, quote=quote
        ).number

    number = history.at(told["days_ago"], start)
    _give_out(history, number, 0, told)
    for place, words in enumerate(told["replies"], start=1):
        _tell_reply(history, number, words)
        _give_out(history, number, place, words)
    if told["answer"]:
        _tell_answer(history, number, told["answer"])


def _tell_reply(history: History, number: int, told: Told) -> None:
    def answer(db: Session, code: CodeOfPractice) -> None:
        seen = thread_by_number(db, OPERATOR, code, number)
        reply(db, history.person(told["by"]), code, seen, given=_given(told))

    history.at(told["days_ago"], answer)


def _given(told: Told) -> CommentInput:
    state = CommentState(told["state"])
    return CommentInput(
        told["text"], CommentState.FILED if state is CommentState.PUBLISHED else state
    )


def _give_out(history: History, number: int, place: int, told: Told) -> None:
    if told["state"] != CommentState.PUBLISHED:
        return

    def publish(db: Session, code: CodeOfPractice) -> None:
        seen = thread_by_number(db, OPERATOR, code, number)
        move_comment(
            db,
            history.person("secretariat"),
            code,
            seen,
            seen.comments[place].id,
            state=told["state"],
        )

    history.at(told["days_ago"], publish)


def _tell_answer(history: History, number: int, told: Told) -> None:
    def answer(db: Session, code: CodeOfPractice) -> None:
        seen, chair = thread_by_number(db, OPERATOR, code, number), history.person(told["by"])
        record_answer(
            db, chair, code, seen, kind=told["disposition"], reason=told["reason"], revision=0
        )
        if told["is_published"]:
            publish_answer(db, chair, code, seen, revision=1)

    history.at(told["days_ago"], answer)
