"""HTML forms: their fields, and the page on which a refused form is shown again as it was typed.

A view raises a DraftingError and knows nothing of that page; `on_form_error` names it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from inspect import signature
from types import MappingProxyType
from typing import ParamSpec

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from drafting.errors import DraftingError
from drafting.request.messages import message_of
from drafting.request.status import status_of

ROW_ID = re.compile(r"[0-9]{1,9}")
SECRET_FIELDS = frozenset({"csrf_token", "password", "new_password", "present_password"})
NOTHING_TYPED: Mapping[str, str] = MappingProxyType({})
Page = Callable[..., ResponseReturnValue]
FieldOf = Callable[[DraftingError], str | None]
Arguments = ParamSpec("Arguments")


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


def form_text(name: str) -> str:
    """The text of one field, line ends as \\n; empty when the field is missing."""
    return request.form.get(name, "").replace("\r\n", "\n")


def form_int(name: str) -> int | None:
    """The id chosen in a select, None for its empty choice or anything that is not a number."""
    value = request.form.get(name, "")
    return int(value) if ROW_ID.fullmatch(value) else None


def form_ints(name: str) -> list[int]:
    """The ids ticked in a list of checkboxes."""
    return [int(value) for value in request.form.getlist(name) if ROW_ID.fullmatch(value)]


def on_form_error(
    page: Page,
    *,
    form: str | None = None,
    field: FieldOf = field_of,
    errors: tuple[type[DraftingError], ...] = (DraftingError,),
) -> Callable[[Callable[Arguments, ResponseReturnValue]], Callable[Arguments, ResponseReturnValue]]:
    """Show `page` again when the view raises one of `errors`, after its transaction was rolled back.

    `page` is called with those URL arguments that it accepts, and finds the error in `form_problem()`;
    `render_form` shows it. "{thread_number}" in `form` is filled in from the URL arguments.
    """
    accepted = signature(page).parameters

    def decorate(
        view: Callable[Arguments, ResponseReturnValue],
    ) -> Callable[Arguments, ResponseReturnValue]:
        @wraps(view)
        def wrapper(*args: Arguments.args, **kwargs: Arguments.kwargs) -> ResponseReturnValue:
            try:
                return view(*args, **kwargs)
            except errors as error:
                name = form.format(**kwargs) if form else None
                g.form_problem = FormProblem(error, field(error), name)
                try:
                    return page(**{key: kwargs[key] for key in accepted if key in kwargs})
                finally:
                    del g.form_problem

        return wrapper

    return decorate


def form_problem() -> FormProblem | None:
    """Why the form of this request was refused, None while a page is shown for the first time."""
    return g.get("form_problem")  # type: ignore[no-any-return]


def render_form(
    template: str, *, initial: Mapping[str, str] = NOTHING_TYPED, **context: object
) -> tuple[str, int]:
    """Render a page with forms: `initial` in the fields, or what was typed and why it was refused."""
    problem = form_problem()
    typed = request.form if problem else initial
    page = render_template(template, problem=problem, typed=typed, **context)
    return page, problem.status if problem else 200


def render_form_error(template: str, error: DraftingError, **context: object) -> tuple[str, int]:
    """Render a form that was refused, with what was typed: for a view that handles its own error."""
    problem = FormProblem(error, field_of(error))
    page = render_template(template, problem=problem, typed=request.form, **context)
    return page, problem.status


def returnable_fields(names: Iterable[str]) -> list[str]:
    """The names of fields that an error page may give back: never a password or a token."""
    return [name for name in names if name not in SECRET_FIELDS]
