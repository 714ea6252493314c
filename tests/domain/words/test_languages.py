"""The language of a text, by its frequent words."""

import pytest

from drafting.domain.words.languages import language_of


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
