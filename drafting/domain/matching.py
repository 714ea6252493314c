"""Two texts' clauses while they are being paired, and the pairs that need no judgement: same id, same words.

Exact before fuzzy: otherwise two nearly identical neighbours that changed places are taken for two edits.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from itertools import pairwise
from math import log

from drafting.domain.clauses import Clause, ClauseTree
from drafting.domain.word_tokens import WORD

Feature = Hashable  # a word, or two words that stand side by side
Keyed = Callable[[Clause, str, int | None], Hashable]
SHORTEST_UNEVEN = 12  # characters: shorter texts that repeat more often on one side are left to their neighbourhood
CERTAIN, REPEATED = 1.0, 0.95  # confidence of the same words, where they stand once and where they stand often


class Side:
    """One text: its clauses, their words, and the partner of each (None while it has none)."""

    def __init__(self, tree: ClauseTree) -> None:
        self.clauses = tree.clauses
        self.texts = [clause.text or clause.number for clause in tree.clauses]
        self.bags = [_bag(text) for text in self.texts]
        self.partner: list[int | None] = [None] * len(tree.clauses)
        self.confidence = [0.0] * len(tree.clauses)

    def __len__(self) -> int:
        return len(self.clauses)

    def free(self) -> list[int]:
        """Positions that have no partner yet."""
        return [position for position, partner in enumerate(self.partner) if partner is None]

    def partner_of_parent(self, position: int) -> int | None:
        parent = self.clauses[position].parent
        return None if parent is None else self.partner[parent]


def _bag(text: str) -> Counter[Feature]:
    words = WORD.findall(text.lower())
    return Counter([*words, *pairwise(words)])


class Matching:
    """Old and new side by side, and how much each feature says (inverse document frequency, Spärck Jones 1972)."""

    def __init__(self, old: ClauseTree, new: ClauseTree) -> None:
        self.old, self.new = Side(old), Side(new)
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
        """Make two clauses partners."""
        self.old.partner[old], self.new.partner[new] = new, old
        self.old.confidence[old] = self.new.confidence[new] = confidence

    def is_free(self, old: int, new: int) -> bool:
        """Whether both exist and neither has a partner."""
        inside = 0 <= old < len(self.old) and 0 <= new < len(self.new)
        return inside and self.old.partner[old] is None and self.new.partner[new] is None

    def grow(self, links: Iterable[tuple[int, int]]) -> None:
        """From each pair on, up and down, as long as neighbours have the same words."""
        for old, new in links:
            for step in (1, -1):
                i, j = old + step, new + step
                while self.is_free(i, j) and self.old.texts[i] == self.new.texts[j]:
                    self.link(i, j, CERTAIN)
                    i, j = i + step, j + step


def match_exactly(matching: Matching) -> None:
    """Pair what was given the same {#id}, then what has the same words: where they stand once, then where they repeat."""
    _match_ids(matching)
    _match_unique(matching)
    matching.grow([(i, j) for i, j in enumerate(matching.old.partner) if j is not None])
    for keyed in (_in_place_with_number, _in_place, _anywhere):
        _match_repeated(matching, keyed)


def _match_ids(matching: Matching) -> None:
    known = {clause.explicit_id: clause.position for clause in matching.old.clauses if clause.explicit_id}
    for clause in matching.new.clauses:
        old = known.pop(clause.explicit_id, None) if clause.explicit_id else None
        if old is not None:
            matching.link(old, clause.position, CERTAIN)


def _match_unique(matching: Matching) -> None:
    groups = [_grouped(side, _kind_and_words, is_old=True) for side in (matching.old, matching.new)]
    for key, old in groups[0].items():
        new = groups[1].get(key, [])
        if len(old) == len(new) == 1:
            matching.link(old[0], new[0], CERTAIN)


def _match_repeated(matching: Matching, keyed: Keyed) -> None:
    new = _grouped(matching.new, keyed, is_old=False)
    linked = []
    for key, positions in _grouped(matching.old, keyed, is_old=True).items():
        others = new.get(key, [])
        if keyed is _anywhere and len(positions) != len(others) and len(str(key)) < SHORTEST_UNEVEN:
            continue
        for i, j in zip(positions, others, strict=False):
            if matching.is_free(i, j):
                matching.link(i, j, REPEATED)
                linked.append((i, j))
    matching.grow(linked)


def _grouped(side: Side, keyed: Keyed, *, is_old: bool) -> dict[Hashable, list[int]]:
    """Free positions by key, in order; those without a key are left out."""
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for position in side.free():
        clause = side.clauses[position]
        place = side.partner_of_parent(position) if is_old else clause.parent
        key = keyed(clause, side.texts[position], place)
        if key is not None:
            groups[key].append(position)
    return groups


def _kind_and_words(clause: Clause, text: str, place: int | None) -> Hashable:
    return clause.kind, text


def _in_place_with_number(clause: Clause, text: str, place: int | None) -> Hashable:
    return None if place is None else (text, place, clause.number)


def _in_place(clause: Clause, text: str, place: int | None) -> Hashable:
    return None if place is None else (text, place)


def _anywhere(clause: Clause, text: str, place: int | None) -> Hashable:
    return text
