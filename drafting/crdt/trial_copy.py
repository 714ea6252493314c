"""Tries an update that does not look like typing on a copy of the replica before it may enter the
log.

A throwaway Doc (verification.py) shows that yrs can read an update, and integrates none of what
builds on something: that is not there. A copy has it, and takes milliseconds to make: so it is
kept for what honest browsers seldom send.
"""

from collections.abc import Iterable, Mapping

from pycrdt import Doc, Text

from drafting.crdt.errors import MalformedUpdateError
from drafting.crdt.integration import integrate, written
from drafting.crdt.verification import BODY
from drafting.crdt.wire.update_reader import ContentKind, UpdateReading, read_state_vector

USUAL_BLOCKS = 64  # blocks of an update; what is typed within a second has a few


def needs_trial(reading: UpdateReading, known: Mapping[int, int]) -> bool:
    """Whether it is not just new text and deletions of one client, right behind what is known of
    that: work done offline or sent again may be so, and all that could take an unusual way
    through yrs.
    """
    if (
        len({brought.client for brought in reading.structs}) > 1
        or ContentKind.DELETED in reading.kinds
    ):
        return True
    is_again = any(brought.start < known.get(brought.client, 0) for brought in reading.structs)
    return is_again or reading.pieces > USUAL_BLOCKS


class TrialCopy:
    """A copy of a replica, made of its whole state and of updates that fit it."""

    def __init__(self, updates: Iterable[bytes]) -> None:
        self._doc: Doc[Text] = Doc()
        self._body = self._doc.get(BODY, type=Text)
        for update in updates:
            integrate(self._doc, update)

    @property
    def size(self) -> int:
        """UTF-8 bytes of its text."""
        return len(self._body)

    def try_update(self, update: bytes, after: Mapping[int, int]) -> None:
        """Raises MalformedUpdateError unless yrs takes it, then knows exactly the clocks
        `after`, and can write it down.
        """
        before = self._doc.get_state()
        integrate(self._doc, update)
        written(self._doc, before)
        if read_state_vector(self._doc.get_state()) != after:
            raise MalformedUpdateError(reason="yrs makes something else of it")
