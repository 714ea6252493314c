"""Updates as no editor writes them: each block and each deleted range exactly as told."""

from collections.abc import Sequence

from drafting.crdt.wire.lib0 import Encoder

Id = tuple[int, int]  # client, clock
Block = tuple[Id | None, Id | None, str]  # left neighbour, right neighbour, words


def forged(
    client: int, clock: int, blocks: Sequence[Block], deletes: Sequence[tuple[int, int, int]] = ()
) -> bytes:
    """`deletes` are (client, start, length), all of one client."""
    encoder = Encoder()
    for number in (1, len(blocks), client, clock) if blocks else (0,):
        encoder.var_uint(number)
    for left, right, words in blocks:
        encoder.uint8((0x80 if left else 0) | (0x40 if right else 0) | 4)
        for number in [*(left or ()), *(right or ())]:
            encoder.var_uint(number)
        if not left and not right:
            encoder.var_uint(1)
            encoder.var_string("body")
        encoder.var_string(words)
    for number in (1, deletes[0][0], len(deletes)) if deletes else (0,):
        encoder.var_uint(number)
    for _, start, length in deletes:
        encoder.var_uint(start)
        encoder.var_uint(length)
    return encoder.to_bytes()
