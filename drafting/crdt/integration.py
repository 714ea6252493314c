"""Applies updates to a Doc, has it write one, and merges several; whatever yrs does, the caller
gets MalformedUpdateError.

pyo3's PanicException is no Exception; after one the state of the Doc is unknown, and its owner
discards it.
"""

from collections.abc import Sequence
from typing import Any

import pycrdt
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


def merge_updates(updates: Sequence[bytes]) -> bytes:
    """One update that brings the same as all of `updates`: verified ones, at least one."""
    return updates[0] if len(updates) == 1 else pycrdt.merge_updates(*updates)
