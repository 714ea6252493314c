"""The words for what a version is worth, and for the digest by which anybody can check its text."""

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
    """One text of (title, Markdown) chapters, and where each lies in it, in code points.

    A chapter that begins without a heading gets its title as one; between two chapters stands
    one empty line.
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
