"""Two people in one draft, and every process of the server dies in turn: no page needs a
reload, and no text is lost (F15).

On SQLite and without Redis: several processes need no more than the database.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from drafting.domain.roles import Role
from drafting.settings import WEBSOCKETS
from tests.journeys.conftest import PersonMaker
from tests.journeys.support.editing import (
    open_draft,
    type_at_end,
    wait_equal,
    wait_state,
    wait_text,
)
from tests.support.crowd import Crowd
from tests.support.people import TEXT

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/task").is_dir(), reason="looks at processes through /proc"
)
MOVED = 5.0  # seconds, as promised; a busy machine gets as much again, but not every time


@pytest.fixture(params=WEBSOCKETS)
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Crowd]:
    folder = tmp_path / "instance"
    crowd = Crowd.on(folder, f"sqlite:///{folder / 'drafting.sqlite3'}")
    crowd.environ["DRAFTING_WEBSOCKET"] = request.param
    with crowd:
        yield crowd


def test_F15_whoever_typed_in_a_process_that_died_types_on_in_another(
    person: PersonMaker, server: Crowd
) -> None:
    people = [person(role) for role in (Role.CHAIR, Role.DRAFTER)]
    chair, drafter = (open_draft(one) for one in people)
    type_at_end(chair, "Before. ")
    wait_text(drafter, "Before. ")
    for one in people:
        one.loses_network = True  # as it looks from a browser whose process dies
    words, took = ["Before. "], list[float]()
    for pid in server.serving():
        server.kill_one(pid)
        spent = 0.0
        for name, page, other in (("chair", chair, drafter), ("drafter", drafter, chair)):
            written = f"By the {name} after {pid}. "
            words.append(written)
            began = time.monotonic()
            type_at_end(page, written)
            wait_state(page, "saved", patience=int(2 * MOVED * 1000))
            spent += time.monotonic() - began
            wait_text(
                other, written
            )  # else the end at which the other types may be in the middle of these words
        took.append(spent)
        server.wait_until_full()
    assert min(took) < MOVED
    text = wait_equal(server, chair, drafter)
    assert [text.count(one) for one in words] == [1] * len(words)
    assert len(text) == len(TEXT) + sum(map(len, words))
