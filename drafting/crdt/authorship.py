"""Who wrote which run of the present text: the order of the blocks, told by yrs itself.

Where a block lies in the text only its integration tells. So the state is integrated once more
with another text: each UTF-16 unit replaced by a sign for its author. The same clocks at the
same places give the same order, deletes included.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from drafting.crdt.positions import code_point_offsets
from drafting.crdt.shared_text import SharedText
from drafting.crdt.wire.blocks import blocks_of
from drafting.crdt.wire.lib0 import Encoder

_FIRST_SIGN, _SIGNS = 0x0100, 0xD700  # of one UTF-16 unit each, none of them a surrogate


@dataclass(frozen=True, slots=True)
class Run:
    """Half-open, in code points. `owner` is what `owners` says of the client ids that wrote it."""

    start: int
    end: int
    owner: int | None


def author_runs(shared: SharedText, owners: Mapping[int, int | None]) -> list[Run]:
    """The present text of a replica, cut where the author changes. A client id that has no owner
    counts as None's.
    """
    people = sorted({owner for owner in owners.values() if owner is not None})
    if len(people) >= _SIGNS:
        raise ValueError(len(people))
    numbers: dict[int | None, int] = {person: number for number, person in enumerate(people, 1)}
    signs = {client: chr(_FIRST_SIGN + numbers.get(owner, 0)) for client, owner in owners.items()}
    shadow = SharedText([_shadow(shared.update_since(b"\0"), signs)]).text
    lengths = [(sign, sum(1 for _ in units)) for sign, units in groupby(shadow)]
    ends, total = [], 0
    for _, length in lengths:
        total += length
        ends.append(total)
    offsets = [0, *code_point_offsets(shared.text, ends)]
    whose: list[int | None] = [None, *people]
    return [
        Run(offsets[i], offsets[i + 1], whose[ord(sign) - _FIRST_SIGN])
        for i, (sign, _) in enumerate(lengths)
    ]


def _shadow(state: bytes, signs: Mapping[int, str]) -> bytes:
    """`state` with every string replaced by as many signs as it has UTF-16 units."""
    clients, _ = blocks_of(state)
    shadow, copied = Encoder(), 0
    for one in clients:
        sign = signs.get(one.client, chr(_FIRST_SIGN))
        for block in one.blocks:
            if block.text is not None:
                shadow.raw(state[copied : block.content])
                shadow.var_string(sign * block.length)
                copied = block.end
    shadow.raw(state[copied:])
    return shadow.to_bytes()
