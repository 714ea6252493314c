"""What an editor decided about which clause became which. It wins over every engine, explicit {#id} included."""

from dataclasses import dataclass

Link = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Decisions:
    """Positions in the old and the new text. Several pairs with the same clause are a split or a merge."""

    together: tuple[Link, ...] = ()
    apart: tuple[Link, ...] = ()  # never to be paired
    old_alone: tuple[int, ...] = ()  # deleted
    new_alone: tuple[int, ...] = ()  # new

    def __bool__(self) -> bool:
        return bool(self.together or self.apart or self.old_alone or self.new_alone)


NONE = Decisions()
