"""Who calls the API: the holder of a personal token, or nobody. The cookie of a browser is not
looked at.
"""

from flask import Blueprint, g, request
from werkzeug.exceptions import Unauthorized

from drafting.api.problems import register_problems
from drafting.errors import NotPermittedError
from drafting.policy.identity import NOBODY, Identity
from drafting.request.app_context import app_context
from drafting.services.people.errors import TokenRefusedError
from drafting.services.people.personal_tokens import bearer

bp = Blueprint("api", __name__, url_prefix="/api/v1")
register_problems(bp)
READING = frozenset({"GET", "HEAD", "OPTIONS"})
MAX_COMMENT_BYTES = (
    1024 * 1024
)  # bytes: 50,000 characters, each written as two escapes of six, and a quotation


@bp.before_request
def admit() -> None:
    """Settle the identity before `request.identity` would read the cookie; a token that opens
    nothing is refused.
    """
    if "Authorization" not in request.headers:
        g.identity = NOBODY
        if request.method not in READING:
            raise NotPermittedError
        return
    g.identity, may_write = _holder()
    if request.method not in READING:
        if not may_write:
            raise TokenRefusedError
        request.max_content_length = MAX_COMMENT_BYTES


def _holder() -> tuple[Identity, bool]:
    given = request.authorization
    if given is not None and given.type == "bearer" and given.token:
        with app_context().database.reading() as db:
            holder, may_write = bearer(db, given.token)
        if holder.is_signed_in:
            return holder, may_write
    g.identity = NOBODY
    raise Unauthorized
