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
