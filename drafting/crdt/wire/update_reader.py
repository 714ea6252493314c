"""Reads a Yjs update (V1) without a document: clock ranges, deletes, roots, dependencies.

Linear in the bytes and pure Python, so that hostile bytes meet no native code before they are
understood. Stricter than Yjs and yrs: what neither writes is refused, because the two read it
differently. Knows no document and no policy. Source: Yjs's INTERNALS.md, src/utils/encoding.js,
src/utils/DeleteSet.js and src/structs/ (13.6).
"""

import re
from dataclasses import dataclass, field
from enum import IntEnum
from heapq import heappop, heappush

from drafting.crdt.wire.insertion_contention import InsertionContention
from drafting.crdt.wire.lib0 import MAX_SAFE_INTEGER, Decoder

_HAS_ORIGIN = 0x80
_HAS_RIGHT_ORIGIN = 0x40
_HAS_PARENT_SUB = 0x20
_CONTENT_REF = 0x1F
_PARENT_IS_ROOT = 1
_PARENT_IS_ITEM = 0
_LAST_OF_ONE_UNIT = "\uffff"
_FOUR_BYTES_OF_UTF8 = re.compile(rb"[\xf0-\xf4][\x80-\xbf]{3}")  # a code point of two UTF-16 units


class ContentKind(IntEnum):
    """The content refs of Yjs that a text needs; a block with any other is refused at its tag."""

    GC = 0
    DELETED = 1
    STRING = 4
    SKIP = 10


_READABLE_KINDS = frozenset(ContentKind)


@dataclass(frozen=True, slots=True)
class ClockRange:
    """Half-open, in Yjs's clock units: one for each UTF-16 unit of text."""

    client: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class UpdateReading:
    structs: tuple[
        ClockRange, ...
    ]  # what it brings, by descending client; gaps (Skip) left out, neighbours joined
    deletes: tuple[ClockRange, ...]
    roots: frozenset[
        str
    ]  # only items without origins name their root; all others are in that of their neighbours
    kinds: frozenset[ContentKind]
    needs: tuple[tuple[int, int], ...]  # (client, highest clock that must be there already)
    inserted_utf16: int
    inserted_text_utf8: int
    nested: bool  # an item names another item as its parent
    keyed: bool  # an item is the value of a key (a map's entry, or an attribute of a text)
    cuts: frozenset[
        tuple[int, int]
    ]  # (client, clock) where it makes others split a block, before that clock
    pairs: frozenset[
        tuple[int, int]
    ]  # (client, clock) of the second halves of surrogate pairs that it brings
    pieces: int  # blocks as they are written
    crowd: int  # the most blocks that claim one and the same place (crowding.py)


def read_update(payload: bytes) -> UpdateReading:
    decoder = Decoder(payload)
    structs = _StructSection(decoder)
    structs.read()
    deletes = _read_deletes(decoder)
    decoder.finish()
    structs.refuse_circles()
    return structs.reading(deletes)


def read_state_vector(payload: bytes) -> dict[int, int]:
    decoder = Decoder(payload)
    state: dict[int, int] = {}
    for _ in range(decoder.count()):
        client = decoder.var_uint()
        if client in state:
            raise decoder.refusal("a client twice")
        state[client] = decoder.var_uint()
    decoder.finish()
    return state


def _read_deletes(decoder: Decoder) -> tuple[ClockRange, ...]:
    ranges: dict[int, list[ClockRange]] = {}
    for _ in range(decoder.count()):
        client = decoder.var_uint()
        if client in ranges:
            raise decoder.refusal("a client twice among the deletes")
        ranges[client] = _read_deletes_of(client, decoder)
    return tuple(deleted for of_client in ranges.values() for deleted in of_client)


def _read_deletes_of(client: int, decoder: Decoder) -> list[ClockRange]:
    ranges: list[ClockRange] = []
    count = decoder.count()
    if not count:
        raise decoder.refusal("a client without deletes")
    for _ in range(count):
        start = decoder.var_uint()
        end = start + _length(decoder)
        if end > MAX_SAFE_INTEGER or (ranges and start < ranges[-1].end):
            raise decoder.refusal("deletes out of order")
        ranges.append(
            ClockRange(client, start, end)
        )  # not joined: yrs cuts at the edges of each as it is written
    return ranges


def _append_joined(ranges: list[ClockRange], client: int, start: int, end: int) -> None:
    if ranges and ranges[-1].end == start:
        start = ranges.pop().start
    ranges.append(ClockRange(client, start, end))


class _StructSection:
    """The first half of an update: for each client, blocks one after the other from a first
    clock.
    """

    def __init__(self, decoder: Decoder) -> None:
        self._decoder = decoder
        self._ranges: dict[int, list[ClockRange]] = {}
        self._waits: dict[int, list[_Wait]] = {}
        self._farthest: dict[
            int, int
        ] = {}  # the highest clock referred to, by the client referred to
        self._roots: set[str] = set()
        self._kinds: set[ContentKind] = set()
        self._cuts: set[tuple[int, int]] = set()
        self._pairs: set[tuple[int, int]] = set()
        self._crowding = InsertionContention()
        self._blocks = 0
        self._utf16 = 0
        self._utf8 = 0
        self._nested = False
        self._keyed = False

    def read(self) -> None:
        previous = MAX_SAFE_INTEGER + 1
        for _ in range(self._decoder.count()):
            count = self._decoder.count()
            client = self._decoder.var_uint()
            if not count or client >= previous:
                # Both libraries write the higher client first; of a client written twice Yjs keeps
                # the last.
                raise self._decoder.refusal("clients out of order, or without blocks")
            self._read_client(client, count)
            self._blocks += count
            previous = client

    def _read_client(self, client: int, count: int) -> None:
        ranges = self._ranges[client] = []
        self._waits[client] = []
        clock = self._decoder.var_uint()
        for _ in range(count):
            kind, length = self._block(client, clock)
            if clock + length > MAX_SAFE_INTEGER:
                raise self._decoder.refusal("a clock above 2^53 - 1")
            if kind is not ContentKind.SKIP:
                _append_joined(ranges, client, clock, clock + length)
            clock += length

    def _block(self, client: int, clock: int) -> tuple[ContentKind, int]:
        info = self._decoder.uint8()
        ref = info & _CONTENT_REF
        if ref not in _READABLE_KINDS:
            raise self._decoder.refusal("content other than text")
        kind = ContentKind(ref)
        self._kinds.add(kind)
        if kind is ContentKind.GC or kind is ContentKind.SKIP:
            if info != ref:
                # Yjs ignores the other bits, yrs takes the block for an item.
                raise self._decoder.refusal("a bare block with an item's flags")
            return kind, _length(self._decoder)
        self._neighbourhood(info, client, clock)
        if kind is ContentKind.STRING:
            return kind, self._string(client, clock)
        return kind, _length(self._decoder)

    def _neighbourhood(self, info: int, client: int, clock: int) -> None:
        left = self._reference(client, clock) if info & _HAS_ORIGIN else None
        right = self._reference(client, clock) if info & _HAS_RIGHT_ORIGIN else None
        self._cuts.update([(left[0], left[1] + 1)] if left else [], [right] if right else [])
        if left and left == right:
            raise self._decoder.refusal("a block between one place and itself")
        self._crowding.add((client, clock), left, right)
        if info & _HAS_PARENT_SUB:
            self._keyed = True
        if not info & (_HAS_ORIGIN | _HAS_RIGHT_ORIGIN):
            self._parent(info, client, clock)

    def _parent(self, info: int, client: int, clock: int) -> None:
        form = self._decoder.var_uint()
        if form == _PARENT_IS_ROOT:
            self._roots.add(self._decoder.var_string())
        elif form == _PARENT_IS_ITEM:
            self._nested = True
            self._reference(client, clock)
        else:
            raise self._decoder.refusal("a parent of an unknown form")
        if info & _HAS_PARENT_SUB:
            self._decoder.var_string()

    def _reference(self, client: int, clock: int) -> tuple[int, int]:
        """Another place this block (client, clock) refers to; of its own client it can only be
        an earlier one.
        """
        referred, at = self._decoder.var_uint(), self._decoder.var_uint()
        if referred == client:
            if at >= clock:
                raise self._decoder.refusal("a block that builds on itself or its successors")
        else:
            self._waits[client].append(_Wait(clock, referred, at))
        if at > self._farthest.get(referred, -1):
            self._farthest[referred] = at
        return referred, at

    def _string(self, client: int, clock: int) -> int:
        data = self._decoder.var_bytes()
        if not data:
            raise self._decoder.refusal("a string of no length")
        text = self._decoder.utf8(data)
        self._utf8 += len(data)
        length = len(text)
        if not text.isascii() and max(text) > _LAST_OF_ONE_UNIT:
            length = self._note_pairs(text, client, clock)
        self._utf16 += length
        return length

    def _note_pairs(self, text: str, client: int, clock: int) -> int:
        length = 0
        for character in text:
            length += 1
            if character > _LAST_OF_ONE_UNIT:
                self._pairs.add((client, clock + length))
                length += 1
        return length

    def refuse_circles(self) -> None:
        if len(self._ranges) > 1:
            ends = {client: ranges[-1].end for client, ranges in self._ranges.items() if ranges}
            if not _Integration(ends, self._waits).comes_to_an_end():
                raise self._decoder.refusal("blocks that wait for each other")

    def reading(self, deletes: tuple[ClockRange, ...]) -> UpdateReading:
        for deleted in deletes:
            self._cuts |= {(deleted.client, deleted.start), (deleted.client, deleted.end)}
        return UpdateReading(
            structs=tuple(brought for ranges in self._ranges.values() for brought in ranges),
            deletes=deletes,
            roots=frozenset(self._roots),
            kinds=frozenset(self._kinds),
            needs=self._needs(),
            inserted_utf16=self._utf16,
            inserted_text_utf8=self._utf8,
            nested=self._nested,
            keyed=self._keyed,
            cuts=frozenset(self._cuts),
            pairs=frozenset(self._pairs),
            pieces=self._blocks,
            crowd=self._crowding.most,
        )

    def _needs(self) -> tuple[tuple[int, int], ...]:
        """The last range's predecessor covers every reference below it, also those into a gap."""
        needs = dict(self._farthest)
        for client, ranges in self._ranges.items():
            if not ranges or needs.get(client, -1) >= ranges[-1].end:
                continue
            needs.pop(client, None)
            if ranges[-1].start:
                needs[client] = ranges[-1].start - 1
        return tuple(sorted(needs.items()))


@dataclass(frozen=True, slots=True)
class _Wait:
    """A client's blocks from `clock` on cannot be integrated before clock `at` of the client
    `referred` is.
    """

    clock: int
    referred: int
    at: int


@dataclass(slots=True)
class _Integration:
    """Whether the blocks can be integrated in some order; two that wait for each other would
    stay pending for ever.

    What the update does not bring counts as there. Each client sleeps at one reference at a
    time, in the heap of the client it waits for, so the work is linear but for the heaps.
    """

    ends: dict[int, int]
    waits: dict[int, list[_Wait]]
    _done: dict[int, int] = field(
        default_factory=dict
    )  # how many of its waits a client has behind it
    _sleepers: dict[int, list[tuple[int, int]]] = field(default_factory=dict)

    def comes_to_an_end(self) -> bool:
        ready = list(self.ends)
        while ready:
            client = ready.pop()
            ready += self._woken(client, self._advance(client))
        return not any(self._sleepers.values())

    def _advance(self, client: int) -> int:
        """Go on to the next reference that is not there yet; the clock before which all is
        integrated.
        """
        waits = self.waits[client]
        done = self._done.get(client, 0)
        while done < len(waits) and self._is_there(waits[done]):
            done += 1
        self._done[client] = done
        if done == len(waits):
            return self.ends[client]
        heappush(self._sleepers.setdefault(waits[done].referred, []), (waits[done].at, client))
        return waits[done].clock

    def _is_there(self, wait: _Wait) -> bool:
        if wait.at >= self.ends.get(wait.referred, 0):
            return True
        waits = self.waits[wait.referred]
        done = self._done.get(wait.referred, 0)
        return done == len(waits) or wait.at < waits[done].clock

    def _woken(self, client: int, reached: int) -> list[int]:
        woken = []
        sleepers = self._sleepers.get(client, [])
        while sleepers and sleepers[0][0] < reached:
            woken.append(heappop(sleepers)[1])
        return woken


def _length(decoder: Decoder) -> int:
    length = decoder.var_uint()
    if not length:
        raise decoder.refusal("a block of no length")
    return length


def clients_of(payload: bytes) -> set[int]:
    """The client ids whose text a verified update brings, without reading all of it: opening a
    draft asks for each row of its log.
    """
    decoder = Decoder(payload)
    clients = decoder.var_uint()
    if clients > 1:
        return {brought.client for brought in read_update(payload).structs}
    if clients == 0:
        return set()
    decoder.var_uint()  # how many blocks
    return {decoder.var_uint()}


def may_bring_pairs(payload: bytes) -> bool:
    """Whether there may be surrogate pairs in its text; False is certain."""
    return _FOUR_BYTES_OF_UTF8.search(payload) is not None


def deletes_something(payload: bytes) -> bool:
    """Whether an update deletes anything: its last byte is the length of the last deleted range,
    which is never 0, or the number of ranges, which is 0.
    """
    return payload[-1] != 0
