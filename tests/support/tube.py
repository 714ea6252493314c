"""Between a client and a server on this machine: a connection in it can go dead without being
closed (half-open, F18).
"""

import contextlib
import socket
import threading


class Tube:
    """Connections made to `port` lead to `target`; those there are when it is stuffed carry
    nothing any more, new ones do.
    """

    def __init__(self, target: int) -> None:
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._ends: set[socket.socket] = set()
        self._dead: set[socket.socket] = set()
        self._full: set[socket.socket] = set()
        self._never = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def stuff(self, *, is_full: bool = False) -> None:
        """What comes from either side goes nowhere; if `is_full`, it is not even taken, and the
        sender's buffers fill.
        """
        self._full |= self._ends if is_full else set()
        self._dead |= self._ends

    def _accept(self) -> None:
        while True:
            near, _ = self._listener.accept()
            try:
                far = socket.create_connection(("127.0.0.1", self._target))
            except OSError:  # the server is dead
                near.close()
                continue
            self._ends |= {near, far}
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._pump, args=(source, sink), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError), sink:
            while data := source.recv(65536):
                if source in self._full:
                    self._never.wait()
                if source not in self._dead:
                    sink.sendall(data)
