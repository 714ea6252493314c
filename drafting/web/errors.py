"""Error pages: what happened, what is kept, what to do. What was typed comes back on the page."""

from flask import Flask, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import HTTPException

from drafting.errors import DraftingError, NotFoundError, NotPermittedError
from drafting.request import forms
from drafting.request.identity import identity
from drafting.request.messages import message_of
from drafting.request.status import status_of
from drafting.services.people.errors import InvitationSpentError
from drafting.services.versions.errors import ClauseNotFoundError

MISSING_FOR_ALL = (ClauseNotFoundError, InvitationSpentError)  # signing in would not help
NOT_FOUND = 404
MAX_KEPT_FIELDS = 20  # that an error page gives back; no form has more


def register_errors(app: Flask) -> None:
    """Attach the handlers."""
    app.register_error_handler(DraftingError, _on_drafting_error)
    app.register_error_handler(CSRFError, _on_csrf_error)
    app.register_error_handler(HTTPException, _on_http_error)
    app.register_error_handler(500, _on_crash)


def _page(status: int, message: str, way_on: str | None = None) -> ResponseReturnValue:
    page = render_template(
        "errors/error.html", status=status, message=message, kept=_kept_fields(), way_on=way_on
    )
    return page, status


def _kept_fields() -> dict[str, str]:
    """What was typed, by field; nothing if the request was too large to be read."""
    try:
        form = request.form
    except HTTPException:
        form = ImmutableMultiDict()
    names = forms.returnable_fields(form)[:MAX_KEPT_FIELDS]
    return {name: form[name] for name in names if form[name].strip()}


def _on_drafting_error(error: DraftingError) -> ResponseReturnValue:
    if _may_need_sign_in(error) and not identity().is_signed_in:
        return _ask_to_sign_in()
    way_on = _version_url() if isinstance(error, ClauseNotFoundError) else None
    return _page(status_of(error), message_of(error), way_on)


def _may_need_sign_in(error: DraftingError) -> bool:
    is_refusal = isinstance(error, (NotPermittedError, NotFoundError))
    return is_refusal and not isinstance(error, MISSING_FOR_ALL)


def _ask_to_sign_in() -> ResponseReturnValue:
    """Redirect to the sign-in form; for a form that was sent, a page that gives its text back."""
    if request.method in {"GET", "HEAD"}:
        return redirect(url_for("sign_in.show", next=request.full_path.rstrip("?")))
    return _page(
        401, _("You are not signed in, or your session has ended. Sign in and send it again.")
    )


def _version_url() -> str:
    """The URL of the version without such a clause: it exists, or the error would be another."""
    return url_for("versions.show", number=(request.view_args or {})["number"])


def _on_csrf_error(error: CSRFError) -> ResponseReturnValue:
    return _page(
        400,
        _(
            "You signed in or out after this page was loaded. Nothing was saved. Load the page "
            "again and repeat."
        ),
    )


def _on_http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code == NOT_FOUND and (there := _without_slash()):
        return redirect(there, 308)
    words = {
        404: _("This page does not exist, or you cannot see it."),
        405: _("This cannot be done here in this way."),
        413: _("What you sent is too large. The limit is 5 MiB of text."),
        429: _("Too many attempts. Wait a minute and try again."),
    }
    status = error.code or 500
    return _page(status, words.get(status, _("This request is not valid.")))


def _without_slash() -> str | None:
    """The address of the page that was asked for with a slash too many, None if there is none."""
    path = request.path.rstrip("/")
    if path == request.path or not path:
        return None
    adapter = current_app.create_url_adapter(request)
    if adapter is None or not adapter.test(path, request.method):
        return None
    query = request.query_string.decode()
    return f"{request.script_root}{path}{'?' if query else ''}{query}"


def _on_crash(error: Exception) -> ResponseReturnValue:
    return _page(
        500,
        _("Something went wrong on our side. Nothing was saved. What you sent is below."),
    )
