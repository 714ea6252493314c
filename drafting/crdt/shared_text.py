"""One Y.Doc with one plain text: the replica that a process holds of a working draft.

It is born once and only ever grows by updates. It knows nothing of logs, rooms or people. One owner at a time:
a Doc is not safe between threads, and no greenlet may switch inside one of its transactions.
"""

from collections.abc import Iterable, Sequence

from pycrdt import Doc, Text

from drafting.crdt.positions import byte_offsets
from drafting.crdt.update_reader import ClockRange, read_state_vector, read_update
from drafting.crdt.verification import BODY
from drafting.domain.text_diff import Change


class SharedText:
    """The text of one lineage, as far as its updates have been applied."""

    def __init__(self, updates: Iterable[bytes] = ()) -> None:
        self._doc: Doc[Text] = Doc()
        self._body = self._doc.get(BODY, type=Text)
        # Where surrogate pairs lie, in clocks: an update that cuts one would corrupt the replica (verification.py).
        self.pairs: set[tuple[int, int]] = set()
        for update in updates:
            self.apply(update)

    @property
    def text(self) -> str:
        return str(self._body)

    @property
    def size(self) -> int:
        """UTF-8 bytes of the text."""
        return len(self._body)

    @property
    def state_vector(self) -> bytes:
        return self._doc.get_state()

    def known(self) -> dict[int, int]:
        """The state vector as a mapping from client to clock."""
        return read_state_vector(self._doc.get_state())

    def deletes(self) -> tuple[ClockRange, ...]:
        """All that has been deleted so far."""
        return read_update(self._doc.get_update(self._doc.get_state())).deletes

    def apply(self, update: bytes) -> None:
        """Integrate an update that has been verified against this replica."""
        self._doc.apply_update(update)
        self.pairs |= read_update(update).pairs

    def update_since(self, state_vector: bytes) -> bytes:
        """What a replica with this state vector lacks (SyncStep2)."""
        return self._doc.get_update(state_vector)

    def edit(self, changes: Sequence[Change]) -> bytes:
        """Make `changes` (ascending, offsets in code points of the present text); returns the update that makes them."""
        before = self._doc.get_state()
        offsets = byte_offsets(self.text, [offset for change in changes for offset in (change.start, change.end)])
        with self._doc.transaction():
            for i in range(len(changes) - 1, -1, -1):  # from the end, so that earlier offsets stay true
                start, end = offsets[2 * i], offsets[2 * i + 1]
                if end > start:
                    del self._body[start:end]
                if changes[i].new:
                    self._body.insert(start, changes[i].new)
        update = self._doc.get_update(before)
        self.pairs |= read_update(update).pairs
        return update


def birth(text: str) -> bytes:
    """The first update of a new lineage: the whole text, inserted once, by a client id that is never used again."""
    return SharedText().edit([Change(0, 0, text)])
