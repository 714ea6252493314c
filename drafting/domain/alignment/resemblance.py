"""Pairs edited clauses, found by the rare words that they share and by their place.

Candidates come from an inverted index and from the gap between two matched neighbours; strong ones
are taken first.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain

from rapidfuzz.distance import Indel

from drafting.domain.alignment.exact_matching import grow
from drafting.domain.alignment.matching import Feature, Matching, Side
from drafting.domain.alignment.splits_and_merges import share_beside

LEAST_COMMON = 0.12  # of the features of the smaller clause that a candidate shares
WIDEST_SLOT = 40  # clauses
FEWEST_FEATURES = 9  # of five words; with fewer, being contained says nothing
LEAST_PART = 0.2  # of the larger clause: less is not contained in it, but common to many
CONTAINED = 0.85  # what full containment is worth beside full resemblance
HOPELESS = 0.2
IN_SLOT = 0.18  # what it is worth to stand where the other one would stand
BETWEEN = 0.12  # context of clauses that stand beside partners, under partners
MUTUAL, RUNNER_UP = (
    0.2,
    0.9,
)  # a score that two have for each other, and the share of it that nobody else may have
ITSELF = 2  # times a pair stands among its rivals: once for each side
LEAST_KEPT = 0.33  # of the words of both
HIGHEST = 0.94  # confidence of a pair whose words differ


@dataclass(frozen=True, slots=True)
class Search:
    """How far to look for candidates, and which scores are then enough: strong pairs first, they
    help to place the rest.
    """

    common: int  # free clauses of one side with a feature, above which it finds none
    candidates: int  # by words, for each clause
    in_slot: int  # pairs in one slot, above which its clauses find none by their place
    rounds: tuple[float, ...]


# The first finds most, and quickly; the second looks at what is left, where more features are rare.
SEARCHES = (Search(20, 5, 100, (0.85, 0.67)), Search(40, 8, 900, (0.85, 0.67, 0.57, 0.48, 0.44)))

Scores = dict[tuple[int, int], float]


def match_by_resemblance(matching: Matching) -> None:
    """Pairs what is left, where words and place are evidence enough."""
    for search in SEARCHES:
        pairs = {*_by_words(matching, search), *_by_slot(matching, search.in_slot)}
        scores = {
            pair: score for pair in pairs if (score := resemblance(matching, *pair)) >= HOPELESS
        }
        for needed in search.rounds:
            for _ in range(2):  # what was paired first changes the context of the rest
                if not _take_best(matching, scores, needed):
                    break
    _take_rewritten(matching)
    with matching.reweighed():
        _take_mutual(matching)


def _take_best(matching: Matching, scores: Scores, needed: float) -> bool:
    found = []
    for (old, new), score in scores.items():
        if matching.is_free(old, new):
            total = score + context(matching, old, new)
            if total + IN_SLOT >= needed:
                is_here = is_in_slot(matching, old, new)
                if is_here or (total >= needed and _may_be_elsewhere(matching, old, new, total)):
                    found.append((-total - is_here * IN_SLOT, abs(old - new), old, new, total))
    linked = []
    for _, _, old, new, total in sorted(found):
        if matching.is_free(old, new):
            matching.link(old, new, min(HIGHEST, total))
            linked.append((old, new))
    grow(matching, linked, is_within=False)
    return bool(linked)


def _take_rewritten(matching: Matching) -> None:
    """Pairs clauses between the same neighbours that kept a third of their words in order."""
    found = []
    for old, new in _by_slot(matching, SEARCHES[-1].in_slot):
        if context(matching, old, new) >= BETWEEN and is_in_slot(matching, old, new):
            kept = Indel.normalized_similarity(matching.old.words(old), matching.new.words(new))
            if kept >= LEAST_KEPT:
                found.append((-kept, abs(old - new), old, new))
    for less, _, old, new in sorted(found):
        if matching.is_free(old, new):
            matching.link(old, new, -less)


def _take_mutual(matching: Matching) -> None:
    """Pairs clauses of one kind that are each other's best candidate by a clear margin."""
    pairs = (pair for pair in _by_words(matching, SEARCHES[-1]) if _is_comparable(matching, *pair))
    scores = {
        pair: score
        for pair in pairs
        if (score := resemblance(matching, *pair)) >= MUTUAL * RUNNER_UP
    }
    others: defaultdict[tuple[bool, int], list[float]] = defaultdict(list)
    for (old, new), score in scores.items():
        others[True, old].append(score)
        others[False, new].append(score)
    for (old, new), score in scores.items():
        rivals = [*others[True, old], *others[False, new]]
        is_alone = sum(rival > RUNNER_UP * score for rival in rivals) == ITSELF
        if score >= MUTUAL and is_alone:
            matching.link(old, new, score)


def _is_comparable(matching: Matching, old: int, new: int) -> bool:
    """Whether two clauses are of one kind and long enough, and neither is only a part of the
    other.
    """
    masses = matching.mass_of(matching.old, old), matching.mass_of(matching.new, new)
    if matching.old.clauses[old].kind is not matching.new.clauses[new].kind or min(
        masses
    ) < LEAST_PART * max(masses):
        return False
    return min(len(matching.old.bag(old)), len(matching.new.bag(new))) >= FEWEST_FEATURES


def _may_be_elsewhere(matching: Matching, old: int, new: int, total: float) -> bool:
    """False for frequent words, and where either is more likely a part that was split off or
    merged.
    """
    if matching.old.texts[old] == matching.new.texts[new]:
        return False
    sides = (matching.old, matching.new, old), (matching.new, matching.old, new)
    return all(share_beside(matching, *side)[0] < total for side in sides)


def _by_words(matching: Matching, search: Search) -> Iterator[tuple[int, int]]:
    """The pairs that share most rare features, from either side."""
    old, new = matching.old, matching.new
    rare = _rare(old, new, search.common)
    index: dict[Feature, list[int]] = defaultdict(list)
    needed = {i: LEAST_COMMON * len(old.bag(i)) for i in old.free()}
    for i in needed:
        for feature in old.bag(i) & rare:
            index[feature].append(i)
    from_old: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for j in new.free():
        shared = Counter(chain.from_iterable(map(index.__getitem__, new.bag(j) & rare)))
        enough = LEAST_COMMON * len(new.bag(j))
        found = [(n, -i, i) for i, n in shared.items() if n >= enough or n >= needed[i]]
        for n, _, i in found:
            from_old[i].append((n, -j, j))
        yield from ((i, j) for _, _, i in nlargest(search.candidates, found))
    for i, found in from_old.items():
        yield from ((i, j) for _, _, j in nlargest(search.candidates, found))


def _rare(old: Side, new: Side, common: int) -> set[Feature]:
    """The features of free clauses that occur in few clauses of both sides."""
    bags = [list(map(side.bag, side.free())) for side in (old, new)]
    rare = set().union(*bags[0]) & set().union(*bags[1])
    for side in bags:
        frequency = Counter(chain.from_iterable(bag & rare for bag in side))
        rare = {feature for feature, count in frequency.items() if count <= common}
    return rare


def _by_slot(matching: Matching, most: int) -> Iterator[tuple[int, int]]:
    """Free clauses between the same matched neighbours, from above and from below."""
    free = set(matching.new.free())
    for first in sorted(free):
        if first - 1 in free:
            continue
        last = first
        while last + 1 in free:
            last += 1
        above = matching.new.partner[first - 1] if first else -1
        below = (
            matching.new.partner[last + 1] if last + 1 < len(matching.new) else len(matching.old)
        )
        for start, step in ((above, 1), (below, -1)):
            if start is not None:
                run = list(_free_run(matching, start, step))
                if len(run) * (last - first + 1) <= most:
                    yield from ((old, new) for new in range(first, last + 1) for old in run)


def _free_run(matching: Matching, start: int, step: int) -> Iterator[int]:
    at = start + step
    while (
        0 <= at < len(matching.old)
        and matching.old.partner[at] is None
        and abs(at - start) <= WIDEST_SLOT
    ):
        yield at
        at += step


def resemblance(matching: Matching, old: int, new: int) -> float:
    """Weighted Dice coefficient (Dice 1945), or near containment of the smaller in the larger;

    0 to 1.
    """
    bags = matching.old.bag(old), matching.new.bag(new)
    masses = matching.mass_of(matching.old, old), matching.mass_of(matching.new, new)
    if not all(masses):
        return 0.0
    shared = matching.mass(bags[0] & bags[1])
    dice = 2 * shared / sum(masses)
    if min(map(len, bags)) < FEWEST_FEATURES or min(masses) < LEAST_PART * max(masses):
        return dice
    return max(dice, CONTAINED * shared / min(masses))


def context(matching: Matching, old: int, new: int) -> float:
    """The bonus of the neighbourhood: matched neighbours and parents, same number, same kind."""
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


def is_in_slot(matching: Matching, old: int, new: int) -> bool:
    """Whether the next matched clause above, or below, is the same pair for both."""
    for step in (-1, 1):
        i, j = (
            next_matched(matching.old.partner, old, step),
            next_matched(matching.new.partner, new, step),
        )
        if i is None or j is None:
            if i is j:
                return True
        elif matching.old.partner[i] == j:
            return True
    return False


def next_matched(partner: Sequence[int | None], position: int, step: int) -> int | None:
    """The nearest clause with a partner above (step -1) or below (1), within the search
    distance.
    """
    at = position + step
    while 0 <= at < len(partner) and abs(at - position) <= WIDEST_SLOT:
        if partner[at] is not None:
            return at
        at += step
    return None
