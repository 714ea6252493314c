"""drafting serve: gevent's WSGI server around the application, with everything patched before it is imported."""

import os
import signal
import socket
import subprocess
import sys
import time
from typing import Any

import click

LAST_PORT = 65535
PAUSE = 1.0  # seconds before a worker that died is replaced


@click.command(short_help="Serve the platform.")
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="HOST:PORT to listen on.")
@click.option("--sample", is_flag=True, help="First do what `drafting prepare --sample` does.")
def serve(address: str, *, sample: bool) -> None:
    """Serve until interrupted. Settings come from DRAFTING_* and the instance folder: see docs/settings.md."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit() or int(port) > LAST_PORT:
        raise click.BadParameter("write it as HOST:PORT, for instance 127.0.0.1:8000", param_hint="--address")
    from gevent import monkey

    monkey.patch_all()  # before anything that opens a socket or takes a lock is imported
    if sample:
        from drafting.cli.prepare import prepare_instance

        prepare_instance(f"http://{address}", with_sample=True)
    _serve(host.strip("[]"), int(port))


def _serve(host: str, port: int) -> None:
    import gevent
    from gevent import signal_handler
    from gevent.pywsgi import WSGIServer

    from drafting.app import create_app
    from drafting.cli.store import open_store
    from drafting.settings import Settings

    settings = Settings.from_environ(os.environ)
    open_store(settings).dispose()
    server = WSGIServer(_listener(host, port), create_app(settings), log=None)
    signal_handler(signal.SIGTERM, server.stop, 5)
    keeper = gevent.spawn(_keep_worker, _start_worker())
    click.echo(f"  Serving on {settings.base_url} (stop with Ctrl-C)")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.stop(timeout=5)
    finally:
        keeper.kill()


def _start_worker() -> subprocess.Popen[bytes]:
    """The worker as a sibling that is not patched; its standard input ends when this process dies, however it dies."""
    command = [sys.executable, "-m", "drafting.cli", "worker", "--while-input-is-open"]
    return subprocess.Popen(command, stdin=subprocess.PIPE)


def _keep_worker(worker: subprocess.Popen[bytes]) -> None:
    """Put another worker in the place of one that died; end it when this greenlet is ended."""
    try:
        while True:
            worker.wait()
            time.sleep(PAUSE)
            worker = _start_worker()
    finally:
        worker.terminate()


def _listener(host: str, port: int) -> Any:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise click.ClickException(f"Cannot listen on {host}:{port}: {os.strerror(error.errno or 0)}.") from error
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # inherited: an answer in two writes must not wait 40 ms
    return listener
