"""The JSON API: what the pages show, to the same people, for programs. It decides nothing and
never answers with HTML.
"""

from flask import Flask

from drafting.api import codes, comparisons, description, rounds, threads, versions
from drafting.api.door import bp
from drafting.api.problems import problem_without_route
from drafting.request.security import csrf

__all__ = [
    "codes",
    "comparisons",
    "description",
    "register_api",
    "rounds",
    "threads",
    "versions",
]  # their views are on bp


def register_api(app: Flask) -> None:
    """Attach the routes under /api/v1; after the pages, whose addresses the answers name."""
    csrf.exempt(bp)  # the cookie of a browser is ignored here, so there is nothing to forge
    app.before_request(problem_without_route)
    app.register_blueprint(bp)
