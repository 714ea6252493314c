"""What callers send, checked against the description: numbers in the address, members of a JSON
body.
"""

import re
from collections.abc import Mapping
from typing import Any

from flask import request
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest

from drafting.api.problems import ArgumentError

NUMBER = re.compile(r"[0-9]{1,9}")


def asked_number(
    name: str, *, otherwise: int | None = None, least: int = 0, most: int = 999_999_999
) -> int | None:
    """A whole number of the query string, or `otherwise` where it is missing; raises
    ArgumentError.
    """
    text = request.args.get(name)
    if text is None:
        return otherwise
    if not NUMBER.fullmatch(text) or not least <= int(text) <= most:
        raise ArgumentError(
            name,
            _(
                "%(name)s must be a whole number from %(least)s to %(most)s.",
                name=name,
                least=least,
                most=most,
            ),
        )
    return int(text)


def asked_text(name: str) -> str | None:
    """A value of the query string; None where it is missing."""
    return request.args.get(name)


def limit(*, otherwise: int, most: int) -> int:
    """How many are wanted at once."""
    return asked_number("limit", otherwise=otherwise, least=1, most=most) or otherwise


def sent_object(allowed: frozenset[str]) -> Mapping[str, Any]:
    """The JSON object of the body, with no other members than those allowed; raises what JSON
    and its type are wrong with.
    """
    try:
        body = request.get_json()
    except RecursionError as error:  # thousands of opening brackets
        raise BadRequest from error
    return _object(body, allowed, "")


def member_object(body: Mapping[str, Any], name: str, allowed: frozenset[str]) -> Mapping[str, Any]:
    """A member that is itself an object; empty where it is missing or null."""
    return {} if body.get(name) is None else _object(body[name], allowed, name)


def member_text(body: Mapping[str, Any], name: str, otherwise: str = "") -> str:
    """A member that is a string; `otherwise` where it is missing or null."""
    value = body.get(name)
    if value is None:
        return otherwise
    if not isinstance(value, str):
        raise ArgumentError(name, _("%(name)s must be a string.", name=name))
    return value


def _object(value: object, allowed: frozenset[str], name: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ArgumentError(name or "body", _("Send a JSON object."))
    unknown = sorted(set(value) - allowed)
    if unknown:
        raise ArgumentError(
            unknown[0][:80],
            _("There is no such member. Use one of: %(names)s.", names=", ".join(sorted(allowed))),
        )
    return value
