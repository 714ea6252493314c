"""One HTTP connection under gevent: small buffers, and an end to waiting for a request that
never becomes whole.

To be imported once everything is patched.
"""

from typing import Any

from gevent import Timeout
from gevent.pywsgi import WSGIHandler

BUFFER = 1024  # bytes; a WebSocket keeps it as long as it lives. Large bodies are read past it


class HttpHandler(WSGIHandler):  # type: ignore[misc]
    """`patience` is for the head of a request, the first one or the next: half of one would hold
    its connection for ever.
    """

    patience = 30.0  # seconds

    def __init__(self, sock: Any, address: Any, server: Any) -> None:
        super().__init__(sock, address, server)
        self.rfile = sock.makefile("rb", BUFFER)

    def handle_one_request(self) -> Any:
        """None ends the connection."""
        self._until_whole = Timeout.start_new(self.patience, TimeoutError("no whole request came"))
        try:
            return super().handle_one_request()
        finally:
            self._until_whole.cancel()

    def read_request(self, raw_requestline: str) -> bool:
        """False makes it a bad request."""
        try:
            return bool(super().read_request(raw_requestline))
        except TimeoutError:
            return False
        finally:
            # what the request then does may take its time: a socket lives for hours
            self._until_whole.cancel()
