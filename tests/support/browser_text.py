"""A test client that reads pages as a browser does: line breaks with indentation are one blank.

Templates break long lines for their maintainers; what a reader sees does not depend on it.
Text areas keep their lines, and so does everything that is not HTML.
"""

import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

TEXT_AREA = re.compile(r"(<textarea\b.*?</textarea>)", re.DOTALL)
BROKEN_LINE = re.compile(r"\s*\n\s*|  +")


def as_in_a_browser(page: str) -> str:
    """`page` with each broken line joined by one blank, text areas excepted."""
    pieces = TEXT_AREA.split(page)
    return "".join(
        piece if number % 2 else BROKEN_LINE.sub(" ", piece) for number, piece in enumerate(pieces)
    )


class PageResponse(TestResponse):
    """The answer to a test client."""

    def get_data(self, as_text: bool = False) -> Any:
        """The body, as bytes or, for a page, as the text that a browser reads."""
        data = super().get_data(as_text=as_text)
        is_page = as_text and self.mimetype == "text/html"
        return as_in_a_browser(data) if is_page else data


class PageClient(FlaskClient):
    """Flask's test client, whose answers are PageResponses."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.response_wrapper = type("PageResponse", (PageResponse, self.response_wrapper), {})
