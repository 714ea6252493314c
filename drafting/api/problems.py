"""Every refusal as a problem document (RFC 9457): one status, one sentence, and the field where
it is known.
"""

from http import HTTPStatus

from flask import Blueprint, Response, jsonify, request
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from drafting.errors import DraftingError, InvalidInputError, NotFoundError, NotPermittedError
from drafting.request.messages import message_of
from drafting.request.status import status_of
from drafting.services.comparison.errors import ComparisonNotReadyError
from drafting.services.people.errors import TokenRefusedError

PREFIX = "/api/"
RETRY_AFTER = 5  # seconds until a comparison is probably there
SCHEME = 'Bearer realm="api"'  # RFC 6750, 3


class ArgumentError(InvalidInputError):
    """An argument of the address or a member of the body is not what the description says;
    `sentence` tells how.
    """

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(field=field)
        self.field, self.sentence = field, sentence


def register_problems(bp: Blueprint) -> None:
    """Answer the errors of this blueprint with problem documents. 500 by its number, or the
    pages' handler would win.
    """
    bp.register_error_handler(DraftingError, _on_drafting_error)
    bp.register_error_handler(HTTPException, _on_http_error)
    bp.register_error_handler(HTTPStatus.INTERNAL_SERVER_ERROR, _on_crash)


def problem(status: int, detail: str, field: str | None = None) -> Response:
    """The document. Its type is about:blank: the status says what kind of problem it is."""
    document = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    answer = jsonify(document if field is None else {**document, "field": field})
    answer.status_code, answer.mimetype = status, "application/problem+json"
    return answer


def problem_without_route() -> Response | None:
    """For an address under /api that leads nowhere, which belongs to no blueprint: its problem,
    before the pages' 404.
    """
    error = request.routing_exception
    if error is None or isinstance(error, RequestRedirect) or not request.path.startswith(PREFIX):
        return None
    return _on_http_error(error)


def _on_drafting_error(error: DraftingError) -> Response:
    is_hidden = isinstance(error, (NotPermittedError, NotFoundError))
    if is_hidden and "Authorization" not in request.headers:
        answer = problem(
            HTTPStatus.UNAUTHORIZED,
            _("This does not exist, or is not public: send a personal token."),
        )
        answer.headers["WWW-Authenticate"] = SCHEME
        return answer
    detail = error.sentence if isinstance(error, ArgumentError) else message_of(error)
    answer = problem(status_of(error), detail, getattr(error, "field", None))
    if isinstance(error, ComparisonNotReadyError):
        answer.headers["Retry-After"] = str(RETRY_AFTER)
    if isinstance(error, TokenRefusedError):
        answer.headers["WWW-Authenticate"] = f'{SCHEME}, error="insufficient_scope"'
    return answer


def _on_http_error(error: HTTPException) -> Response:
    words = {
        HTTPStatus.UNAUTHORIZED: message_of(TokenRefusedError()),
        HTTPStatus.NOT_FOUND: _(
            "There is nothing at this address. The description is at /api/v1/openapi.json."
        ),
        HTTPStatus.METHOD_NOT_ALLOWED: _("This address does not accept that method."),
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: _("What was sent is too large."),
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE: _("Send JSON, with Content-Type: application/json."),
    }
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    answer = problem(status, words.get(status, _("This request is not valid.")))
    if status is HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = f'{SCHEME}, error="invalid_token"'
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        answer.headers["Allow"] = dict(error.get_headers()).get("Allow", "")
    return answer


def _on_crash(_error: Exception) -> Response:
    return problem(
        HTTPStatus.INTERNAL_SERVER_ERROR, _("Something went wrong on our side. Nothing was saved.")
    )
