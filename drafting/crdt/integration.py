"""Giving bytes to a Doc and having it write some: whatever yrs makes of them, what comes out is
an error with a name.

pyo3's PanicException is no Exception; after one the Doc is in doubt, and its owner lets it go.
"""

from typing import Any

from pycrdt import Doc

from drafting.crdt.errors import MalformedUpdateError

_INTERRUPTIONS = (KeyboardInterrupt, SystemExit, GeneratorExit)


def integrate(doc: "Doc[Any]", update: bytes) -> None:
    """Apply an update; raises MalformedUpdateError when yrs refuses it or panics."""
    try:
        doc.apply_update(update)
    except _INTERRUPTIONS:
        raise
    except BaseException as error:
        raise MalformedUpdateError(reason="yrs cannot read it") from error


def written(doc: "Doc[Any]", since: bytes = b"\0") -> bytes:
    """The update since a state vector; raises MalformedUpdateError when yrs panics, as some
    updates make it do only then.
    """
    try:
        return doc.get_update(since)
    except _INTERRUPTIONS:
        raise
    except BaseException as error:
        raise MalformedUpdateError(reason="yrs cannot write it") from error
