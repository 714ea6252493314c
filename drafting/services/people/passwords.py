"""Argon2id (RFC 9106). Slow by design: call it outside transactions, and off the event loop."""

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
    """Whether `password` is the one; takes the same time when there is none."""
    try:
        HASHER.verify(password_hash or nobodys_hash(), password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None
