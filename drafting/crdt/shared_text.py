"""One Y.Doc with one plain text: the replica that a process holds of a working draft.

It is born once and only ever grows by updates. It knows nothing of logs, rooms or people. One
owner at a time: a Doc is not safe between threads, and no greenlet may switch inside one of its
transactions.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from pycrdt import Doc, Text

from drafting.crdt.integration import integrate
from drafting.crdt.positions import byte_offsets
from drafting.crdt.surrogate_pairs import SurrogatePairSet
from drafting.crdt.verification import BODY
from drafting.crdt.wire.clock_set import ClockSet
from drafting.crdt.wire.lib0 import Encoder
from drafting.crdt.wire.update_reader import (
    deletes_something,
    may_bring_pairs,
    read_state_vector,
    read_update,
)
from drafting.domain.words.text_diff import TextEdit

FULL = 0.9  # of the limit
_NOTHING = b"\0"  # the state vector of a client that has nothing yet


class SharedText:
    """The text of one lineage, as far as its updates have been applied.

    `skip_gc` keeps deleted text as well, for reading the past (history.py); replicas
    in use let go of it.
    """

    def __init__(self, updates: Iterable[bytes] = (), *, skip_gc: bool = False) -> None:
        self._doc: Doc[Text] = Doc(skip_gc=skip_gc)
        self._body = self._doc.get(BODY, type=Text)
        self.pairs = SurrogatePairSet()
        self._deleted: ClockSet | None = None  # read when first asked for, and kept up from then on
        self._whole: bytes | None = None  # what all need who join an unchanged document
        # bytes of its state at most, and what they were when last looked at
        self._weight = self._weighed = 0
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

    def deleted(self) -> ClockSet:
        """All that has been deleted so far."""
        if self._deleted is None:
            self._deleted = ClockSet(
                read_update(self._doc.get_update(self._doc.get_state())).deletes
            )
        return self._deleted

    def digest(self) -> bytes:
        """The same for two replicas exactly when they hold the same: text, clocks and deletes."""
        encoder = Encoder()
        encoder.var_string(self.text)
        for client, clock in sorted(self.known().items()):
            encoder.var_uint(client)
            encoder.var_uint(clock)
        for one in self.deleted():
            for number in (one.client, one.start, one.end):
                encoder.var_uint(number)
        return hashlib.blake2b(encoder.to_bytes(), digest_size=16).digest()

    def apply(self, update: bytes) -> None:
        """Integrate an update that has been verified against this replica; raises
        MalformedUpdateError if yrs cannot.
        """
        integrate(self._doc, update)
        self._take_note(update)

    def apply_state(self, state: bytes, pairs: SurrogatePairSet) -> None:
        """Integrate all that another replica of this lineage holds."""
        integrate(self._doc, state)
        self.pairs.merge(pairs)
        self._deleted = self._whole = None
        self._weight += len(state)

    def update_since(self, state_vector: bytes) -> bytes:
        """What a replica with this state vector lacks (SyncStep2)."""
        if state_vector != _NOTHING:
            return self._doc.get_update(state_vector)
        if self._whole is None:
            self._whole = self._doc.get_update(_NOTHING)
        return self._whole

    def has_room_for(self, update: bytes, limit: int) -> bool:
        """Whether all that it holds, deleted things included, stays below `limit` bytes with
        `update`.

        The bytes that came are more than those of the state; only when they pass the limit is
        the state itself looked at.
        """
        if self._weight + len(update) > limit and self._weight > self._weighed:
            weight = len(self.update_since(_NOTHING))
            self._weight = self._weighed = (
                weight if weight < limit * FULL else limit
            )  # else it would be looked at for every key
        return self._weight + len(update) <= limit

    def update_of(self, clocks: Mapping[int, int]) -> bytes:
        """What these clients have written from these clocks on, and nothing of others."""
        known = self.known()
        encoder = Encoder()
        encoder.var_uint(len(known))
        for client, clock in known.items():
            encoder.var_uint(client)
            encoder.var_uint(min(clock, clocks.get(client, clock)))
        return self.update_since(encoder.to_bytes())

    def edit(self, changes: Sequence[TextEdit]) -> bytes:
        """Make `changes` (ascending, offsets in code points of the present text); returns the
        update that makes them.
        """
        before = self._doc.get_state()
        offsets = byte_offsets(
            self.text, [offset for change in changes for offset in (change.start, change.end)]
        )
        with self._doc.transaction():
            for i in range(
                len(changes) - 1, -1, -1
            ):  # from the end, so that earlier offsets stay true
                start, end = offsets[2 * i], offsets[2 * i + 1]
                if end > start:
                    del self._body[start:end]
                if changes[i].new:
                    self._body.insert(start, changes[i].new)
        update = self._doc.get_update(before)
        self._take_note(update)
        return update

    def _take_note(self, update: bytes) -> None:
        self._weight += len(update)
        self._whole = None
        if may_bring_pairs(update):
            self.pairs.add(read_update(update).pairs)
        if self._deleted is not None and deletes_something(update):
            self._deleted.add(read_update(update).deletes)


def birth(text: str) -> bytes:
    """The first update of a new lineage: the whole text, inserted once, by a client id that is
    never used again.
    """
    return SharedText().edit([TextEdit(0, 0, text)])
