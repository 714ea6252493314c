"""Jobs: done once, by one worker; done again when it died; given up when it is no use."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest

from drafting import clock
from drafting.errors import StoreBusyError
from drafting.services.errors import FieldMissingError, TextTooComplexError
from drafting.services.fields import checked_name
from drafting.services.jobs import LEASE, MAX_ATTEMPTS, WORKER_DIED, ClaimedJob, claim, enqueue, run
from drafting.services.operations.job_registry import run_all_jobs, run_next_job
from drafting.storage.models import Job
from drafting.storage.unit_of_work import Database


def ask(database: Database, kind: str = "kind", **details: Any) -> int:
    with database.transaction() as session:
        return enqueue(session, kind, None, **details).id


def row(database: Database, job_id: int) -> Job:
    with database.reading() as session:
        return session.get_one(Job, job_id)


def failing(error: Exception):  # type: ignore[no-untyped-def]
    def handler(_: Database, __: Mapping[str, Any]) -> None:
        raise error

    return {"kind": handler}


def claimed(database: Database) -> ClaimedJob:
    job = claim(database)
    assert job is not None
    return job


def test_a_job_is_claimed_once_and_done_with_its_details(database: Database) -> None:
    job_id, done = ask(database, words="é"), []
    job = claimed(database)
    assert claim(database) is None
    assert run(database, {"kind": lambda _, details: done.append(details)}, job) is None
    assert done == [{"words": "é"}]
    ended = row(database, job_id)
    assert (ended.ended_at is not None, ended.failure, ended.tries) == (True, None, 1)
    assert claim(database) is None


def test_the_oldest_comes_first(database: Database) -> None:
    asked = [ask(database) for _ in range(3)]
    assert [claimed(database).id for _ in asked] == asked


def test_a_job_that_is_asked_for_in_a_transaction_that_fails_was_never_asked_for(
    database: Database,
) -> None:
    with pytest.raises(FieldMissingError), database.transaction() as session:
        checked_name("", field=enqueue(session, "kind", None).kind)
    assert claim(database) is None


def test_a_dead_workers_job_is_claimed_again_when_its_lease_ends_and_not_before(
    database: Database,
) -> None:
    ask(database)
    now = clock.now()
    with clock.frozen_at(now):
        assert claimed(database).tries == 1
    with clock.frozen_at(now + LEASE):
        assert claim(database) is None
    with clock.frozen_at(now + LEASE + timedelta(microseconds=1)):
        assert claimed(database).tries == 2


def test_a_job_that_kills_every_worker_is_given_up(database: Database) -> None:
    job_id, now = ask(database), clock.now()
    for life in range(MAX_ATTEMPTS):
        with clock.frozen_at(now + life * 2 * LEASE):
            assert claimed(database).tries == life + 1
    with clock.frozen_at(now + MAX_ATTEMPTS * 2 * LEASE):
        done: list[object] = []
        assert (
            run(database, {"kind": lambda *given: done.append(given)}, claimed(database))
            == WORKER_DIED
        )
        assert (done, claim(database)) == ([], None)
    assert row(database, job_id).failure == WORKER_DIED


def test_what_the_text_makes_impossible_fails_at_once(database: Database) -> None:
    job_id = ask(database)
    assert run(database, failing(TextTooComplexError()), claimed(database)) == "TextTooComplexError"
    assert (row(database, job_id).failure, claim(database)) == ("TextTooComplexError", None)


@pytest.mark.parametrize("error", [OSError("no more memory"), StoreBusyError()])
def test_anything_else_is_tried_again_and_then_given_up(
    database: Database, error: Exception
) -> None:
    job_id = ask(database)
    for number in range(1, MAX_ATTEMPTS + 1):
        job = claimed(database)
        assert job.tries == number
        with pytest.raises(type(error)):
            run(database, failing(error), job)
    assert claim(database) is None
    assert row(database, job_id).failure == type(error).__name__


def test_a_failure_of_one_job_does_not_stop_the_others(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[object] = []
    handlers = {**failing(OSError()), "other": lambda _, details: done.append(details)}
    monkeypatch.setattr("drafting.services.operations.job_registry.HANDLERS", handlers)
    broken, _ = ask(database), ask(database, "other")
    run_all_jobs(database)
    assert done == [{}]
    assert row(database, broken).tries == MAX_ATTEMPTS
    assert not run_next_job(database)


def test_a_kind_that_nobody_knows_is_given_up_and_written_down(database: Database) -> None:
    job_id = ask(database, "unheard of")
    run_all_jobs(database)
    assert row(database, job_id).failure == "KeyError"


def test_of_two_workers_each_job_is_done_by_one(database: Database) -> None:
    for _ in range(12):
        ask(database)
    start, url = Barrier(2), database.engine.url.render_as_string(hide_password=False)

    def work(own: Database) -> list[int]:
        start.wait()
        got = []
        while (job := claim(own)) is not None:
            got.append(job.id)
            run(own, {"kind": lambda *_: None}, job)
        own.dispose()
        return got

    with ThreadPoolExecutor(2) as both:
        one, other = both.map(work, [Database(url), Database(url)])
    assert sorted(one + other) == list(range(1, 13))
