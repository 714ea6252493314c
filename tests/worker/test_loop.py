"""The worker's loop: does what waits, lives through trouble, and stops between two jobs."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from drafting.errors import StoreBusyError
from drafting.policy.identity import OPERATOR
from drafting.services.drafts.freezing import freeze
from drafting.services.jobs import enqueue
from drafting.services.versions.publishing import prepare_version
from drafting.storage.models import Job
from drafting.storage.unit_of_work import Database
from drafting.worker import loop
from tests.services.acting import act, look, version
from tests.support.people import World
from tests.support.waiting import wait_until


class Running:
    """The loop in a thread of its own, on a Database of its own, as the worker's process has."""

    def __init__(self, database: Database) -> None:
        self.stopped = threading.Event()
        self._own = Database(database.engine.url.render_as_string(hide_password=False))
        self._pool = ThreadPoolExecutor(1)
        self.done: Future[None] = self._pool.submit(loop.run_worker, self.stopped, self._own)

    def stop(self) -> None:
        self.stopped.set()
        self.done.result(10)
        self._pool.shutdown()
        self._own.dispose()


@pytest.fixture
def work(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Running]]:
    """Start a loop that looks often; it is stopped at the end."""
    monkeypatch.setattr(loop, "PAUSE", 0.01)
    monkeypatch.setattr(loop, "PAUSE_AFTER_TROUBLE", 0.01)
    running: list[Running] = []

    def start() -> Running:
        running.append(Running(database))
        return running[-1]

    yield start
    for one in running:
        one.stop()


def ask(database: Database, kind: str) -> int:
    with database.transaction() as session:
        return enqueue(session, kind, None).id


def is_ended(database: Database, job_id: int) -> bool:
    with database.reading() as session:
        return session.get_one(Job, job_id).ended_at is not None


def test_a_version_prepared_by_the_server_is_read_by_the_worker(
    world: World, work: Callable[[], Running]
) -> None:
    work()
    frozen = look(world, freeze)
    act(world, lambda db, code: prepare_version(db, OPERATOR, code, frozen, label="First draft"))
    wait_until(lambda: look(world, lambda db, code: version(db, code).read_at), 30)
    assert look(world, lambda db, code: version(db, code).clause_count) > 0


def test_it_stops_when_asked_though_nothing_waits(
    database: Database, work: Callable[[], Running]
) -> None:
    running = work()
    running.stop()
    assert running.done.exception() is None
    job_id = ask(database, "left alone")
    assert not is_ended(database, job_id)


def test_a_job_under_way_is_ended_before_it_stops(
    database: Database, work: Callable[[], Running], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_end = threading.Event(), threading.Event()

    def slow(*_: object) -> None:
        begun.set()
        may_end.wait(10)

    monkeypatch.setattr("drafting.services.operations.job_registry.HANDLERS", {"slow": slow})
    first, second, running = ask(database, "slow"), ask(database, "slow"), work()
    begun.wait(10)
    running.stopped.set()
    may_end.set()
    running.done.result(10)
    assert is_ended(database, first)
    assert not is_ended(database, second)


def test_a_store_that_does_not_answer_does_not_end_the_worker(
    database: Database, work: Callable[[], Running], monkeypatch: pytest.MonkeyPatch
) -> None:
    trouble = iter([StoreBusyError(), OSError("disk")])
    run_next_job = loop.run_next_job

    def troubled(own: Database) -> bool:
        for error in trouble:
            raise error
        return run_next_job(own)

    monkeypatch.setattr(loop, "run_next_job", troubled)
    monkeypatch.setattr(
        "drafting.services.operations.job_registry.HANDLERS", {"kind": lambda *_: None}
    )
    job_id = ask(database, "kind")
    work()
    wait_until(lambda: is_ended(database, job_id))


def test_a_job_that_fails_does_not_end_the_worker(
    database: Database, work: Callable[[], Running], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError("no more memory")

    monkeypatch.setattr(
        "drafting.services.operations.job_registry.HANDLERS",
        {"fails": fail, "kind": lambda *_: None},
    )
    job_ids = [ask(database, "fails"), ask(database, "kind")]
    work()
    wait_until(lambda: all(is_ended(database, job_id) for job_id in job_ids))
