"""drafting prepare: whatever must be there before serving - the instance folder, its secret, the
schema, the sample.
"""

import os
import secrets
from pathlib import Path

import click

from drafting.cli.sample import first_accounts_line, load_sample
from drafting.cli.store import make_database, migrate
from drafting.settings import PREFIX, Settings, write_first_settings


@click.command(short_help="Make the instance folder and bring the database up to date.")
@click.option(
    "--base-url",
    default="http://127.0.0.1:8000",
    show_default=True,
    help="The address that browsers use.",
)
@click.option(
    "--sample", "with_sample", is_flag=True, help="Load the sample if the database is new."
)
def prepare(base_url: str, *, with_sample: bool) -> None:
    """Make the instance folder with its settings, migrate the database, load the sample the
    first time.

    What exists already is kept.
    """
    prepare_instance(base_url, with_sample=with_sample)


def prepare_instance(base_url: str, *, with_sample: bool) -> None:
    """The same for `serve`, which starts sooner when it need not wait for another process."""
    if PREFIX + "SECRET_KEY" not in os.environ:
        instance = Path(os.environ.get(PREFIX + "INSTANCE", "instance"))
        write_first_settings(instance, base_url=base_url, secret_key=secrets.token_urlsafe(48))
    settings = Settings.from_environ(os.environ)
    settings.instance.mkdir(parents=True, exist_ok=True)
    database = make_database(settings)
    is_new = migrate(database)
    click.echo(f"  Database {'brought to the present schema' if is_new else 'is up to date'}")
    if with_sample:
        load_sample(database, settings)
        click.echo(first_accounts_line(settings))
