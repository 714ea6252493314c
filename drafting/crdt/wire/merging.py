"""Several updates as one that brings the same. It needs no document, and looks at nothing else:
they are verified before.
"""

from collections.abc import Sequence

import pycrdt


def merge_updates(updates: Sequence[bytes]) -> bytes:
    """One update for all of `updates`, of which there is at least one."""
    return updates[0] if len(updates) == 1 else pycrdt.merge_updates(*updates)
