"""F19: messages lost, repeated and overtaken on their way, both ways: nothing promised is lost
or doubled, all texts are one.

The typists do what the browser does: no answer in time is doubt, a gap in the numbers is doubt,
and after doubt one joins.
"""

import os
import secrets
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest
import socketio

from drafting.domain.roles import Role
from drafting.settings import WEBSOCKETS
from tests.chaos.autopsy import examine
from tests.chaos.ledger import Ledger
from tests.chaos.typists import Typist
from tests.support.frame_proxy import FrameProxy
from tests.support.server import Server
from tests.support.sockets import NAMESPACE

TYPISTS, DEEDS = 4, 40
EVERY = 15  # messages, of which one is mistreated
SOON = 0.5  # seconds without an answer that are doubt here; a browser waits longer


class NoAnswerError(Exception):
    """Not in time."""


class Doubter(Typist):
    """One who counts."""

    seq = 0
    doubts = 0
    is_in_doubt = False

    def _new_io(self, origin: str) -> socketio.Client:
        io = super()._new_io(origin)
        self.relayed: SimpleQueue[dict[str, Any]] = SimpleQueue()
        io.on("update", self.relayed.put, namespace=NAMESPACE)
        return io

    def work(self) -> None:
        self.arrive()
        for _ in range(DEEDS):
            self.take_in()
            self.do_something()

    def do_something(self) -> None:
        if self.is_in_doubt:
            self.join_and_send_the_difference()
        super().do_something()

    def take_in(self) -> None:
        while not self.relayed.empty():
            message = self.relayed.get()
            if message["after"] > self.seq:
                self.is_in_doubt = True
            elif message["seq"] > self.seq:
                self.doc.apply_update(message["update"])
                self.seq = message["seq"]

    def call(self, event: str, message: Any, timeout: float = SOON) -> dict[str, Any]:
        try:
            return super().call(event, message, timeout)
        except AssertionError:
            raise NoAnswerError from None

    def join(self, **more: Any) -> dict[str, Any]:
        while True:
            self.doubts += 1
            try:
                answer = super().join(**more)
            except NoAnswerError:
                continue
            self.seq, self.is_in_doubt = answer["seq"], False
            return answer

    def send(self, update: bytes, **more: Any) -> dict[str, Any]:
        answer = super().send(update, **more)
        self.take_in()
        if answer["ok"]:
            self.is_in_doubt |= answer["seq"] > self.seq + 1
            self.seq = max(self.seq, answer["seq"])
        return answer

    def commit(self, update: bytes) -> None:
        try:
            super().commit(update)
        except NoAnswerError:
            self.join_and_send_the_difference()


@pytest.mark.parametrize("websocket", WEBSOCKETS)
def test_F19_messages_lost_repeated_and_overtaken_lose_and_double_nothing(
    tmp_path: Path, migrated: bytes, websocket: str
) -> None:
    seed = int(os.environ.get("CHAOS_SEED", secrets.randbits(32)))
    print(f"CHAOS_SEED={seed}")
    with Server.fresh(tmp_path / "instance", migrated, websocket=websocket) as server:
        proxy, ledger, draft_id = (
            FrameProxy(server.port, seed, EVERY),
            Ledger(),
            server.world.draft_ids[0],
        )
        roles = [Role.CHAIR, Role.DRAFTER]
        typists = [
            Doubter(
                server,
                server.world.token(roles[n % 2]),
                draft_id,
                number=n,
                ledger=ledger,
                seed=seed,
            )
            for n in range(TYPISTS)
        ]
        with ThreadPoolExecutor(TYPISTS) as pool:
            for typist in typists:
                typist.url = f"http://127.0.0.1:{proxy.port}"
            for day in [pool.submit(typist.work) for typist in typists]:
                day.result()
        proxy.is_honest = True
        server.kill()
        examine(
            server.instance, [draft_id], ledger
        )  # before anybody comes back, who could mend what was lost
        server.start()
        for typist in typists:
            typist.arrive()
        for typist in typists:  # once all the others have brought what they still had
            typist.join_and_send_the_difference()
            typist.close()
        server.kill()
        texts = examine(server.instance, [draft_id], ledger)
    assert {typist.text for typist in typists} == {texts[draft_id]}
    assert proxy.mistreated > TYPISTS
    assert (
        sum(typist.doubts for typist in typists) > 4 * TYPISTS
    )  # it was noticed, not slept through
