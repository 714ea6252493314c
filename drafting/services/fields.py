"""Checks that several use-cases share: names, addresses, passwords, languages."""

import re
import unicodedata
from enum import StrEnum
from typing import TypeVar

from drafting.domain.limits import LONGEST_PASSWORD, MAX_NAME_CHARACTERS, SHORTEST_PASSWORD
from drafting.domain.words.line_breaks import (
    first_control,
    usual_lines,
    without_marks_of_format,
)
from drafting.services.errors import (
    AddressInvalidError,
    ChoiceInvalidError,
    ControlCharacterError,
    FieldMissingError,
    FieldTooLongError,
    LanguageInvalidError,
    PasswordTooShortError,
)

ADDRESS = re.compile(r"[^\s@<>(),;:\"\\\[\]]+@[^\s@<>(),;:\"\\\[\]]+\.[^\s@<>(),;:\"\\\[\]]+")
INVISIBLE = frozenset(
    {"Cc", "Cf", "Cs"}
)  # control, format (bidi, zero-width), lone surrogates: Unicode 4.5
LANGUAGE = re.compile(r"[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*")
LONGEST_LANGUAGE = 35  # RFC 5646, 4.4.1
LONGEST_ADDRESS = 254  # RFC 5321, 4.5.3.1.3, less the angle brackets

Choice = TypeVar("Choice", bound=StrEnum)


def checked_text(text: str, *, field: str, most: int) -> str:
    """Text of several lines: trimmed, with line feeds, at most `most` characters; may be empty, and
    is if it has nothing but characters without width.

    Raises ControlCharacterError.
    """
    kept = usual_lines(text).strip()
    if not without_marks_of_format(kept).strip():
        return ""
    control = first_control(kept)
    if control is not None:
        raise ControlCharacterError(field, *control)
    if len(kept) > most:
        raise FieldTooLongError(field, most)
    return kept


def checked_name(text: str, *, field: str = "name", most: int = MAX_NAME_CHARACTERS) -> str:
    """One line that is not empty. Format characters (bidi, zero-width) go: a name must not
    imitate another.
    """
    spaced = "".join(" " if c.isspace() else c for c in text)
    kept = " ".join(without_marks_of_format(spaced).split())
    if not kept:
        raise FieldMissingError(field)
    return checked_text(kept, field=field, most=most)


def checked_address(text: str) -> str:
    """An e-mail address, folded to lower case; only its outward form is checked."""
    folded = text.strip().lower()
    if len(folded) > LONGEST_ADDRESS or not ADDRESS.fullmatch(folded) or _has_invisible(folded):
        raise AddressInvalidError(given=text.strip())
    return folded


def _has_invisible(text: str) -> bool:
    return any(unicodedata.category(c) in INVISIBLE for c in text)


def checked_password(text: str) -> str:
    """A password of sufficient length, in the form in which it is hashed: NFKC, so that it is the
    same from every keyboard (NIST SP 800-63B, 5.1.1.2).
    """
    password = unicodedata.normalize("NFKC", text)
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise PasswordTooShortError(least=SHORTEST_PASSWORD, most=LONGEST_PASSWORD)
    return password


def checked_choice(words: type[Choice], given: str, *, field: str) -> Choice:
    """One of the words of an enumeration."""
    try:
        return words(given)
    except ValueError as error:
        raise ChoiceInvalidError(field) from error


def checked_language(tag: str) -> str:
    """A language tag (BCP 47) such as en, fr-BE or zh-Hans; only its outward form is checked."""
    if len(tag) > LONGEST_LANGUAGE or not LANGUAGE.fullmatch(tag):
        raise LanguageInvalidError
    return tag
