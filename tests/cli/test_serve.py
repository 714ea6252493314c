"""drafting serve: what stops it, in one line. That it serves is told by the tests with a server."""

import socket

import pytest

from tests.cli.running import CommandLine


def test_a_port_that_is_taken_is_one_line(line: CommandLine) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = line.run("serve", "--address", f"127.0.0.1:{port}")
    assert said.is_one_clear_line, said
    assert f"127.0.0.1:{port}" in said.err


@pytest.mark.parametrize("address", ["127.0.0.1:99999", "256.1.1.1:8765", "127.0.0.1:http"])
def test_an_address_that_cannot_be_is_one_line(line: CommandLine, address: str) -> None:
    said = line.run("serve", "--address", address)
    assert said.is_one_clear_line, said.err[-600:]
