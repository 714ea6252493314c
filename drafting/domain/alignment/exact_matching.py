"""Pairs clauses that need no judgement: the same id or the same words.

Repeated words are told apart by links, section and place. Exact matching runs before fuzzy
matching; otherwise two nearly identical neighbours that changed places would pass for two edits.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable

from drafting.domain.alignment.matching import Matching, Side
from drafting.domain.clauses.tree import ClauseKind

Keyed = Callable[
    [Side, int, int | None], Hashable
]  # (side, position, the old position of its parent) -> key, None for none
Link = tuple[int, int]
TOP = -1  # the place of what stands under nothing
# characters: shorter texts that repeat more often on one side are left to their neighbourhood
SHORTEST_UNEVEN = 12
CERTAIN, REPEATED = (
    1.0,
    0.95,
)  # confidence of the same words, where they stand once and where they stand often


def match_exactly(matching: Matching) -> None:
    """Pairs clauses with the same {#id}, then those with the same words: first words that occur
    once, then repeated ones.
    """
    _match_unique(matching, _explicit_id)
    for keyed in (_words_and_links, _kind_and_words):
        _match_unique(matching, keyed)
        grow(matching, _links(matching), is_within=True)
    grow(
        matching, [(-1, -1), (len(matching.old), len(matching.new))], is_within=False
    )  # the same beginning, the same end
    for keyed in (_in_place_with_number, _in_place):
        _match_repeated(matching, keyed, is_uneven=False)
    grow(matching, _links(matching), is_within=False)


def match_leftovers(matching: Matching) -> None:
    """Pairs clauses with the same words that no neighbourhood tells apart, in order."""
    _match_repeated(matching, _in_place)
    _match_repeated(matching, _anywhere, is_uneven=False)
    _match_repeated(matching, _long_anywhere)


def _links(matching: Matching) -> list[Link]:
    return [(old, new) for old, new in enumerate(matching.old.partner) if new is not None]


def _match_unique(matching: Matching, keyed: Keyed) -> None:
    new = _grouped(matching.new, keyed, is_old=False)
    for key, old in _grouped(matching.old, keyed, is_old=True).items():
        if len(old) == len(new.get(key, ())) == 1:
            matching.link(old[0], new[key][0], CERTAIN)


def grow(matching: Matching, links: Iterable[Link], *, is_within: bool) -> None:
    """Extends each pair up and down while neighbours have the same words and, if asked, the same
    section.
    """
    for old, new in links:
        for step in (1, -1):
            i, j = old + step, new + step
            while matching.is_free(i, j) and matching.old.texts[i] == matching.new.texts[j]:
                if is_within and not (
                    _is_joined(matching.old, i, step) and _is_joined(matching.new, j, step)
                ):
                    break
                matching.link(i, j, CERTAIN)
                i, j = i + step, j + step


def _is_joined(side: Side, position: int, step: int) -> bool:
    """Whether a clause is in one section with the one a step before: equal words in another section
    are weak evidence.
    """
    lower = position if step > 0 else position + 1
    return (
        side.clauses[lower].kind is not ClauseKind.HEADING
        or side.clauses[lower].parent == lower - 1
    )


def _match_repeated(matching: Matching, keyed: Keyed, *, is_uneven: bool = True) -> None:
    new = _grouped(matching.new, keyed, is_old=False)
    linked = []
    for key, positions in _grouped(matching.old, keyed, is_old=True).items():
        others = new.get(key, [])
        if len(positions) != len(others) and not is_uneven:
            continue
        for i, j in zip(positions, others, strict=False):
            if matching.is_free(i, j):
                matching.link(i, j, REPEATED)
                linked.append((i, j))
    grow(matching, linked, is_within=True)


def _grouped(side: Side, keyed: Keyed, *, is_old: bool) -> dict[Hashable, list[int]]:
    """Free positions by key, in order; those without a key are left out."""
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for position in side.free():
        parent = side.clauses[position].parent
        place = TOP if parent is None else side.partner[parent] if is_old else parent
        key = keyed(side, position, place)
        if key is not None:
            groups[key].append(position)
    return groups


def _explicit_id(side: Side, position: int, place: int | None) -> Hashable:
    return side.clauses[position].explicit_id or None


def _words_and_links(side: Side, position: int, place: int | None) -> Hashable:
    return side.clauses[position].kind, side.texts[position], side.targets(position)


def _kind_and_words(side: Side, position: int, place: int | None) -> Hashable:
    return side.clauses[position].kind, side.texts[position]


def _in_place_with_number(side: Side, position: int, place: int | None) -> Hashable:
    return None if place is None else (side.texts[position], place, side.clauses[position].number)


def _in_place(side: Side, position: int, place: int | None) -> Hashable:
    return None if place is None else (side.texts[position], place)


def _anywhere(side: Side, position: int, place: int | None) -> Hashable:
    return side.texts[position]


def _long_anywhere(side: Side, position: int, place: int | None) -> Hashable:
    return None if len(side.texts[position]) < SHORTEST_UNEVEN else side.texts[position]
