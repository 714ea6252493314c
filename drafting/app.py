"""The composition root: the one place that knows every part."""

import logging
from collections.abc import Callable
from functools import partial

from flask import Flask

from drafting.api import register_api
from drafting.realtime import register_realtime
from drafting.request.app_context import NAME, AppContext
from drafting.request.database import register_database
from drafting.request.language import register_language
from drafting.request.response_headers import register_response_headers
from drafting.request.security import harden
from drafting.services.coediting.committer import Committer
from drafting.services.coediting.records import Failpoint, no_failpoint
from drafting.services.coediting.replica_cache import ReplicaCache
from drafting.settings import PROJECT_ROOT, Settings
from drafting.storage.unit_of_work import Database
from drafting.web import register_web

MakeCommitter = Callable[..., Committer]


def create_app(
    settings: Settings,
    *,
    failpoint: Failpoint = no_failpoint,
    make_committer: MakeCommitter = Committer,
) -> Flask:
    """Build the application. `failpoint` and `make_committer` let the chaos tests kill it, or break
    its promise.
    """
    app = Flask(
        "drafting",
        template_folder=str(PROJECT_ROOT / "templates"),
        static_folder=str(PROJECT_ROOT / "static" / "build"),
        static_url_path="/static",
    )
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    database = Database(settings.database_url)
    replica_cache = ReplicaCache(database)
    app.extensions[NAME] = AppContext(settings, database, replica_cache)
    harden(app, settings)
    register_response_headers(app)
    register_database(app)
    register_language(app)
    register_web(app)
    register_api(app)
    register_realtime(app, partial(make_committer, database, replica_cache, failpoint))
    return app
