"""Decisions of editors about which clause became which.

They win over every other rule, explicit {#id} included.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

Link = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Decisions:
    """Positions in the old and the new text. Several pairs with one clause are a split or a
    merge.
    """

    together: tuple[Link, ...] = ()
    apart: tuple[Link, ...] = ()  # never to be paired
    old_alone: tuple[int, ...] = ()  # deleted
    new_alone: tuple[int, ...] = ()  # new

    @classmethod
    def from_json(cls, fields: Mapping[str, list[Any]]) -> Self:
        """Rebuilds decisions from the JSON form of dataclasses.asdict."""
        together, apart = (
            tuple((old, new) for old, new in fields[name]) for name in ("together", "apart")
        )
        return cls(together, apart, tuple(fields["old_alone"]), tuple(fields["new_alone"]))

    def __bool__(self) -> bool:
        return bool(self.together or self.apart or self.old_alone or self.new_alone)


NONE = Decisions()
