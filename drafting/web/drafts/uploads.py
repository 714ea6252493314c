"""The form of an import: a file, or else pasted text."""

from flask import request

from drafting.domain.markdown.splitting import SplitAt
from drafting.errors import DraftingError
from drafting.request import forms

LEVELS: dict[str, SplitAt] = {"h1": "h1", "h2": "h2"}


def source() -> bytes:
    """The bytes of the file, or of the pasted text when no file was chosen."""
    if not _file_name():
        return forms.text("markdown").encode("utf-8", "surrogatepass")
    content: bytes = request.files["file"].read()
    return content


def title() -> str:
    """The file's name without folder and suffix; empty for pasted text."""
    return _file_name().rsplit("/", 1)[-1].rsplit(".", 1)[0]


def split_at() -> SplitAt | None:
    """The level of heading at which the text is split into chapters; None for one chapter."""
    return LEVELS.get(forms.text("split_at"))


def field_of(error: DraftingError) -> str | None:
    """The field that an error is about: what is wrong with a file is shown at the file."""
    field = forms.field_of(error)
    return "file" if field == "markdown" and _file_name() else field


def _file_name() -> str:
    file = request.files.get("file")
    return file.filename or "" if file is not None else ""
