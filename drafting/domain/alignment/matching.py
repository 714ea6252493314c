"""State of an alignment: the clauses of two texts, the weight of their words, and each one's
partner.

Knows nothing of how pairs are found.
"""

import re
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, pairwise
from math import log

from drafting.domain.clauses.tree import ClauseTree
from drafting.domain.words.invisible import folded
from drafting.domain.words.tokens import words_of

NOBODY = -1  # the partner of a clause that must stay alone
Feature = Hashable  # a word, or two words that stand side by side
Link = tuple[int, int]  # positions of an old and a new clause
Bag = frozenset[
    Feature
]  # how often a feature stands in one clause says little, and counting costs much
# weights are whole numbers: their sum is the same in whichever order a set gives them
WHOLE = 1_000
TARGET = re.compile(r"\]\(([^)\s]*)")  # of a link or an image


class Side:
    """One text: its clauses, their words, and the partner of each (None while it has none)."""

    def __init__(self, tree: ClauseTree) -> None:
        self._tree = tree
        self.clauses = tree.clauses
        self.texts = [folded(clause.text or clause.number) for clause in tree.clauses]
        self._words: dict[int, list[str]] = {}
        self._bags: dict[int, Bag] = {}
        self.partner: list[int | None] = [None] * len(tree.clauses)
        self.confidence = [0.0] * len(tree.clauses)

    def __len__(self) -> int:
        return len(self.clauses)

    def partner_at(self, position: int) -> int | None:
        """The partner of the clause at a place, or None: no such place, no partner, or an editor
        ruled it out.
        """
        partner = self.partner[position] if 0 <= position < len(self.partner) else None
        return None if partner == NOBODY else partner

    def free(self) -> list[int]:
        """Positions that have no partner yet."""
        return [position for position, partner in enumerate(self.partner) if partner is None]

    def words(self, position: int) -> list[str]:
        """The words of a clause, in lower case."""
        if position not in self._words:
            self._words[position] = words_of(self.texts[position].lower())
        return self._words[position]

    def bag(self, position: int) -> Bag:
        """The features of a clause: its words and each adjacent pair of them."""
        if position not in self._bags:
            words = self.words(position)
            self._bags[position] = frozenset(chain(words, pairwise(words)))
        return self._bags[position]

    def targets(self, position: int) -> tuple[str, ...]:
        """The targets of its links: these tell apart clauses with the same words."""
        return tuple(TARGET.findall(self._tree.markdown(self.clauses[position])))

    def partner_of_parent(self, position: int) -> int | None:
        parent = self.clauses[position].parent
        return None if parent is None else self.partner[parent]


class _Weights(dict[Feature, int]):
    """Weights of features; an unknown feature is as rare as one that occurs once."""

    def __init__(self, rarest: int) -> None:
        super().__init__()
        self._rarest = rarest

    def __missing__(self, feature: Feature) -> int:
        return self._rarest


class Matching:
    """Old and new side, and the weight of each feature (inverse document frequency, Spärck Jones
    1972).
    """

    def __init__(self, old: ClauseTree, new: ClauseTree, apart: Collection[Link] = ()) -> None:
        self.old, self.new, self.apart = Side(old), Side(new), frozenset(apart)
        self.weight = _Weights(0)
        self._masses: dict[tuple[bool, int], int] = {}

    def weigh(self) -> None:
        """Counts in how many free clauses each feature occurs: frequent features distinguish
        little.
        """
        bags = [side.bag(position) for side in (self.old, self.new) for position in side.free()]
        frequency = Counter(chain.from_iterable(bags))
        says = {
            count: round(WHOLE * log(1 + len(bags) / count)) for count in set(frequency.values())
        }
        self.weight = _Weights(round(WHOLE * log(1 + max(1, len(bags)))))
        self._masses = {}
        self.weight.update((feature, says[count]) for feature, count in frequency.items())

    @contextmanager
    def reweighed(self) -> Iterator[None]:
        """Weighs only the clauses that are left without a partner, for the duration of the
        block.
        """
        kept = self.weight, self._masses
        self.weigh()
        yield
        self.weight, self._masses = kept

    def mass(self, bag: Iterable[Feature]) -> int:
        """The total weight of features."""
        return sum(map(self.weight.__getitem__, bag))

    def mass_of(self, side: Side, position: int) -> int:
        """The total weight of the features of a clause."""
        key = side is self.old, position
        if key not in self._masses:
            self._masses[key] = self.mass(side.bag(position))
        return self._masses[key]

    def link(self, old: int, new: int, confidence: float) -> None:
        """Makes two clauses partners, unless an editor ruled that out."""
        if (old, new) in self.apart:
            return
        self.old.partner[old], self.new.partner[new] = new, old
        self.old.confidence[old] = self.new.confidence[new] = confidence

    def is_same_id(self, old: int, new: int) -> bool:
        """Whether both carry the same {#id}."""
        return self.old.clauses[old].explicit_id == self.new.clauses[new].explicit_id != ""

    def links(self) -> list[Link]:
        """The partners, in the order of the new text."""
        return [(old, new) for new, old in enumerate(self.new.partner) if old is not None]

    def unlink(self, old: int, new: int) -> float:
        """Separates two partners; returns the confidence of their link."""
        self.old.partner[old] = self.new.partner[new] = None
        return self.new.confidence[new]

    def are_partners(self, old: int, new: int) -> bool:
        """Whether the two are paired with each other."""
        return self.old.partner[old] == new

    def is_free(self, old: int, new: int) -> bool:
        """Whether both exist and neither has a partner."""
        inside = 0 <= old < len(self.old) and 0 <= new < len(self.new)
        return (
            inside
            and self.old.partner[old] is self.new.partner[new] is None
            and (old, new) not in self.apart
        )
