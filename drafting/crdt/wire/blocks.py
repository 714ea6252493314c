"""Where each block lies in the bytes of a state that this server wrote itself, so that it can be
cut or written over.

For bytes of our own only: what strangers send is read by update_reader.py, which believes
nothing. A state holds strings and deleted lengths, in one root (verification.py), and yrs writes
no gaps. Source: Yjs's INTERNALS.md and src/structs/ (13.6).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from drafting.crdt.wire.lib0 import Decoder

_STRING, _DELETED = 4, 1
_HAS_ORIGIN, _HAS_RIGHT_ORIGIN, _CONTENT_REF = 0x80, 0x40, 0x1F


@dataclass(frozen=True, slots=True)
class EncodedBlock:
    """Byte offsets: the block from `start` to `end`, its content from `content`. `text` is None
    for a deleted length.
    """

    start: int
    content: int
    end: int
    clock: int
    length: int  # in clocks
    text: str | None


@dataclass(frozen=True, slots=True)
class ClientBlocks:
    client: int
    blocks: list[EncodedBlock]


def blocks_of(state: bytes) -> tuple[list[ClientBlocks], int]:
    """All blocks, as written by descending client, and where the deletes begin."""
    decoder = Decoder(state)
    clients = []
    for _ in range(decoder.var_uint()):
        count, client = decoder.var_uint(), decoder.var_uint()
        clients.append(ClientBlocks(client, list(_blocks(decoder, count))))
    return clients, decoder.position


def utf16_length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def utf16_start(text: str, length: int) -> str:
    """The first `length` UTF-16 units, which end between two characters."""
    return (
        text[:length]
        if text.isascii()
        else text.encode("utf-16-le")[: 2 * length].decode("utf-16-le")
    )


def _blocks(decoder: Decoder, count: int) -> Iterator[EncodedBlock]:
    clock = decoder.var_uint()
    for _ in range(count):
        start = decoder.position
        kind = _skip_to_content(decoder)
        content = decoder.position
        text = decoder.var_string() if kind == _STRING else None
        length = decoder.var_uint() if text is None else utf16_length(text)
        yield EncodedBlock(start, content, decoder.position, clock, length, text)
        clock += length


def _skip_to_content(decoder: Decoder) -> int:
    """Past a block's neighbours and parent; returns the kind of content."""
    info = decoder.uint8()
    for flag in (_HAS_ORIGIN, _HAS_RIGHT_ORIGIN):
        if info & flag:
            decoder.var_uint()
            decoder.var_uint()
    if not info & (_HAS_ORIGIN | _HAS_RIGHT_ORIGIN):
        decoder.var_uint()  # that the parent is a root
        decoder.var_string()
    if info & _CONTENT_REF not in (_STRING, _DELETED):
        raise decoder.refusal("content other than text")
    return info & _CONTENT_REF
