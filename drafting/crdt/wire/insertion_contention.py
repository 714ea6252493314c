"""How many blocks of an update crowd at one place: yrs compares each with all others there, in
quadratic time (A23).

A user who types at a place again and again puts each block before the one typed last there; that is
no crowd.
"""

from collections import Counter

Id = tuple[int, int]  # client, clock


class InsertionContention:
    """The places that blocks claim: between a left neighbour and a right one, each None at an
    end of the text.
    """

    def __init__(self) -> None:
        self._claims: Counter[tuple[Id | None, Id | None]] = Counter()
        self._jumps: Counter[Id | None] = (
            Counter()
        )  # by left neighbour: blocks that leave out what lies behind it already
        self._newest: dict[tuple[int, Id | None], Id] = {}

    def add(self, block: Id, left: Id | None, right: Id | None) -> None:
        """One block of the update, in the order in which they are written."""
        self._claims[left, right] += 1
        newest = self._newest.get((block[0], left))
        if newest is not None and newest != right:
            self._jumps[left] += 1
        self._newest[block[0], left] = block

    @property
    def most(self) -> int:
        """Of the most crowded place."""
        return max(max(self._claims.values(), default=0), max(self._jumps.values(), default=0))
