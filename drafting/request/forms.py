"""Forms that come back as they were typed, with the problem said at its place."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flask import render_template, request

from drafting.errors import DraftingError
from drafting.request.messages import message_of
from drafting.request.status import status_of

Answer = tuple[str, int]
KEY = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a form was not taken. `field` is None when it concerns the whole; `form` tells the
    forms of a page apart.
    """

    message: str
    field: str | None
    form: str | None = None


def form_text(name: str) -> str:
    """What was typed into one field, line ends as \\n; empty when the field is missing."""
    return request.form.get(name, "").replace("\r\n", "\n")


def form_int(name: str) -> int | None:
    """The number chosen in a select, None for its empty choice or anything that is no number."""
    value = request.form.get(name, "")
    return int(value) if KEY.fullmatch(value) else None


def form_ints(name: str) -> list[int]:
    """The numbers ticked in a list of checkboxes."""
    return [int(value) for value in request.form.getlist(name) if KEY.fullmatch(value)]


def render_form_error(
    template: str,
    error: DraftingError,
    *,
    form: str | None = None,
    field: str | None = None,
    **context: object,
) -> Answer:
    """The page again with what was typed, the problem at `field` or the error's own, and the
    error's status.
    """
    problem = Problem(message_of(error), field or getattr(error, "field", None), form)
    return render_template(template, problem=problem, typed=request.form, **context), status_of(
        error
    )


def returnable_fields(names: Iterable[str]) -> list[str]:
    """The names of typed fields that an error page may give back: never a password or a token."""
    return [
        name
        for name in names
        if name not in {"csrf_token", "password", "new_password", "present_password"}
    ]
