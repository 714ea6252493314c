"""Splits and merges: a clause without a partner whose words are the rest of its neighbour's partner."""

from collections import Counter
from dataclasses import dataclass

from drafting.domain.matching import Feature, Matching, Side

NEAR = (-1, 1, -2, 2, -3, 3)  # neighbours looked at, the nearest first
FEWEST_WORDS = 3
ENOUGH = 0.33  # share of the part's words that must come from there


@dataclass(frozen=True, slots=True)
class Division:
    """`part` of one side belongs to `whole` of the other, beside the whole's partner."""

    part: int
    whole: int
    confidence: float


def splits(matching: Matching) -> dict[int, Division]:
    """New clauses that were part of an old one, by position."""
    return _divisions(matching, matching.new, matching.old, matching.new_mass)


def merges(matching: Matching) -> dict[int, Division]:
    """Old clauses that went into a new one together with its partner, by position."""
    return _divisions(matching, matching.old, matching.new, matching.old_mass)


def _divisions(matching: Matching, parts: Side, wholes: Side, mass: list[float]) -> dict[int, Division]:
    found = {}
    for part in parts.free():
        if mass[part] and sum(isinstance(one, str) for one in parts.bags[part]) >= FEWEST_WORDS:
            best = max(_shares(matching, parts, wholes, part), default=(0.0, 0), key=lambda one: one[0])
            if best[0] / mass[part] >= ENOUGH:
                found[part] = Division(part, best[1], best[0] / mass[part])
    return found


def _shares(matching: Matching, parts: Side, wholes: Side, part: int) -> list[tuple[float, int]]:
    """For each whole nearby: what the part says of that which the whole's own partner does not say."""
    shares, seen = [], set()
    for step in NEAR:
        beside = part + step
        whole = parts.partner[beside] if 0 <= beside < len(parts) else None
        if whole is not None and whole not in seen:
            seen.add(whole)
            rest: Counter[Feature] = wholes.bags[whole] - parts.bags[beside]
            shares.append((matching.shared(parts.bags[part], rest), whole))
    return shares
