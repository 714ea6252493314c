"""What can be said of a verified update at a glance, without reading all of it: the log of a
draft is long, and this is what opening one costs for each row. Says too much rather than too
little: a "maybe" here is read in full by the caller.
"""

import re

from drafting.crdt.wire.lib0 import Decoder
from drafting.crdt.wire.update_reader import read_update

_FOUR_BYTES_OF_UTF8 = re.compile(rb"[\xf0-\xf4][\x80-\xbf]{3}")  # a code point of two UTF-16 units


def clients_of(payload: bytes) -> set[int]:
    """Under which client ids an update brings text. Nearly all bring that of one."""
    decoder = Decoder(payload)
    clients = decoder.var_uint()
    if clients > 1:
        return {brought.client for brought in read_update(payload).structs}
    if clients == 0:
        return set()
    decoder.var_uint()  # how many blocks
    return {decoder.var_uint()}


def may_bring_pairs(payload: bytes) -> bool:
    """Whether there may be surrogate pairs in its text."""
    return _FOUR_BYTES_OF_UTF8.search(payload) is not None


def deletes_something(payload: bytes) -> bool:
    """The last byte is the length of the last deleted range, which is never 0, or the number of
    ranges, which is.
    """
    return payload[-1] != 0
