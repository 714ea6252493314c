"""Pages. A view reads the form, calls one service, and renders or redirects; it decides nothing."""

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

from drafting.domain.limits import MAX_KEY
from drafting.web import errors, rate_limits, templating, view
from drafting.web.codes import pages as codes
from drafting.web.codes import vocabularies
from drafting.web.comments import answers, clauses, draft_threads, orphans, thread_feed, threads
from drafting.web.comparison import change_downloads, changes, draft_comparisons, last_readings
from drafting.web.comparison import pages as comparisons
from drafting.web.drafts import chapters, imports
from drafting.web.drafts import pages as drafts
from drafting.web.exports import downloads as exports
from drafting.web.people import (
    account,
    invitations,
    members,
    oidc,
    oidc_client,
    personal_tokens,
    sign_in,
    working_groups,
)
from drafting.web.rounds import pages as rounds
from drafting.web.versions import clause_history
from drafting.web.versions import pages as versions

BLUEPRINTS = (
    account,
    answers,
    changes,
    chapters,
    clause_history,
    clauses,
    codes,
    change_downloads,
    comparisons,
    draft_comparisons,
    draft_threads,
    drafts,
    exports,
    imports,
    invitations,
    last_readings,
    members,
    oidc,
    orphans,
    personal_tokens,
    rounds,
    sign_in,
    thread_feed,
    threads,
    versions,
    vocabularies,
    working_groups,
)


for module in BLUEPRINTS:
    module.bp.url_value_preprocessor(view.take_slug)


class KeyConverter(IntegerConverter):
    """A row's id in an address: no larger than the databases' integers, so that a larger one is
    simply not found.
    """

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=MAX_KEY)


def register_web(app: Flask) -> None:
    """Attach every blueprint, the error pages and what templates call."""
    app.url_map.converters["key"] = KeyConverter
    app.url_defaults(view.add_slug)
    templating.register_templating(app)
    errors.register_errors(app)
    rate_limits.register_rate_limits(app)
    oidc_client.register_oidc(app)
    for module in BLUEPRINTS:
        app.register_blueprint(module.bp)
