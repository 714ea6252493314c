"""Whether two updates say different things under the same clocks: every replica would ignore one
of them, in silence.

Honest browsers never do it; a copied client id does (y-crdt #361). Both must be verified.
Deleted text contradicts nothing.
"""

from collections.abc import Iterable, Iterator

from drafting.crdt.wire.blocks import blocks_of

_UNIT = 2  # bytes of a UTF-16 unit, which is what a clock counts


def contradicts(update: bytes, others: Iterable[bytes]) -> bool:
    """Whether text of `update` differs from that of one of `others` where both have some."""
    said = _texts(update)
    return any(
        _differ(said.get(client, []), texts)
        for other in others
        for client, texts in _texts(other).items()
    )


Text = tuple[int, bytes]  # the clock of its first unit, and its units


def _texts(update: bytes) -> dict[int, list[Text]]:
    """By client, ascending."""
    clients, _ = blocks_of(update)
    return {
        one.client: [
            (block.clock, block.text.encode("utf-16-le"))
            for block in one.blocks
            if block.text is not None
        ]
        for one in clients
    }


def _differ(one: list[Text], other: list[Text]) -> bool:
    return any(mine != theirs for mine, theirs in _overlaps(one, other))


def _overlaps(one: list[Text], other: list[Text]) -> Iterator[tuple[bytes, bytes]]:
    i = j = 0
    while i < len(one) and j < len(other):
        (clock, units), (its_clock, its_units) = one[i], other[j]
        end, its_end = clock + len(units) // _UNIT, its_clock + len(its_units) // _UNIT
        start, stop = max(clock, its_clock), min(end, its_end)
        if start < stop:
            yield (
                _cut(units, start - clock, stop - clock),
                _cut(its_units, start - its_clock, stop - its_clock),
            )
        i, j = (i + 1, j) if end <= its_end else (i, j + 1)


def _cut(units: bytes, start: int, stop: int) -> bytes:
    return units[_UNIT * start : _UNIT * stop]
