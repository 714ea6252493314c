"""The console script `drafting`. Wrong use or bad input: one clear line, exit 2, no traceback.

A command's module is imported when the command is run: starting stays quick, and `serve` can
patch before the rest is there.
"""

import importlib
import os
import sys

import click

COMMANDS = {
    "carry": "drafting.cli.comparing:carry",
    "comment": "drafting.cli.commenting:comment",
    "compare": "drafting.cli.comparing:compare",
    "export": "drafting.cli.exporting:export",
    "import": "drafting.cli.importing:import_",
    "prepare": "drafting.cli.prepare:prepare",
    "publish": "drafting.cli.publishing:publish",
    "sample": "drafting.cli.sample:sample",
    "serve": "drafting.cli.serve:serve",
    "serving-process": "drafting.cli.serving:serving_process",
    "user": "drafting.cli.user:user",
    "worker": "drafting.worker.command:worker",
}
WRONG_USE = 2


class LateCommands(click.Group):
    """A group that imports a command only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=LateCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="drafting")
def drafting() -> None:
    """Draft codes of practice in the open."""


def main() -> None:
    """Run a command; every failure that a person can mend is one line."""
    os.umask(0o077)  # the database, the secret and what lies beside them are the server's alone
    try:
        code = drafting.main(standalone_mode=False)
    except click.exceptions.Abort:
        _fail("stopped; nothing more was done.")
    except click.ClickException as error:
        _fail(error.format_message())
    except OSError as error:
        _fail(f"{error.strerror or error}: {error.filename}" if error.filename else str(error))
    except Exception as error:
        sentence = _sentence(error)
        if sentence is None:
            raise
        _fail(sentence)
    else:
        sys.exit(code or 0)


def _sentence(error: Exception) -> str | None:
    """What to say of one of our own errors; None for any other, which is a fault of the program."""
    from drafting.errors import DraftingError
    from drafting.request.messages import message_of
    from drafting.settings import SettingsError

    if isinstance(error, SettingsError):
        return str(error)
    return message_of(error) if isinstance(error, DraftingError) else None


def _fail(sentence: str) -> None:
    click.echo(f"drafting: {' '.join(sentence.split())}", err=True)
    sys.exit(WRONG_USE)
