"""The stages of a version, and the digest by which everyone can check its text."""

from enum import StrEnum
from hashlib import sha256


class Stage(StrEnum):
    """How far the text has come."""

    DRAFT = "draft"  # for consultation; nobody is bound
    FINAL = "final"  # the chairs have finished; adoption is pending
    ADOPTED = "adopted"  # the text that binds its signatories


def text_digest(text: str) -> str:
    """SHA-256 of the text in UTF-8, in hex: what `sha256sum` prints for the exported Markdown
    file (FIPS 180-4).
    """
    return sha256(text.encode()).hexdigest()


def joined_text(chapters: list[tuple[str, str]]) -> tuple[str, list[tuple[int, int]]]:
    """Joins (title, Markdown) chapters into one text; also returns the range of each, in code
    points.

    A chapter without a heading at its start gets its title as one; one empty line stands between
    chapters.
    """
    text, places = "", []
    for title, markdown in chapters:
        words = markdown.strip("\n")
        if not words.lstrip().startswith("#"):
            words = f"# {title}\n\n{words}".rstrip("\n")
        text += "\n" if text else ""
        places.append((len(text), len(text) + len(words)))
        text += words + "\n"
    return text, places
