"""Looking at pages and at the store as tests of pages do."""

import re
from html import unescape

from sqlalchemy import select
from werkzeug.test import TestResponse

from drafting.storage.base import Base
from drafting.storage.unit_of_work import Database


def words(answer: TestResponse) -> str:
    """The page as people read it: entities resolved."""
    return unescape(answer.get_data(as_text=True))


def value_of(answer: TestResponse, name: str) -> str:
    """The value of the input, textarea or select of this name."""
    page = answer.get_data(as_text=True)
    found = re.search(rf'<input[^>]* name="{name}"[^>]* value="([^"]*)"', page)
    found = found or re.search(
        rf'<textarea[^>]* name="{name}"[^>]*>\n(.*?)</textarea>', page, re.DOTALL
    )
    found = found or _chosen_in(page, f'name="{name}"')
    assert found, f"no field {name}"
    return unescape(found.group(1))


def value_at(answer: TestResponse, field: str) -> str:
    """The value of the input, textarea or select of this id: where a page has several forms."""
    page = answer.get_data(as_text=True)
    found = re.search(rf'<input id="{field}"[^>]* value="([^"]*)"', page)
    found = found or re.search(rf'<textarea id="{field}"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    found = found or _chosen_in(page, f'id="{field}"')
    assert found, f"no field {field}"
    return unescape(found.group(1))


def _chosen_in(page: str, attribute: str) -> re.Match[str] | None:
    return re.search(
        rf'<select[^>]* {attribute}(?:(?!</select>).)*<option value="([^"]*)" selected',
        page,
        re.DOTALL,
    )


def error_at(answer: TestResponse, field: str) -> str:
    """The message that stands at a field (its id), linked from the summary above the form."""
    page = answer.get_data(as_text=True)
    assert f'href="#{field}"' in page, "the summary does not lead to the field"
    found = re.search(rf'<p class="field-error" id="{field}-error">(.*?)</p>', page, re.DOTALL)
    assert found, f"no message at {field}"
    return unescape(found.group(1))


def everything(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables: equal before and after means that nothing was written."""
    with database.reading() as session:
        return {
            table.name: [
                tuple(row)
                for row in session.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in Base.metadata.sorted_tables
        }
