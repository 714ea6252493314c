"""Argon2id (RFC 9106). Slow by design: call it outside transactions, and off the event loop."""

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

HASHER = PasswordHasher()


def hash_password(password: str) -> str:
    """The encoded argon2id hash."""
    return HASHER.hash(password)


@cache
def nobodys_hash() -> str:
    """Verified when an address is unknown, so that the answer takes as long as for a known one."""
    return HASHER.hash("nobody has this password")


def password_matches(password_hash: str | None, password: str) -> bool:
    """Whether `password` is the one; takes the same time when there is none.

    Its NFKC form is tried, and what was typed if that is another one: passwords that were set
    before all were normalised.
    """
    forms = dict.fromkeys((unicodedata.normalize("NFKC", password), password))
    is_it = [_is_hashed_in(password_hash or nobodys_hash(), form) for form in forms]
    return password_hash is not None and any(is_it)


def _is_hashed_in(password_hash: str, password: str) -> bool:
    try:
        return HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
