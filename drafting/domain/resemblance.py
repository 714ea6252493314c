"""Pairs that need judgement: edited clauses, found by the rare words they share and by where they stand.

Candidates come from an inverted index and from the slot between two matched neighbours; strong ones are taken first.
"""

from collections import defaultdict
from collections.abc import Iterator

from drafting.domain.exact_matching import grow
from drafting.domain.matching import Feature, Matching

COMMON = 40  # free old clauses with a feature, above which it finds no candidates
MOST_CANDIDATES = 8  # by words, for each clause
WIDEST_SLOT = 40  # clauses
MOST_IN_SLOT = 900  # pairs
FEWEST_WORDS = 5  # features, below which being contained says nothing
CONTAINED = 0.85  # what full containment is worth beside full resemblance
HOPELESS = 0.2
# (score needed anywhere, score needed in the slot where it would stand): strong pairs first, they help to place the rest.
ROUNDS = ((0.85, 0.75), (0.67, 0.5), (0.57, 0.38), (0.48, 0.3), (0.44, 0.26))
HIGHEST = 0.94  # confidence of a pair whose words differ


def match_by_resemblance(matching: Matching) -> None:
    """Pair what is left, as far as words and place speak for it."""
    scores = {pair: _resemblance(matching, *pair) for pair in {*_by_words(matching), *_by_slot(matching)}}
    scores = {pair: score for pair, score in scores.items() if score >= HOPELESS}
    for anywhere, in_slot in ROUNDS:
        for _ in range(2):  # what was paired first changes the context of the rest
            if not _take_best(matching, scores, anywhere, in_slot):
                break


def _take_best(matching: Matching, scores: dict[tuple[int, int], float], anywhere: float, in_slot: float) -> bool:
    found = []
    for (old, new), score in scores.items():
        if matching.is_free(old, new):
            total = score + _context(matching, old, new)
            is_repeated = matching.old.texts[old] == matching.new.texts[new]
            if (total >= anywhere and not is_repeated) or (total >= in_slot and _is_in_slot(matching, old, new)):
                found.append((-total, abs(old - new), old, new))
    linked = []
    for total, _, old, new in sorted(found):
        if matching.is_free(old, new):
            matching.link(old, new, min(HIGHEST, -total))
            linked.append((old, new))
    grow(matching, linked, is_within=False)
    return bool(linked)


def _by_words(matching: Matching) -> Iterator[tuple[int, int]]:
    index: dict[Feature, list[int]] = defaultdict(list)
    for old in matching.old.free():
        for feature in matching.old.bags[old]:
            index[feature].append(old)
    for new in matching.new.free():
        found: dict[int, float] = defaultdict(float)
        for feature in matching.new.bags[new]:
            if len(index.get(feature, ())) <= COMMON:
                for old in index.get(feature, ()):
                    found[old] += matching.weight[feature]
        for old in sorted(found, key=lambda one: (-found[one], one))[:MOST_CANDIDATES]:
            yield old, new


def _by_slot(matching: Matching) -> Iterator[tuple[int, int]]:
    """Free clauses between the same matched neighbours, from above and from below."""
    free = set(matching.new.free())
    for first in sorted(free):
        if first - 1 in free:
            continue
        last = first
        while last + 1 in free:
            last += 1
        above = matching.new.partner[first - 1] if first else -1
        below = matching.new.partner[last + 1] if last + 1 < len(matching.new) else len(matching.old)
        for start, step in ((above, 1), (below, -1)):
            if start is not None:
                run = list(_free_run(matching, start, step))
                if len(run) * (last - first + 1) <= MOST_IN_SLOT:
                    yield from ((old, new) for new in range(first, last + 1) for old in run)


def _free_run(matching: Matching, start: int, step: int) -> Iterator[int]:
    at = start + step
    while 0 <= at < len(matching.old) and matching.old.partner[at] is None and abs(at - start) <= WIDEST_SLOT:
        yield at
        at += step


def _resemblance(matching: Matching, old: int, new: int) -> float:
    """Weighted Dice (Dice 1945), or nearly full containment of the smaller in the larger; 0 to 1."""
    bags = matching.old.bags[old], matching.new.bags[new]
    masses = matching.old_mass[old], matching.new_mass[new]
    if not all(masses):
        return 0.0
    shared = matching.shared(*bags)
    dice = 2 * shared / sum(masses)
    if min(map(len, bags)) < 2 * FEWEST_WORDS - 1:
        return dice
    return max(dice, CONTAINED * shared / min(masses))


def _context(matching: Matching, old: int, new: int) -> float:
    """What the neighbourhood adds: matched neighbours, matched parents, the same number, the same kind."""
    a, b = matching.old.clauses[old], matching.new.clauses[new]
    total = sum(_beside(matching, old + step, new + step) for step in (1, -1))
    above = matching.old.partner_of_parent(old)
    if b.parent == above if a.parent is not None else b.parent is None:
        total += 0.04
    if a.number and a.number == b.number:
        total += 0.05
    return total if a.kind is b.kind else total - 0.1


def _beside(matching: Matching, old: int, new: int) -> float:
    inside = 0 <= old < len(matching.old), 0 <= new < len(matching.new)
    if all(inside):
        return 0.08 if matching.old.partner[old] == new else 0.0
    return 0.0 if any(inside) else 0.04  # both at the same end of the text


def _is_in_slot(matching: Matching, old: int, new: int) -> bool:
    """Whether the next matched clause above, or below, is the same pair for both."""
    for step in (-1, 1):
        i, j = _next_matched(matching.old.partner, old, step), _next_matched(matching.new.partner, new, step)
        if i is None or j is None:
            if i is j:
                return True
        elif matching.old.partner[i] == j:
            return True
    return False


def _next_matched(partner: list[int | None], position: int, step: int) -> int | None:
    at = position + step
    while 0 <= at < len(partner) and abs(at - position) <= WIDEST_SLOT:
        if partner[at] is not None:
            return at
        at += step
    return None
