"""Runs a `drafting serve` that SIGKILLs itself at the n-th passing of a committer failpoint.

Run by tests/support/server.py as the server's command. CHAOS_POINT and CHAOS_NTH say where and
when; CHAOS_MUTANT=acknowledge_first puts a committer in place that breaks the promise "saved
means committed". CHAOS_PING is the ping interval and timeout in seconds; CHAOS_HEAD the seconds
for a request's head.
"""

import os
import signal
from collections.abc import Callable
from urllib.parse import urlsplit


def main() -> None:
    """Serve until killed, from the inside or the outside."""
    from gevent import monkey

    monkey.patch_all()  # before anything that opens a socket or takes a lock is imported
    from gevent.pywsgi import WSGIServer

    from drafting.app import create_app
    from drafting.cli.http_handler import HttpHandler
    from drafting.realtime.transport import server as socket_server
    from drafting.services.coediting.committer import Committer
    from drafting.settings import Settings
    from tests.chaos.mutant import AcknowledgeFirst

    committers = {"": Committer, "acknowledge_first": AcknowledgeFirst}
    settings = Settings.from_environ(os.environ)
    address = urlsplit(settings.base_url)
    if ping := os.environ.get("CHAOS_PING"):
        socket_server.PING_INTERVAL = socket_server.PING_TIMEOUT = float(ping)
    HttpHandler.patience = float(os.environ.get("CHAOS_HEAD", HttpHandler.patience))
    app = create_app(
        settings,
        failpoint=die_at(os.environ.get("CHAOS_POINT", ""), int(os.environ.get("CHAOS_NTH", "1"))),
        make_committer=committers[os.environ.get("CHAOS_MUTANT", "")],
    )
    place = (address.hostname, address.port)
    WSGIServer(place, app, log=None, backlog=2048, handler_class=HttpHandler).serve_forever()


def die_at(point: str, nth: int) -> Callable[[str], None]:
    """A probe that kills its own process when `point` is passed for the n-th time; nothing is
    flushed, nothing said.
    """
    passed = 0

    def failpoint(name: str) -> None:
        nonlocal passed
        passed += name == point
        if passed == nth:
            os.kill(os.getpid(), signal.SIGKILL)

    return failpoint


if __name__ == "__main__":
    main()
