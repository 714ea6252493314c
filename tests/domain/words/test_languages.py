"""The language of a text, by its frequent words."""

import pytest

from drafting.domain.words.languages import language_of, text_direction


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Providers shall keep a log of the incidents.", "en"),
        ("Les fournisseurs doivent tenir un registre des incidents.", "fr"),
        ("Die Anbieter müssen ein Register der Vorfälle führen.", "de"),
        ("Los proveedores deben llevar un registro de los incidentes.", "es"),
        ("I fornitori devono tenere un registro degli incidenti.", "it"),
        ("Use DES encryption.", ""),
        ("", ""),
    ],
)
def test_it_is_told_by_frequent_words(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("tag", "direction"),
    [
        ("he", "rtl"), ("ar-EG", "rtl"), ("fa", "rtl"), ("az-Arab", "rtl"), ("ur-PK", "rtl"),
        ("en", "ltr"), ("fr-BE", "ltr"), ("ar-Latn", "ltr"), ("zh-Hans", "ltr"), ("", "ltr"),
    ],
)  # fmt: skip
def test_the_direction_of_writing_is_that_of_the_language(tag: str, direction: str) -> None:
    assert text_direction(tag) == direction
