"""A SOCKS5 server for one browser context: a network cable that a test may cut and restore.

Each person has their own, so one goes offline while the others go on; the address that the
browser sees stays the same. Cut: refuses new connections and resets open ones, WebSockets included
(`context.set_offline` does not). Stuffed: carries nothing and closes nothing (half-open TCP).
Forgotten connections stay dead while new ones work, as after a router lost its table.
"""

import contextlib
import selectors
import socket
import struct
import threading
from typing import Self

IP4, NAME = 1, 3


class Cable:
    """`url` is what the browser context takes as its proxy."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.ends: set[socket.socket] = set()
        self.listener = _listen(0)
        self.port: int = self.listener.getsockname()[1]
        self.url = f"socks5://127.0.0.1:{self.port}"
        self.is_cut = False
        self.is_clear = threading.Event()
        self.is_clear.set()
        self.forgotten: list[threading.Event] = []
        self._accept_from(self.listener)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if not self.is_cut:
            self.cut()

    def cut(self) -> None:
        """Reset every connection and refuse new ones, until `mend`."""
        self.is_cut = True
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        with self.lock:
            ends, self.ends = self.ends, set()
        for end in ends:
            _reset(end)
        self.free()
        for is_clear in self.forgotten:
            is_clear.set()

    def stuff(self) -> None:
        """Carry nothing, not even an end, until `free`; what either side sends waits in its
        buffers, as do new connections.
        """
        self.is_clear.clear()

    def forget(self) -> None:
        """What is open carries nothing any more; what is opened from now on does."""
        self.is_clear.clear()
        self.forgotten.append(self.is_clear)
        self.is_clear = threading.Event()
        self.is_clear.set()

    def free(self) -> None:
        """All that waited goes its way, late but whole, as TCP brings it."""
        self.is_clear.set()

    def mend(self) -> None:
        self.listener = _listen(self.port)
        self.is_cut = False
        self._accept_from(self.listener)

    def _accept_from(self, listener: socket.socket) -> None:
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        with contextlib.suppress(OSError, struct.error, IndexError), near:
            self._hold(near)
            self.is_clear.wait()
            far = _shake_hands(near)
            with far:
                self._hold(far)
                near.sendall(b"\x05\x00\x00\x01" + bytes(6))
                _pump(near, far, self.is_clear)

    def _hold(self, end: socket.socket) -> None:
        with self.lock:
            if self.is_cut:
                raise OSError
            self.ends.add(end)


def _listen(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(64)
    return listener


def _reset(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        end.shutdown(socket.SHUT_RDWR)


def _shake_hands(near: socket.socket) -> socket.socket:
    """RFC 1928: no authentication, CONNECT only."""
    _exactly(near, _exactly(near, 2)[1])
    near.sendall(b"\x05\x00")
    kind = _exactly(near, 4)[3]
    if kind == IP4:
        host = socket.inet_ntoa(_exactly(near, 4))
    elif kind == NAME:
        host = _exactly(near, _exactly(near, 1)[0]).decode("ascii")
    else:
        raise OSError
    (port,) = struct.unpack("!H", _exactly(near, 2))
    return socket.create_connection((host, port))


def _exactly(end: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        more = end.recv(count - len(data))
        if not more:
            raise OSError
        data += more
    return data


def _pump(near: socket.socket, far: socket.socket, is_clear: threading.Event) -> None:
    with selectors.DefaultSelector() as selector:
        selector.register(near, selectors.EVENT_READ, far)
        selector.register(far, selectors.EVENT_READ, near)
        while True:
            for key, _ in selector.select():
                is_clear.wait()
                data = key.fileobj.recv(65536)  # type: ignore[union-attr]
                if not data:
                    return
                key.data.sendall(data)
