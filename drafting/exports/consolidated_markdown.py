"""The text of a version as it is. Nothing is added, so `sha256sum` of the file is the digest of
the version.
"""


def consolidated_markdown(text: str) -> bytes:
    """The bytes whose SHA-256 is the digest (domain/versions.py)."""
    return text.encode()
