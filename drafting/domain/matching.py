"""Two texts' clauses while they are being paired: their words, how much each word says, and who is whose partner.

Knows nothing of how pairs are found.
"""

import re
from collections import Counter
from collections.abc import Collection, Hashable
from itertools import pairwise
from math import log

from drafting.domain.clauses import ClauseTree
from drafting.domain.invisible import folded
from drafting.domain.word_tokens import WORD

Feature = Hashable  # a word, or two words that stand side by side
TARGET = re.compile(r"\]\(([^)\s]*)")  # of a link or an image


class Side:
    """One text: its clauses, their words, and the partner of each (None while it has none)."""

    def __init__(self, tree: ClauseTree) -> None:
        self._tree = tree
        self.clauses = tree.clauses
        self.texts = [folded(clause.text or clause.number) for clause in tree.clauses]
        self.bags = [_bag(text) for text in self.texts]
        self.partner: list[int | None] = [None] * len(tree.clauses)
        self.confidence = [0.0] * len(tree.clauses)

    def __len__(self) -> int:
        return len(self.clauses)

    def free(self) -> list[int]:
        """Positions that have no partner yet."""
        return [position for position, partner in enumerate(self.partner) if partner is None]

    def targets(self, position: int) -> tuple[str, ...]:
        """Where its links lead: what tells apart two clauses of the same words."""
        return tuple(TARGET.findall(self._tree.markdown(self.clauses[position])))

    def partner_of_parent(self, position: int) -> int | None:
        parent = self.clauses[position].parent
        return None if parent is None else self.partner[parent]


def _bag(text: str) -> Counter[Feature]:
    words = WORD.findall(text.lower())
    return Counter([*words, *pairwise(words)])


class Matching:
    """Old and new side by side, and how much each feature says (inverse document frequency, Spärck Jones 1972)."""

    def __init__(self, old: ClauseTree, new: ClauseTree, apart: Collection[tuple[int, int]] = ()) -> None:
        self.old, self.new, self.apart = Side(old), Side(new), frozenset(apart)
        bags = [*self.old.bags, *self.new.bags]
        frequency = Counter(feature for bag in bags for feature in bag)
        self.weight = {feature: log(1 + len(bags) / count) for feature, count in frequency.items()}
        self.old_mass = [self.mass(bag) for bag in self.old.bags]
        self.new_mass = [self.mass(bag) for bag in self.new.bags]

    def mass(self, bag: Counter[Feature]) -> float:
        """All that a bag says."""
        return sum(self.weight[feature] * count for feature, count in bag.items())

    def shared(self, one: Counter[Feature], other: Counter[Feature]) -> float:
        """What two bags say in common."""
        if len(one) > len(other):
            one, other = other, one
        return sum(self.weight[feature] * min(count, other[feature]) for feature, count in one.items() if feature in other)

    def link(self, old: int, new: int, confidence: float) -> None:
        """Make two clauses partners, unless an editor said that they are none."""
        if (old, new) in self.apart:
            return
        self.old.partner[old], self.new.partner[new] = new, old
        self.old.confidence[old] = self.new.confidence[new] = confidence

    def is_free(self, old: int, new: int) -> bool:
        """Whether both exist and neither has a partner."""
        inside = 0 <= old < len(self.old) and 0 <= new < len(self.new)
        return inside and self.old.partner[old] is self.new.partner[new] is None and (old, new) not in self.apart
