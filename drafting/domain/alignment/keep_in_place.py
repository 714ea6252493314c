"""Corrects pairs of clauses that seem moved because their old words were pasted elsewhere.

What stands in the old place and still reads much the same is the clause.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from rapidfuzz.distance import Indel

from drafting.domain.alignment.matching import Link, Matching
from drafting.domain.alignment.resemblance import BETWEEN, context, next_matched
from drafting.domain.alignment.splits_and_merges import share_beside

# of the words, in order; on the judge's pairs no clause that had moved left anything as like behind
LEAST_ALIKE = 0.6
MOST_RIVALS = 8  # clauses that are looked at in one gap


def keep_in_place(matching: Matching, moved: Sequence[Link]) -> None:
    """Pairs a clause that seems moved with a similar one in its place, unless a neighbour absorbed
    it.
    """
    offers = sorted(offer for link in moved for offer in _offers(matching, link))
    for less, _, rival, link in offers:
        if matching.are_partners(*link):
            with _apart(matching, link):
                if matching.is_free(*rival):
                    matching.link(*rival, -less)
    for link in moved:
        if matching.are_partners(*link) and _is_taken_in(matching, link):
            matching.unlink(*link)


@contextmanager
def _apart(matching: Matching, link: Link) -> Iterator[None]:
    """Unlinks two partners for the duration of the block, and for good if one of them found
    another.
    """
    confidence = matching.unlink(*link)
    yield
    if matching.is_free(*link):
        matching.link(*link, confidence)


def _offers(matching: Matching, link: Link) -> list[tuple[float, int, Link, Link]]:
    """Candidates (-likeness, distance, rival, link) similar to one end of a link, in the place of
    the other.
    """
    with _apart(matching, link):
        alike = ((_alike(matching, *rival), rival) for rival in _rivals(matching, *link))
        return [
            (-share, abs(rival[0] - rival[1]), rival, link)
            for share, rival in alike
            if share >= LEAST_ALIKE
        ]


def _alike(matching: Matching, old: int, new: int) -> float:
    """The share of words in both, in the same order; 0 if the neighbourhood contradicts it."""
    if context(matching, old, new) < BETWEEN:
        return 0.0
    return Indel.normalized_similarity(matching.old.words(old), matching.new.words(new))


def _is_taken_in(matching: Matching, link: Link) -> bool:
    """Whether most of one end stands in the partner of a neighbour."""
    with _apart(matching, link):
        sides = (matching.old, matching.new, link[0]), (matching.new, matching.old, link[1])
        return any(share_beside(matching, *side)[0] >= LEAST_ALIKE for side in sides)


def _rivals(matching: Matching, old: int, new: int) -> Iterator[Link]:
    """Free clauses in the place of `old` in the new text, and of `new` in the old text."""
    for step in (-1, 1):
        yield from (
            (old, at) for at in _free_places(matching.old.partner, matching.new.partner, old, step)
        )
        yield from (
            (at, new) for at in _free_places(matching.new.partner, matching.old.partner, new, step)
        )


def _free_places(
    mine: Sequence[int | None], others: Sequence[int | None], position: int, step: int
) -> Iterable[int]:
    """The free run beside the partner of the nearest clause above (step -1) or below (1)."""
    nearest = next_matched(mine, position, step)
    at = (mine[nearest] or 0) - step if nearest is not None else len(others)
    for _ in range(MOST_RIVALS):
        if not 0 <= at < len(others) or others[at] is not None:
            return
        yield at
        at -= step
