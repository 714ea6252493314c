"""Finds splits and merges: a free clause whose words, in order, stand beside those of its
neighbour's partner.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from drafting.domain.alignment.matching import Matching, Side

NEAR = (-1, 1, -2, 2, -3, 3)  # neighbours looked at, the nearest first
FEWEST_WORDS = 3
ENOUGH = 0.33  # share of what the part says that must stand there
LARGEST = 25_000_000  # pairs of words that are laid side by side


@dataclass(frozen=True, slots=True)
class Division:
    """`part` of one side belongs to `whole` of the other, beside the whole's partner."""

    part: int
    whole: int
    confidence: float


def splits(matching: Matching) -> dict[int, Division]:
    """New clauses that were part of an old one, by position."""
    return _divisions(matching, matching.new, matching.old)


def merges(matching: Matching) -> dict[int, Division]:
    """Old clauses that went into a new one together with its partner, by position."""
    return _divisions(matching, matching.old, matching.new)


def share_beside(matching: Matching, parts: Side, wholes: Side, part: int) -> tuple[float, int]:
    """The largest share of a clause's weight found in the partner of a neighbour, and that partner;
    (0, 0) for none.
    """
    if len(parts.words(part)) < FEWEST_WORDS:
        return 0.0, 0
    return max(_shares(matching, parts, wholes, part), default=(0.0, 0), key=lambda one: one[0])


def _divisions(matching: Matching, parts: Side, wholes: Side) -> dict[int, Division]:
    shares = {part: share_beside(matching, parts, wholes, part) for part in parts.free()}
    return {
        part: Division(part, whole, share)
        for part, (share, whole) in shares.items()
        if share >= ENOUGH
    }


def _shares(
    matching: Matching, parts: Side, wholes: Side, part: int
) -> Iterator[tuple[float, int]]:
    """For each whole nearby: the share of the part found in it, without what its own partner
    accounts for.
    """
    seen = set()
    for step in NEAR:
        beside = part + step
        whole = parts.partner_at(beside)
        if whole is not None and whole not in seen and parts.texts[beside] != wholes.texts[whole]:
            seen.add(whole)
            near, own = parts.words(beside), parts.words(part)
            together = [*own, *near] if step > 0 else [*near, *own]
            gain = _kept(matching, together, wholes.words(whole)) - _kept(
                matching, near, wholes.words(whole)
            )
            yield gain / matching.mass(own), whole


def _kept(matching: Matching, words: list[str], whole: list[str]) -> int:
    """The weight of those `words` that stand in the whole in the same order."""
    if len(words) * len(whole) > LARGEST:
        return 0
    codes = Indel.opcodes(words, whole)
    return sum(
        matching.mass(words[code.src_start : code.src_end]) for code in codes if code.tag == "equal"
    )
