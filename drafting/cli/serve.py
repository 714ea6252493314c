"""drafting serve: one listener, as many serving processes on it as wanted, and the worker beside
them.
"""

import os
import socket
import sys

import click

LAST_PORT = 65535


@click.command(short_help="Serve the platform.")
@click.option(
    "--address", default="127.0.0.1:8000", show_default=True, help="HOST:PORT to listen on."
)
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="How many processes serve.",
)
@click.option("--sample", is_flag=True, help="First do what `drafting prepare --sample` does.")
def serve(address: str, workers: int, *, sample: bool) -> None:
    """Serve until interrupted. Settings come from DRAFTING_* and the instance folder: see
    docs/settings.md.

    Several processes need no more than the database; with DRAFTING_REDIS_URL they hear of each
    other at once.
    """
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit() or int(port) > LAST_PORT:
        raise click.BadParameter(
            "write it as HOST:PORT, for instance 127.0.0.1:8000", param_hint="--address"
        )
    if sample:
        from drafting.cli.prepare import prepare_instance

        prepare_instance(f"http://{address}", with_sample=True)
    sys.exit(_serve(host.strip("[]"), int(port), workers))


def _serve(host: str, port: int, workers: int) -> int:
    from drafting.cli.supervisor import Child, Supervisor
    from drafting.settings import Settings

    settings = Settings.from_environ(os.environ)
    listener = _listener(host, port)
    arguments = ["serving-process", "--listener", str(listener.fileno())]
    servers = [
        Child("serving process", arguments, inherits=(listener.fileno(),)) for _ in range(workers)
    ]
    worker = Child("worker", ["worker", "--while-input-is-open"])
    return Supervisor(servers, worker).run(f"  Serving on {settings.base_url} (stop with Ctrl-C)")


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise click.ClickException(
            f"Cannot listen on {host}:{port}: {os.strerror(error.errno or 0)}."
        ) from error
    listener.setsockopt(
        socket.IPPROTO_TCP, socket.TCP_NODELAY, 1
    )  # inherited: an answer in two writes must not wait 40 ms
    return listener
