"""A state cut back to an earlier moment: for each client the blocks before a clock, and the
deletes of then.

Yjs's Snapshot is meant for this, but yrs (0.27) panics on restoring one that cuts through a
block, which nearly all do. The clocks of a moment are those after a whole update, so a cut never
lies inside a surrogate pair.
"""

from collections.abc import Mapping

from drafting.crdt.wire.blocks import EncodedBlock, blocks_of, utf16_start
from drafting.crdt.wire.clock_set import ClockSet
from drafting.crdt.wire.lib0 import Encoder


def past_state(state: bytes, clocks: Mapping[int, int], deletes: ClockSet) -> bytes:
    """`state` must hold the deleted text as well, else what was deleted since cannot be shown."""
    encoder = Encoder()
    clients, _ = blocks_of(state)
    kept = [
        (one, [block for block in one.blocks if block.clock < clocks.get(one.client, 0)])
        for one in clients
    ]
    kept = [(one, blocks) for one, blocks in kept if blocks]
    encoder.var_uint(len(kept))
    for one, blocks in kept:
        encoder.var_uint(len(blocks))
        encoder.var_uint(one.client)
        encoder.var_uint(blocks[0].clock)
        encoder.raw(state[blocks[0].start : blocks[-1].start])
        _write_cut(encoder, state, blocks[-1], clocks[one.client] - blocks[-1].clock)
    _write_deletes(encoder, deletes)
    return encoder.to_bytes()


def _write_cut(encoder: Encoder, state: bytes, block: EncodedBlock, length: int) -> None:
    if block.length <= length:
        encoder.raw(state[block.start : block.end])
        return
    encoder.raw(state[block.start : block.content])
    if block.text is None:
        encoder.var_uint(length)
    else:
        encoder.var_string(utf16_start(block.text, length))


def _write_deletes(encoder: Encoder, deletes: ClockSet) -> None:
    by_client = deletes.by_client()
    encoder.var_uint(len(by_client))
    for client, ranges in by_client.items():
        encoder.var_uint(client)
        encoder.var_uint(len(ranges))
        for start, end in ranges:
            encoder.var_uint(start)
            encoder.var_uint(end - start)
