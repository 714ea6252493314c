"""Giving bytes to a Doc: whatever yrs makes of them, what comes out is an error that can be caught by its name.

pyo3's PanicException is no Exception; after one the Doc is in doubt, and its owner lets it go.
"""

from typing import Any

from pycrdt import Doc

from drafting.crdt.errors import MalformedUpdateError


def integrate(doc: "Doc[Any]", update: bytes) -> None:
    """Apply an update; raises MalformedUpdateError when yrs refuses it or panics."""
    try:
        doc.apply_update(update)
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        raise MalformedUpdateError(reason="yrs cannot read it") from error
