"""Texts are shortened at the end of a word, and never longer than they may be."""

import pytest

from drafting.domain.words.shortening import shortened


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("", ""),
        ("Two words", "Two words"),
        ("Two\n\n  words", "Two words"),
        ("Signatories will report", "Signatories …"),
        ("Donaudampfschifffahrtsgesellschaft", "Donaudampfschi…"),
        ("…", "…"),
    ],
)
def test_a_text_is_shortened(text: str, short: str) -> None:
    assert shortened(text, 15) == short
