"""A WebSocket as an attacker or a bad network has it: bytes that no client would send, and a
reader that does not read.
"""

import os
import socket
import struct
from pathlib import Path

from tests.support.server import Server

OPEN = b"40/drafts,"


class RawSocket:
    """One upgraded connection, over another `port` if given; `receive_buffer` small makes a slow
    reader.
    """

    def __init__(
        self,
        server: Server,
        token: str,
        *,
        port: int | None = None,
        receive_buffer: int | None = None,
        more: str = "",
    ) -> None:
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(10)
        self.socket.connect(("127.0.0.1", port or server.port))
        self.socket.sendall(
            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: "
            f"127.0.0.1:{server.port}\r\n"
            f"Origin: {server.base_url}\r\nCookie: "
            f"drafting={server.cookie(token)}\r\nUpgrade: websocket\r\n"
            f"{more}Connection: Upgrade\r\n"
            "Sec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode()
        )
        self.buffer = bytearray()
        self.answer = self._until(b"\r\n\r\n")
        self.status = int(self.answer.split()[1])

    def frame(self, opcode: int, payload: bytes, *, final: bool = True) -> None:
        """Send one masked frame (the mask is zero: then the payload is its own)."""
        self.socket.sendall(framed(opcode, payload, final=final))

    def text(self, text: str) -> None:
        self.frame(1, text.encode())

    def next_frame(self) -> tuple[int, bytes]:
        """(opcode, payload) of the next frame; (8, b"") when the connection ends without one.
        Raises TimeoutError.
        """
        try:
            self._fill(2)
            opcode, size, start = self.buffer[0] & 15, self.buffer[1], 2
            if size >= 126:
                start = 4 if size == 126 else 10
                self._fill(start)
                size = int.from_bytes(self.buffer[2:start], "big")
            self._fill(start + size)
        except TimeoutError:  # still open: that must not pass for an end
            raise
        except OSError:
            return 8, b""
        payload = bytes(self.buffer[start : start + size])
        del self.buffer[: start + size]
        return opcode, payload

    def until_closed(self) -> bytes:
        """Read on until the server ends it; what its close frame says."""
        while (found := self.next_frame())[0] != 8:
            pass
        return found[1]

    def all_until_closed(self) -> list[bytes]:
        """What is said until the server ends it."""
        heard = []
        while (found := self.next_frame())[0] != 8:
            heard.append(found[1])
        return heard

    def connect_namespace(self) -> bytes:
        """Enter /drafts; the server's answer."""
        self.frame(1, OPEN)
        while not (answer := self.next_frame()[1]).startswith(b"4"):
            pass
        return answer

    def join(self, draft_id: int, client_id: int = 1) -> None:
        """Enter /drafts and a draft, and read the answer with its two attachments."""
        self.connect_namespace()
        self.ask_to_join(draft_id, client_id)
        while not self.next_frame()[1].startswith(b"462-"):
            pass
        self.next_frame()
        self.next_frame()

    def ask_to_join(self, draft_id: int, client_id: int = 1, state_vector: bytes = b"\0") -> None:
        """The question alone."""
        self.text(
            f'451-/drafts,1["join",{{"draft":{draft_id},"lineage":null,'
            f'"state_vector":{{"_placeholder":true,"num":0}},"client_id":{client_id}}}]'
        )
        self.frame(2, state_vector)

    def close(self) -> None:
        self.socket.close()

    def _fill(self, size: int) -> None:
        while len(self.buffer) < size:
            data = self.socket.recv(65536)
            if not data:
                raise OSError
            self.buffer += data

    def _until(self, mark: bytes) -> bytes:
        while mark not in self.buffer:
            self._fill(len(self.buffer) + 1)
        head, _, self.buffer = self.buffer.partition(mark)
        return bytes(head)


def framed(opcode: int, payload: bytes, *, final: bool = True) -> bytes:
    first, size = (0x80 if final else 0) | opcode, len(payload)
    if size < 126:
        return bytes((first, 0x80 | size)) + bytes(4) + payload
    if size < 1 << 16:
        return struct.pack("!BBH", first, 0x80 | 126, size) + bytes(4) + payload
    return struct.pack("!BBQ", first, 0x80 | 127, size) + bytes(4) + payload


def resident_bytes(server: Server) -> int:
    """What the server's one serving process holds in memory."""
    assert server.process
    parent = server.process.pid
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text("ascii").split()
    [serving] = [
        pid for pid in children if b"serving-process" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]
    return int(Path(f"/proc/{serving}/statm").read_text("ascii").split()[1]) * os.sysconf(
        "SC_PAGE_SIZE"
    )
