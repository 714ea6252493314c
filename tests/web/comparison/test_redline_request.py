"""Which page of a comparison a URL asks for."""

import pytest
from werkzeug.datastructures import MultiDict

from drafting.domain.alignment.align import ClauseStatus, Pair
from drafting.domain.comparison.change_summaries import SideWords
from drafting.domain.comparison.compare import ComparedClause
from drafting.web.comparison.redline_changes import NumberedChange
from drafting.web.comparison.redline_request import RedlineRequest

NO_WORDS = SideWords("", ""), SideWords("", "")


def change(number: int) -> NumberedChange:
    pair = Pair(None, number, ClauseStatus.ADDED, 1.0)
    return NumberedChange(
        number, ComparedClause(pair, (), None, ()), None, None, None, (), (), NO_WORDS
    )


FITS = [change(number) for number in range(1, 251)]


@pytest.mark.parametrize(
    ("query", "page", "pages"),
    [
        ({}, 1, 3),
        ({"page": "2"}, 2, 3),
        ({"page": "99"}, 3, 3),
        ({"page": "-1"}, 1, 3),
        ({"page": "x"}, 1, 3),
        ({"at": "201"}, 3, 3),
        ({"at": "999"}, 1, 3),
        ({"page": "2", "paper": "1"}, 1, 1),
    ],
)
def test_a_page_is_asked_for(query: dict[str, str], page: int, pages: int) -> None:
    wanted = RedlineRequest.from_query(MultiDict(query))
    assert (wanted.page_of(FITS), wanted.pages_of(FITS)) == (page, pages)


def test_a_change_that_does_not_fit_is_absent() -> None:
    assert RedlineRequest.from_query(MultiDict({"at": "999"})).absent(FITS) == 999
    assert RedlineRequest.from_query(MultiDict({"at": "7"})).absent(FITS) is None


def test_filters_and_view_return_to_the_query() -> None:
    query = {"status": "edited", "view": "sides", "nonsense": "1"}
    wanted = RedlineRequest.from_query(MultiDict(query))
    assert wanted.as_query() == {"status": ["edited"], "view": "sides"}
    assert RedlineRequest.from_query(MultiDict({"view": "x"})).view == "inline"
