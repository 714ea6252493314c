"""The sample as it is loaded: two versions, two rounds, every thread at its place, and
everything as if it had happened.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from drafting import clock
from drafting.cli.sample import SLUG, load_sample
from drafting.cli.sample_history import HISTORY
from drafting.domain.consultation.comments import CommentState
from drafting.domain.consultation.rounds import RoundState
from drafting.domain.roles import Role
from drafting.policy.identity import NOBODY, OPERATOR
from drafting.services.codes.queries import code_by_slug
from drafting.services.comments.queries import ThreadFilter, VisibleThread, thread_count, threads_of
from drafting.services.comments.round_figures import figures_of
from drafting.services.comparison.comparisons import comparison_of
from drafting.services.rounds.scheduling import rounds_of, state_of
from drafting.services.versions.queries import versions_of
from drafting.settings import Settings
from drafting.storage.models import (
    ActivityEntry,
    CodeOfPractice,
    Comment,
    Disposition,
    Job,
    Membership,
)
from drafting.storage.unit_of_work import Database
from tests.support.settings import environ_for


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory, migrated: bytes) -> Iterator[Database]:
    """The sample in a database of its own; tests only read it."""
    instance = tmp_path_factory.mktemp("sample")
    (instance / "drafting.sqlite3").write_bytes(migrated)
    database = Database(f"sqlite:///{instance / 'drafting.sqlite3'}")
    assert load_sample(database, settings_of(instance))
    yield database
    database.dispose()


def settings_of(instance: Path) -> Settings:
    return Settings.from_environ(environ_for(instance))


@pytest.fixture
def session(loaded: Database) -> Iterator[Session]:
    with loaded.reading() as session:
        yield session


@pytest.fixture
def code(session: Session) -> CodeOfPractice:
    return code_by_slug(session, OPERATOR, SLUG)


@pytest.fixture
def threads(session: Session, code: CodeOfPractice) -> list[VisibleThread]:
    return threads_of(session, OPERATOR, code, ThreadFilter(), most=None)


def test_two_versions_are_public_and_compared(session: Session, code: CodeOfPractice) -> None:
    second, first = versions_of(session, NOBODY, code)
    assert (first.label, second.label) == ("First draft", "Second draft")
    statuses = {entry.pair.status.value for entry in comparison_of(session, first, second).entries}
    assert {"unchanged", "edited"} <= statuses
    assert (
        session.scalars(
            select(Job.id).where(Job.ended_at.is_(None) | Job.failure.is_not(None))
        ).all()
        == []
    )


def test_one_round_is_over_and_one_is_open(session: Session, code: CodeOfPractice) -> None:
    assert [state_of(one) for one in rounds_of(session, NOBODY, code)] == [
        RoundState.OPEN,
        RoundState.CLOSED,
    ]


def test_every_stakeholder_group_spoke_in_both_rounds(
    session: Session, code: CodeOfPractice
) -> None:
    for round_ in rounds_of(session, OPERATOR, code):
        spoke = {
            one.group.key for one in figures_of(session, OPERATOR, code, round_).groups if one.group
        }
        assert {group.key for group in code.stakeholder_groups} - spoke <= {"other"}


def test_every_thread_stands_at_a_clause_and_its_quote_in_the_clause(
    threads: list[VisibleThread],
) -> None:
    assert len(threads) == len(HISTORY["threads"])
    for seen in threads:
        thread = seen.thread
        assert thread.clause is not None
        if thread.exact is not None:
            assert thread.clause.text[thread.start : thread.end] == thread.exact
    assert sum(seen.thread.exact is not None for seen in threads) == sum(
        bool(told["quote"]) for told in HISTORY["threads"]
    )


def test_comments_are_in_every_state_and_some_threads_are_answered(
    threads: list[VisibleThread],
) -> None:
    assert {comment.state for seen in threads for comment in seen.comments} == set(CommentState)
    assert 0 < sum(seen.answer is not None for seen in threads) < len(threads)
    assert any(seen.prepared for seen in threads)
    assert sum(len(seen.comments) for seen in threads) == sum(
        1 + len(told["replies"]) for told in HISTORY["threads"]
    )


def test_nobody_commented_outside_of_the_round_of_the_thread(threads: list[VisibleThread]) -> None:
    for seen in threads:
        assert seen.thread.round is not None
        assert seen.thread.round.opens_at <= seen.opening.created_at < seen.thread.round.closes_at


def test_everything_happened_before_now_and_in_its_order(
    session: Session, threads: list[VisibleThread]
) -> None:
    for seen in threads:
        assert all(seen.opening.created_at <= comment.created_at for comment in seen.comments)
        for one in seen.thread.dispositions:
            assert seen.opening.created_at <= one.recorded_at
    now = clock.now()
    for column in (
        ActivityEntry.at,
        Comment.created_at,
        Comment.published_at,
        Disposition.published_at,
    ):
        latest = session.scalar(select(func.max(column)))
        assert latest is not None
        assert latest <= now


def test_the_public_sees_what_was_published_and_not_what_was_kept(
    session: Session, code: CodeOfPractice
) -> None:
    everything = thread_count(session, OPERATOR, code, ThreadFilter())
    public = thread_count(session, NOBODY, code, ThreadFilter())
    assert 0 < public < everything
    kept = ThreadFilter(state=CommentState.UNFILED), ThreadFilter(state=CommentState.SHARED)
    assert [thread_count(session, NOBODY, code, one) for one in kept] == [0, 0]


def test_answers_are_those_of_chairs(session: Session) -> None:
    chairs = set(
        session.scalars(select(Membership.account_id).where(Membership.role == Role.CHAIR))
    )
    assert set(session.scalars(select(Disposition.account_id))) <= chairs


def test_a_second_load_refuses_and_leaves_passphrase_and_people_as_they_were(
    loaded: Database,
) -> None:
    instance = Path(str(loaded.engine.url.database)).parent
    passphrase = (instance / "sample-accounts.txt").read_bytes()
    before = _sizes(loaded)
    assert not load_sample(loaded, settings_of(instance))
    assert (instance / "sample-accounts.txt").read_bytes() == passphrase
    assert _sizes(loaded) == before
    assert (instance / "sample-accounts.txt").stat().st_mode & 0o777 == 0o600


def _sizes(database: Database) -> tuple[int, int]:
    with database.reading() as session:
        counts = [
            session.scalar(select(func.count(column))) or 0
            for column in (Comment.id, ActivityEntry.id)
        ]
    return counts[0], counts[1]
