"""Shortens a text for a list, at the end of a word."""

from textwrap import shorten


def shortened(text: str, width: int) -> str:
    """The first words of a text on one line, with " …" if it goes on, of `width` characters at
    most.

    A single word that is longer than `width` is cut.
    """
    line = shorten(text, width, placeholder=" …")
    is_one_long_word = line == "…" != text.strip()
    return f"{text.split(maxsplit=1)[0][: width - 1]}…" if is_one_long_word else line
