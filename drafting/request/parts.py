"""The parts that app.py built, as a door reaches them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

from flask import Flask, current_app

from drafting.services.coediting.committer import Committer
from drafting.services.coediting.live_drafts import LiveDrafts
from drafting.settings import Settings
from drafting.storage.unit_of_work import Database

NAME = "drafting"  # in app.extensions


@dataclass(frozen=True, slots=True)
class Parts:
    """One process's settings, store and live drafts."""

    settings: Settings
    database: Database
    live_drafts: LiveDrafts
    committer: Committer
    # Called when a serving process begins and when it is told to end; the doors put in what they want to do then.
    beginnings: list[Callable[[], None]] = field(default_factory=list)
    farewells: list[Callable[[], None]] = field(default_factory=list)


def parts(app: Flask | None = None) -> Parts:
    """The parts of `app`, or of the application of this request."""
    return cast(Parts, (app or current_app).extensions[NAME])
