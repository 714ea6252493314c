"""Before the socket server: who may open a socket at all, answered with a status (attacks A1,
A2, A17, A21).
"""

import contextlib

import pytest
import requests

from drafting.domain.roles import Role
from drafting.services.people.tokens import digest_of
from tests.support.raw_sockets import RawSocket, resident_bytes
from tests.support.server import Server

HANDSHAKE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
}


def _status(
    shared_server: Server, *, origin: str | None, signed_in: bool = True, **more: str
) -> int:
    headers = {**HANDSHAKE, **more}
    if origin is not None:
        headers["Origin"] = origin
    if signed_in:
        headers["Cookie"] = (
            f"drafting={shared_server.cookie(shared_server.world.token(Role.CHAIR))}"
        )
    address = f"{shared_server.base_url}/socket.io/?EIO=4&transport=websocket"
    with requests.get(address, headers=headers, timeout=5, stream=True) as answer:
        return answer.status_code


def test_our_own_origin_with_a_session_is_upgraded(shared_server: Server) -> None:
    assert _status(shared_server, origin=shared_server.base_url) == 101


def test_A1_without_a_session_nothing_is_upgraded(shared_server: Server) -> None:
    assert _status(shared_server, origin=shared_server.base_url, signed_in=False) == 401


@pytest.mark.parametrize(
    "sent", [b"\x82\xff" + b"\xff" * 8 + b"x" * 60_000, b"\0" * 60_000, b"42" * 30_000]
)
def test_A17_bytes_before_signing_in_are_not_read(shared_server: Server, sent: bytes) -> None:
    def come(number: int) -> list[RawSocket]:
        strangers = [RawSocket(shared_server, "no such token") for _ in range(number)]
        for one in strangers:
            assert one.status == 401
            with contextlib.suppress(ConnectionError):  # it may have hung up by now
                one.socket.sendall(sent)
        return strangers

    come(20)  # what is loaded at the first
    before = resident_bytes(shared_server)
    strangers = come(100)
    assert resident_bytes(shared_server) - before < 100 * 64 * 1024
    for one in strangers:
        assert one.until_closed() == b""
        one.close()


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "https://evil.example",
        "http://127.0.0.1",
        "https://127.0.0.1:{port}",
        "http://x.127.0.0.1:{port}",
    ],
)
def test_A2_another_origin_is_refused(shared_server: Server, origin: str | None) -> None:
    assert _status(shared_server, origin=origin and origin.format(port=shared_server.port)) == 403


def test_a_session_that_has_ended_opens_nothing(shared_server: Server) -> None:
    token = shared_server.world.token(Role.CHAIR)
    cookie = shared_server.cookie(token)
    with shared_server.world.database.engine.connect() as connection:
        connection.exec_driver_sql(
            "UPDATE sign_in SET ended_at = began_at WHERE token_digest = ?", (digest_of(token),)
        )
        connection.commit()
    assert (
        _status(
            shared_server,
            origin=shared_server.base_url,
            signed_in=False,
            Cookie=f"drafting={cookie}",
        )
        == 401
    )


def test_A21_polling_is_off(shared_server: Server) -> None:
    assert (
        requests.get(
            f"{shared_server.base_url}/socket.io/?EIO=4&transport=polling", timeout=5
        ).status_code
        == 400
    )
