"""drafting worker: runs beside `drafting serve`, which starts one by itself."""

import logging
import os
import signal
import sys
import threading

import click

from drafting.settings import Settings
from drafting.storage.unit_of_work import Database
from drafting.worker.loop import run_worker


@click.command(short_help="Do the slow jobs: read versions, compute comparisons.")
@click.option(
    "--while-input-is-open",
    is_flag=True,
    help="Stop when standard input ends, as it does when the parent dies.",
)
def worker(*, while_input_is_open: bool) -> None:
    """Work until interrupted. Several may run; each job is done by one."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    stopped = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopped.set())
    if while_input_is_open:
        threading.Thread(target=_wait_for_end_of_input, args=(stopped,), daemon=True).start()
    database = Database(Settings.from_environ(os.environ).database_url)
    run_worker(stopped, database)
    database.dispose()


def _wait_for_end_of_input(stopped: threading.Event) -> None:
    while os.read(
        sys.stdin.fileno(), 1
    ):  # not through the buffer, whose lock would be held at the end
        pass
    stopped.set()
