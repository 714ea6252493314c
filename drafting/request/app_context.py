"""What app.py built for this process, as request handlers reach it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

from flask import Flask, current_app

from drafting.services.coediting.replica_cache import ReplicaCache
from drafting.settings import Settings
from drafting.storage.unit_of_work import Database

NAME = "drafting"  # in app.extensions


@dataclass(frozen=True, slots=True)
class AppContext:
    """One process's settings, database and cached replicas."""

    settings: Settings
    database: Database
    replica_cache: ReplicaCache
    # Callbacks of the doors: called when a serving process starts, and when it is told to end.
    on_start: list[Callable[[], None]] = field(default_factory=list)
    on_shutdown: list[Callable[[], None]] = field(default_factory=list)


def app_context(app: Flask | None = None) -> AppContext:
    """The context of `app`, or of the application of this request."""
    return cast(AppContext, (app or current_app).extensions[NAME])
