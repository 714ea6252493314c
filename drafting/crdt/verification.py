"""Decides whether an update may enter the log: size, shape, nothing missing, safe for yrs.

A document shows none of this by itself: yrs keeps what it cannot place as pending, in silence.
So the reader finds the gaps first, and only then a throwaway Doc tries the bytes. Knows neither
who sent them nor where they will be kept. Source: Yjs's INTERNALS.md; the panics are y-crdt
#386, #391 and #415.
"""

from collections.abc import Callable, Container, Mapping

from pycrdt import Doc, Text

from drafting.crdt.errors import MalformedUpdateError, MissingPredecessorsError, UpdateTooLargeError
from drafting.crdt.integration import integrate, written
from drafting.crdt.wire.clock_set import ClockSet
from drafting.crdt.wire.update_reader import ContentKind, UpdateReading, read_update

MAX_UPDATE_BYTES = 1024 * 1024
# Integration takes time quadratic in the pieces: 20,000 take yrs 0.3 s, the 120,000 that fit into 1
# MiB take 26 s.
MAX_BLOCKS = 20_000
# Blocks that claim one place are each compared with all others there, and with all that came
# before: 108 KB of them took 11 s.
MAX_CONTENTION = 64
# of one update; an honest one has its author's browsers, of now and of work done offline
MAX_CLIENTS = 64
BODY = "body"

# yrs counts clocks in 32 bits and wraps silently; half of that is more than anybody will ever type.
_MAX_CLOCK = 2**31 - 1
# No GC: text under a root never becomes one, and replicas disagree about a string that overlaps
# one.
_ALLOWED_KINDS = frozenset({ContentKind.STRING, ContentKind.DELETED})


def verify(
    payload: bytes, known: Mapping[int, int], pairs: Container[tuple[int, int]] = frozenset()
) -> UpdateReading:
    """`known` is the state vector it will meet, `pairs` the surrogate pairs that are there
    (UpdateReading.pairs).
    """
    if len(payload) > MAX_UPDATE_BYTES:
        raise UpdateTooLargeError(size=len(payload), limit=MAX_UPDATE_BYTES)
    reading = read_update(payload)
    _refuse_what_costs_too_much(reading)
    _refuse_gaps_inside(reading)
    _refuse_all_but_text(reading)
    _refuse_missing_predecessors(reading, known)
    _refuse_cut_pairs(reading, known, pairs)
    _try_in_a_throwaway(payload)
    return reading


def _refuse_what_costs_too_much(reading: UpdateReading) -> None:
    clients = len({brought.client for brought in reading.structs})
    for size, limit in (
        (reading.pieces, MAX_BLOCKS),
        (reading.crowd, MAX_CONTENTION),
        (clients, MAX_CLIENTS),
    ):
        if size > limit:
            raise UpdateTooLargeError(size=size, limit=limit)


def _refuse_gaps_inside(reading: UpdateReading) -> None:
    if ContentKind.SKIP in reading.kinds:
        raise MissingPredecessorsError(reason="a gap inside")


def _refuse_all_but_text(reading: UpdateReading) -> None:
    if not reading.kinds <= _ALLOWED_KINDS:
        raise MalformedUpdateError(reason="content other than text")
    if not reading.roots <= {BODY}:
        raise MalformedUpdateError(reason="another root")
    if reading.nested or reading.keyed:
        # Text has neither children nor keys: yrs refuses the first only once it has their parent,
        # and shows no second.
        raise MalformedUpdateError(reason="content hidden beside the text")
    if any(brought.end > _MAX_CLOCK for brought in reading.structs):
        raise MalformedUpdateError(reason="a clock that yrs cannot count")


def _refuse_missing_predecessors(reading: UpdateReading, known: Mapping[int, int]) -> None:
    for brought in reading.structs:
        if brought.start > known.get(brought.client, 0):
            raise MissingPredecessorsError(client=brought.client, clock=brought.start - 1)
    for client, clock in reading.needs:
        if clock >= known.get(client, 0):
            raise MissingPredecessorsError(client=client, clock=clock)
    if not reading.deletes:
        return
    after = advance(known, reading)
    for deleted in reading.deletes:
        if deleted.end > after.get(deleted.client, 0):
            raise MissingPredecessorsError(client=deleted.client, clock=deleted.end - 1)


def _refuse_cut_pairs(
    reading: UpdateReading, known: Mapping[int, int], pairs: Container[tuple[int, int]]
) -> None:
    """yrs splits a surrogate pair into a whole and an empty block; from then on its clocks are
    not those of Yjs.
    """
    cuts = reading.cuts | {
        (brought.client, known[brought.client])
        for brought in reading.structs
        if brought.start < known.get(brought.client, 0) < brought.end
    }
    if any(cut in pairs or cut in reading.pairs for cut in cuts):
        raise MalformedUpdateError(reason="half a character")


def _try_in_a_throwaway(payload: bytes) -> None:
    """Encoding too, as some updates are taken and make the next encoding panic."""
    doc: Doc[Text] = Doc()
    integrate(doc, payload)
    written(doc)


def advance(known: Mapping[int, int], reading: UpdateReading) -> dict[int, int]:
    """The state vector after this update, if verify accepted it against `known`."""
    after = dict(known)
    advance_clocks(after, reading)
    return after


def advance_clocks(known: dict[int, int], reading: UpdateReading) -> None:
    """The same in place."""
    for brought in reading.structs:
        known[brought.client] = max(brought.end, known.get(brought.client, 0))


def has_news(
    reading: UpdateReading, known_state: Mapping[int, int], deleted: Callable[[], ClockSet]
) -> bool:
    """Deletes move no clock: an update whose blocks are all known may still delete something for
    the first time.
    """
    if any(brought.end > known_state.get(brought.client, 0) for brought in reading.structs):
        return True
    return bool(reading.deletes) and not all(map(deleted().covers, reading.deletes))
