"""Secrets that people carry: random, shown once, kept only as their SHA-256."""

import hashlib
import secrets


def new_token() -> str:
    """256 random bits, safe in a URL."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """What is stored instead of the token: hexadecimal SHA-256."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
