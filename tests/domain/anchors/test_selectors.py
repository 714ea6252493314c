"""A quote is found again by its words and by what stands around it, however the white space is
written.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.domain.anchors import selectors
from drafting.domain.anchors.selectors import TextQuoteSelector, describe, find_quote

TEXT = (
    "The provider will keep the sheet. The office will keep the list. The\u00a0 provider\nwill "
    "keep it."
)


def quoted(text: str, selector: TextQuoteSelector) -> str | None:
    found = find_quote(text, selector)
    return None if found is None else text[slice(*found)]


@pytest.mark.parametrize(
    ("exact", "prefix", "suffix", "at"),
    [
        ("will keep", "", "", 13),
        ("will keep", "The office ", " the list", 45),
        ("will keep", "office", "", 45),
        ("will keep", "", "it.", 79),
        ("will keep", "The provider\t", "", 13),
        ("keep the", "somebody will ", " list.", 50),
    ],
)
def test_the_occurrence_with_the_most_of_its_context_is_meant(
    exact: str, prefix: str, suffix: str, at: int
) -> None:
    assert find_quote(TEXT, TextQuoteSelector(exact, prefix, suffix)) == (at, at + len(exact))


@pytest.mark.parametrize(
    "exact", ["The provider will", " The provider\n\nwill ", "The\u00a0provider\twill"]
)
def test_white_space_counts_as_one_blank(exact: str) -> None:
    assert quoted(TEXT, TextQuoteSelector(exact, "list.")) == "The\u00a0 provider\nwill"


@pytest.mark.parametrize("exact", ["", " ", "absent", "the provider will", "keepthe"])
def test_what_is_not_there_is_not_found(exact: str) -> None:
    assert find_quote(TEXT, TextQuoteSelector(exact)) is None


texts = st.text("ab \n\u00a0é😀", max_size=30)


@given(texts, st.data())
def test_what_was_described_is_found_with_the_same_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = quoted(text, describe(text, start, end))
    words = text[start:end].split()
    assert (found or "").split() == words


def test_among_many_the_described_one_is_found() -> None:
    text = "".join(f"item {number}: the same words. " for number in range(500))
    start = text.index("the same", text.index("item 321:"))
    assert find_quote(text, describe(text, start, start + 8)) == (start, start + 8)


def test_a_quote_that_stands_everywhere_is_weighed_in_a_bounded_number_of_places(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    weighed = []
    monkeypatch.setattr(
        selectors, "_support", lambda text, start, *rest: weighed.append(start) or 0
    )
    assert selectors.find_quote("a" * 50_000, selectors.TextQuoteSelector("a" * 100)) == (0, 100)
    assert len(weighed) == selectors.MOST_PLACES


@pytest.mark.parametrize(
    ("text", "quote", "found"),
    [
        ("docu\u00admentation", "documentation", "docu\u00admentation"),
        ("the ﬁrst oﬃce", "first office", "ﬁrst oﬃce"),
        ("in Zürich now", "Zu\u0308rich", "Zürich"),
        ("in Zu\u0308rich now", "Zürich", "Zu\u0308rich"),
        ("the “open” model’s", '"open" model\'s', "“open” model’s"),
        ('the "open" model', "“open”", '"open"'),
        ("a\u200bb c", "ab c", "a\u200bb c"),
    ],
)
def test_a_quote_is_found_in_spite_of_what_no_reader_sees(
    text: str, quote: str, found: str
) -> None:
    place = find_quote(text, TextQuoteSelector(quote))
    assert place is not None
    assert text[place[0] : place[1]] == found
