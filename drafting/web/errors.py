"""Error pages: what happened, what is kept, what to do. What was typed comes back on the page."""

from flask import Flask, redirect, render_template, request, url_for
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

OPENLY_MISSING = (ClauseNotFoundError, InvitationSpentError)  # no sign-in would bring them
MOST_KEPT = 20  # fields that an error page gives back; no form has more


def register_errors(app: Flask) -> None:
    """Attach the handlers."""
    app.register_error_handler(DraftingError, _on_drafting_error)
    app.register_error_handler(CSRFError, _on_csrf_error)
    app.register_error_handler(HTTPException, _on_http_error)
    app.register_error_handler(500, _on_crash)


def _page(status: int, message: str, way_on: str | None = None) -> ResponseReturnValue:
    try:
        form = request.form
    except HTTPException:  # too large to be read at all
        form = ImmutableMultiDict()
    kept = {
        name: form[name] for name in forms.returnable_fields(form)[:MOST_KEPT] if form[name].strip()
    }
    return render_template(
        "errors/error.html", status=status, message=message, kept=kept, way_on=way_on
    ), status


def _on_drafting_error(error: DraftingError) -> ResponseReturnValue:
    may_be_signed_out = isinstance(error, (NotPermittedError, NotFoundError)) and not isinstance(
        error, OPENLY_MISSING
    )
    if may_be_signed_out and not identity().is_signed_in:
        if request.method in {"GET", "HEAD"}:
            return redirect(url_for("sign_in.show", next=request.full_path.rstrip("?")))
        return _page(
            401, _("You are not signed in, or your session has ended. Sign in and send it again.")
        )
    return _page(
        status_of(error),
        message_of(error),
        _version_address() if isinstance(error, ClauseNotFoundError) else None,
    )


def _version_address() -> str:
    """The URL of the version that has no such clause: a missing version would be another error."""
    return url_for("versions.show", number=(request.view_args or {})["number"])


def _on_csrf_error(error: CSRFError) -> ResponseReturnValue:
    return _page(
        400,
        _(
            "This form was made before you signed in or out. Nothing was saved: load the "
            "page again and repeat."
        ),
    )


def _on_http_error(error: HTTPException) -> ResponseReturnValue:
    words = {
        404: _("This page does not exist, or it is not open to you."),
        405: _("This cannot be done here in this way."),
        413: _("What was sent is too large: at most 5 MiB of text."),
        429: _("Too many attempts. Wait a minute and try again."),
    }
    status = error.code or 500
    return _page(status, words.get(status, _("This request cannot be answered as it is.")))


def _on_crash(error: Exception) -> ResponseReturnValue:
    return _page(
        500,
        _(
            "Something went wrong on our side. Nothing of what you sent was saved; you "
            "find it below."
        ),
    )
