"""A laptop sleeps with unsent text while the server restarts and others write: no text is lost or
doubled (F13).
"""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from drafting.domain.roles import Role
from tests.journeys.conftest import PersonMaker
from tests.journeys.support.editing import (
    open_draft,
    text_of,
    type_after,
    type_at_end,
    wait_equal,
    wait_state,
    wait_text,
)
from tests.support.crowd import children, words_of
from tests.support.people import TEXT
from tests.support.server import Server
from tests.support.sockets import SocketClient
from tests.support.waiting import wait_until

ASLEEP = (
    600.0 if float(os.environ.get("CHAOS_SECONDS", "0")) else 0.0
)  # seconds; `make chaos` takes them


@pytest.fixture
def server(either_server: Server) -> Server:
    return either_server


def test_F13_a_laptop_that_slept_over_a_restart_has_the_text_once(
    person: PersonMaker, server: Server
) -> None:
    sleeper, other = person(Role.DRAFTER), person(Role.CHAIR)
    asleep, awake = open_draft(sleeper), open_draft(other)
    type_at_end(asleep, "Before the lid closed.")
    wait_text(awake, "Before the lid closed.")
    sleeper.go_offline()
    type_at_end(asleep, " As the lid closed.")
    laptop = sleeper.context.new_cdp_session(asleep)
    laptop.send("Page.setWebLifecycleState", {"state": "frozen"})

    other.loses_network = True
    server.kill()
    server.start()
    wait_state(awake, "saved", patience=20_000)
    type_after(awake, "first clause", " of the waking")
    wait_state(awake, "saved")

    sleeper.come_back()
    laptop.send("Page.setWebLifecycleState", {"state": "active"})
    wait_text(asleep, "of the waking")
    wait_text(awake, "As the lid closed.")
    wait_state(asleep, "saved")
    text = wait_equal(server, asleep, awake)
    assert (
        text
        == TEXT.replace("first clause", "first clause of the waking")
        + "Before the lid closed. As the lid closed."
    )
    asleep.reload()
    wait_state(asleep, "saved")
    assert text_of(asleep) == text


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks at processes through /proc")
def test_F13_a_browser_stopped_over_a_restart_has_the_text_once(
    person: PersonMaker, server: Server
) -> None:
    """All its processes, in the middle of typing; it finds a dead socket and a server that knows
    it no more.
    """
    sleeper = person(Role.DRAFTER)
    asleep = open_draft(sleeper)
    other = SocketClient(server, server.world.token(Role.CHAIR), server.world.draft_ids[0])
    sleeper.loses_network = True
    type_at_end(asleep, "Before the lid closed. As the lid closed.")
    with stopped_browser():
        server.kill()
        server.start()
        other.connect()
        assert other.join()["ok"]
        assert other.send(other.type("Of the waking. ", at=0))["ok"]
        until = time.monotonic() + ASLEEP
        wait_until(lambda: time.monotonic() >= until, ASLEEP + 10)
    wait_text(asleep, "Of the waking. ")
    wait_state(asleep, "saved")
    text = wait_equal(server, asleep)
    assert text == "Of the waking. " + TEXT + "Before the lid closed. As the lid closed."
    other.close()


@contextmanager
def stopped_browser() -> Iterator[None]:
    pids = [
        pid
        for pid in descendants(os.getpid())
        if any(b"chrom" in word for word in words_of(pid)[:1])
    ]
    assert pids
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


def descendants(pid: int) -> list[int]:
    """Children are listed by the thread that began them."""
    tasks = [int(task.name) for task in Path(f"/proc/{pid}/task").iterdir()]
    found = [child for task in tasks for child in children(pid, task)]
    return found + [one for child in found for one in descendants(child)]
