"""A checkpoint's two halves as bytes: what a replica needs to open, and what only those need who
look into the past.

OpeningState must be quick, so it is stored plain, with all that would else be read out of the text
block by block; the history is rarely read and is compressed. Knows neither where they are kept
nor how they are protected from rot.
"""

import zlib
from dataclasses import dataclass

from drafting.crdt.history import EditHistory, Moment
from drafting.crdt.surrogate_pairs import SurrogatePairSet
from drafting.crdt.wire.clock_set import ClockSet
from drafting.crdt.wire.lib0 import Decoder, Encoder
from drafting.crdt.wire.update_reader import ClockRange

_FORM = 1  # of both; a change of either raises it, and the older form stays readable


@dataclass(frozen=True, slots=True)
class OpeningState:
    """The present state. `owners`: the account that each client id belongs to, None for the
    operator.
    """

    state: bytes
    owners: dict[int, int | None]
    pairs: SurrogatePairSet


def write_opening(opening: OpeningState) -> bytes:
    encoder = Encoder()
    encoder.uint8(_FORM)
    encoder.var_uint(len(opening.owners))
    for client, account_id in sorted(opening.owners.items()):
        encoder.var_uint(client)
        encoder.var_uint(0 if account_id is None else account_id)
    opening.pairs.write(encoder)
    encoder.raw(opening.state)
    return encoder.to_bytes()


def read_opening(data: bytes) -> OpeningState:
    decoder = _decoder(data)
    owners = {decoder.var_uint(): decoder.var_uint() or None for _ in range(decoder.count())}
    pairs = SurrogatePairSet.read(decoder)
    return OpeningState(decoder.take(decoder.remaining), owners, pairs)


def write_history(history: EditHistory) -> bytes:
    encoder = Encoder()
    encoder.uint8(_FORM)
    clients = sorted(
        history.clocks() | {one.client: 0 for moment in history.moments for one in moment.deletes}
    )
    numbers = {client: number for number, client in enumerate(clients)}
    encoder.var_uint(len(clients))
    for client in clients:
        encoder.var_uint(client)
    encoder.var_uint(len(history.moments))
    for before, moment in zip([Moment(0, 0), *history.moments], history.moments, strict=False):
        _write_moment(encoder, moment, before, numbers)
    encoder.raw(history.shared.update_since(b"\0"))
    return zlib.compress(encoder.to_bytes())


def read_history(data: bytes) -> EditHistory:
    decoder = _decoder(zlib.decompress(data))
    clients = [decoder.var_uint() for _ in range(decoder.count())]
    history, before = EditHistory(), Moment(0, 0)
    for _ in range(decoder.count()):
        before = _read_moment(decoder, before, clients)
        history.moments.append(before)
    history.shared.apply(decoder.take(decoder.remaining))
    return history


def _decoder(data: bytes) -> Decoder:
    decoder = Decoder(data)
    if decoder.uint8() != _FORM:
        raise decoder.refusal("a checkpoint of a newer form")
    return decoder


def _write_moment(
    encoder: Encoder, moment: Moment, before: Moment, numbers: dict[int, int]
) -> None:
    encoder.var_int(moment.at - before.at)  # a clock may be set back
    encoder.var_uint(moment.seq - before.seq)
    encoder.var_uint(len(moment.clocks))
    for client, clock in moment.clocks.items():
        encoder.var_uint(numbers[client])
        encoder.var_uint(clock)
    deletes = list(moment.deletes)
    encoder.var_uint(len(deletes))
    for one in deletes:
        for number in (numbers[one.client], one.start, one.end - one.start):
            encoder.var_uint(number)


def _read_moment(decoder: Decoder, before: Moment, clients: list[int]) -> Moment:
    at, seq = before.at + decoder.var_int(), before.seq + decoder.var_uint()
    clocks = {clients[decoder.var_uint()]: decoder.var_uint() for _ in range(decoder.count())}
    deletes = ClockSet(_read_range(decoder, clients) for _ in range(decoder.count()))
    return Moment(at, seq, clocks, deletes)


def _read_range(decoder: Decoder, clients: list[int]) -> ClockRange:
    client, start = clients[decoder.var_uint()], decoder.var_uint()
    return ClockRange(client, start, start + decoder.var_uint())
