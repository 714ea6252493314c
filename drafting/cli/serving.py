"""One serving process of `drafting serve`: gevent's WSGI server around the application, on a
listener that it inherits.

Everything is patched before it is imported. It ends when it is told to (SIGTERM), and when its
parent is gone: it takes nobody in any more, tells the sockets to move on, and lets what is under
way come to its end.
"""

import contextlib
import gc
import os
import resource
import signal
import socket
import sys
from collections.abc import Iterable
from typing import Any

import click

MOST_FILES = 65_536  # sockets are files; systems give 1,024 of them to who does not ask for more
PATIENCE = 8.0  # seconds for what is under way; the parent waits a little longer


@click.command(hidden=True, short_help="One of the processes that `drafting serve` starts.")
@click.option(
    "--listener", type=int, required=True, help="File descriptor of the socket to accept from."
)
def serving_process(listener: int) -> None:
    """Serve until told to end, or until standard input ends, as it does when the parent dies."""
    from gevent import monkey

    monkey.patch_all()  # before anything that opens a socket or takes a lock is imported
    _serve(socket.socket(fileno=listener))


def _serve(listener: socket.socket) -> None:
    import gevent
    from gevent.event import Event
    from gevent.pywsgi import WSGIServer

    from drafting.app import create_app
    from drafting.cli.http_handler import HttpHandler
    from drafting.cli.store import open_store
    from drafting.request.app_context import app_context
    from drafting.settings import Settings

    _allow_many_sockets()
    settings = Settings.from_environ(os.environ)
    open_store(settings).dispose()
    app = create_app(settings)
    under_way = UnderWay(app)

    # With "multiprocess" gevent takes one connection at a time, and leaves the next to a process
    # that is free.
    server = WSGIServer(
        listener,
        under_way,
        log=None,
        handler_class=HttpHandler,
        environ={"wsgi.multiprocess": True},
    )
    stopped = Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(name, stopped.set)
    gevent.spawn(_wait_for_the_end_of_input, stopped)
    server.start()
    for begin in app_context(app).on_start:
        begin()
    gc.collect()
    gc.freeze()  # what is there now stays: no later collection looks at it again
    _say_ready()
    stopped.wait()
    server.close()
    for farewell in app_context(app).on_shutdown:
        farewell()
    under_way.wait(PATIENCE)


def _allow_many_sockets() -> None:
    """As many as this system lets a process have."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


class UnderWay:
    """A WSGI middleware that counts the requests, sockets included, that have begun and not
    ended.
    """

    def __init__(self, inner: Any) -> None:
        self._inner, self._count = inner, 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        from werkzeug.wsgi import ClosingIterator

        self._count += 1
        try:
            answer = self._inner(environ, start_response)
        except BaseException:
            self._end()
            raise
        return ClosingIterator(answer, self._end)

    def _end(self) -> None:
        self._count -= 1

    def wait(self, patience: float) -> None:
        """Until all have ended, at most `patience` seconds."""
        import gevent

        with gevent.Timeout(patience, False):
            while self._count:
                gevent.sleep(0.02)


def _wait_for_the_end_of_input(stopped: Any) -> None:
    from gevent.os import make_nonblocking, nb_read

    make_nonblocking(sys.stdin.fileno())
    while nb_read(sys.stdin.fileno(), 1):
        pass
    stopped.set()


def _say_ready() -> None:
    """To the parent, which holds the other end of standard input; who runs this by hand need
    not hear it.
    """
    try:
        socket.socket(fileno=os.dup(sys.stdin.fileno())).send(b".")
    except OSError:
        return
