"""HTML forms: their fields, and the page on which a refused form is shown again as it was typed.

A view lets a DraftingError pass; its decorator `@forms.on_error(page)` names that page.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from inspect import signature
from types import MappingProxyType
from typing import Any, ParamSpec

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from drafting.errors import DraftingError
from drafting.request.messages import message_of
from drafting.request.status import status_of

ROW_ID = re.compile(r"[0-9]{1,9}")
SECRET_FIELDS = frozenset({"csrf_token", "password", "new_password", "present_password"})
NOTHING_TYPED: Mapping[str, str] = MappingProxyType({})
P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]
Page = Callable[..., ResponseReturnValue]
FieldOf = Callable[[DraftingError], str | None]


def field_of(error: DraftingError) -> str | None:
    """The name of the field that the error is about, None if it concerns the whole form."""
    return getattr(error, "field", None)


@dataclass(frozen=True, slots=True)
class FormProblem:
    """Why a form was refused. `form` tells the forms of one page apart: "new", "reply-12"."""

    error: DraftingError
    field: str | None
    form: str | None = None

    @property
    def message(self) -> str:
        """The sentence for people."""
        return message_of(self.error)

    @property
    def status(self) -> int:
        """The HTTP status of the answer."""
        return status_of(self.error)


def text(name: str) -> str:
    """The text of one field, line ends as \\n; empty when the field is missing."""
    return request.form.get(name, "").replace("\r\n", "\n")


def integer(name: str) -> int | None:
    """The id chosen in a select, None for its empty choice or anything that is not a number."""
    value = request.form.get(name, "")
    return int(value) if ROW_ID.fullmatch(value) else None


def integers(name: str) -> list[int]:
    """The ids ticked in a list of checkboxes."""
    return [int(value) for value in request.form.getlist(name) if ROW_ID.fullmatch(value)]


def on_error(
    page: Page,
    *,
    form: str = "",
    field: FieldOf = field_of,
    errors: tuple[type[DraftingError], ...] = (DraftingError,),
) -> Callable[[View[P]], View[P]]:
    """Show `page` again when the view raises one of `errors`; its transaction was rolled back.

    `page` gets those URL arguments that it accepts, and the error from `problem()` or `render()`.
    "{thread_number}" in `form` is filled in from the URL arguments.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def wrapper(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            try:
                return view(*args, **kwargs)
            except errors as error:
                refused = FormProblem(error, field(error), form.format(**kwargs) or None)
                return _show_again(page, refused, kwargs)

        return wrapper

    return decorate


def _show_again(page: Page, refused: FormProblem, kwargs: dict[str, Any]) -> ResponseReturnValue:
    g.form_problem = refused
    try:
        return page(**{name: kwargs[name] for name in signature(page).parameters if name in kwargs})
    finally:
        del g.form_problem


def problem() -> FormProblem | None:
    """Why the form of this request was refused, None while a page is shown for the first time."""
    return g.get("form_problem")  # type: ignore[no-any-return]


def render(
    template: str, *, initial: Mapping[str, str] = NOTHING_TYPED, **context: object
) -> tuple[str, int]:
    """Render a page with forms: with `initial` values, or refused ones and why they were refused.

    The template gets `typed`, the values, and `problem`, a FormProblem or None.
    """
    refused = problem()
    typed, status = (request.form, refused.status) if refused else (initial, 200)
    return render_template(template, problem=refused, typed=typed, **context), status


def render_error(template: str, error: DraftingError, **context: object) -> tuple[str, int]:
    """Render a refused form, for a view that catches its own error; `render` says with what."""
    refused = FormProblem(error, field_of(error))
    page = render_template(template, problem=refused, typed=request.form, **context)
    return page, refused.status


def returnable_fields(names: Iterable[str]) -> list[str]:
    """The names of fields that an error page may give back: never a password or a token."""
    return [name for name in names if name not in SECRET_FIELDS]
