"""Pieces of JSON Schema 2020-12, so that a document is described in as many lines as it has
fields.
"""

from enum import StrEnum
from typing import Any

Schema = dict[str, Any]


def ref(name: str) -> Schema:
    """A document of this description."""
    return {"$ref": f"#/components/schemas/{name}"}


def record(
    description: str, fields: dict[str, Schema], *, optional: tuple[str, ...] = ()
) -> Schema:
    """An object with exactly these members."""
    return {
        "type": "object",
        "description": description,
        "properties": fields,
        "required": [name for name in fields if name not in optional],
        "additionalProperties": False,
    }


def text(description: str, **more: Any) -> Schema:
    """A string."""
    return {"type": "string", "description": description, **more}


def whole(description: str, least: int = 0) -> Schema:
    """A whole number."""
    return {"type": "integer", "description": description, "minimum": least}


def share(description: str) -> Schema:
    """A number from 0 to 1."""
    return {"type": "number", "description": description, "minimum": 0, "maximum": 1}


def truth(description: str) -> Schema:
    """True or false."""
    return {"type": "boolean", "description": description}


def words(description: str, kinds: type[StrEnum]) -> Schema:
    """One of the words of an enumeration."""
    return {"type": "string", "description": description, "enum": [kind.value for kind in kinds]}


def instant(description: str) -> Schema:
    """An instant, ISO 8601 in UTC with Z."""
    return text(description, format="date-time", pattern="Z$")


def rows(description: str, items: Schema) -> Schema:
    """An array."""
    return {"type": "array", "description": description, "items": items}


def or_null(schema: Schema) -> Schema:
    """The same, or null."""
    described = {"description": schema["description"]} if "description" in schema else {}
    return {**described, "anyOf": [schema, {"type": "null"}]}
