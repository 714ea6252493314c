"""Finds sentences that only changed their place inside a clause: whole, long enough, unique on each
side.

The longest set that keeps its order stayed; the others moved. Edited sentences count among those
that stay.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from drafting.domain.words.invisible import folded

FEWEST_WORDS = 4
# shared ones; in a longer clause none is called moved: it would take quadratic time
MOST_SENTENCES = 300
ENDS = frozenset(".!?;:。！？；")
Span = tuple[int, int]


def moved_sentences(
    old: Sequence[str], new: Sequence[str]
) -> tuple[dict[int, int], dict[int, int]]:
    """For tokens of both sides: start → end of each moved sentence, on the old and on the new
    side.
    """
    before, after = _once(old), _once(new)
    same = [(before[words], after[words]) for words in after if words in before]
    if not 0 < len(same) <= MOST_SENTENCES or _order(before, after) == _order(after, before):
        return {}, {}
    rest = [
        [span for words, span in one.items() if words not in other]
        for one, other in ((before, after), (after, before))
    ]
    weighed = {pair: pair[0][1] - pair[0][0] for pair in same} | dict(_edited(old, new, *rest))
    pairs = sorted(weighed, key=lambda pair: pair[1])
    kept = _heaviest_in_order([(pair[0][0], weighed[pair]) for pair in pairs])
    stayed = {pairs[place] for place in kept}
    moved = [pair for pair in same if pair not in stayed]
    return dict(span for span, _ in moved), dict(span for _, span in moved)


def _order(one: Mapping[str, Span], other: Mapping[str, Span]) -> list[str]:
    """The sentences of one side that both have, and "" for each of the others."""
    return [words if words in other else "" for words in one]


def _edited(
    old: Sequence[str], new: Sequence[str], before: Sequence[Span], after: Sequence[Span]
) -> Iterator[tuple[tuple[Span, Span], int]]:
    """Pairs of sentences that share at least half of the longer one, each with its weight.

    Double, as one of them that does not stay cannot be told to have moved.
    """
    if len(before) * len(after) > MOST_SENTENCES:
        return
    bags = {span: Counter(old[slice(*span)]) for span in before}
    for span in after:
        bag = Counter(new[slice(*span)])
        shared, best = max((((bags[one] & bag).total(), one) for one in bags), default=(0, span))
        if shared and 2 * shared >= max(best[1] - best[0], span[1] - span[0]):
            del bags[best]
            yield (best, span), 2 * shared


def _heaviest_in_order(spans: Sequence[tuple[int, int]]) -> set[int]:
    """The places of the heaviest increasing subsequence of (where it begins, weight)."""
    best: list[tuple[int, int]] = []  # (weight, place before) of the heaviest that ends here
    for place, (start, own) in enumerate(spans):
        earlier = [(best[i][0], i) for i in range(place) if spans[i][0] < start]
        weight, before = max(earlier, default=(0, -1))
        best.append((weight + own, before))
    place, kept = max(range(len(best)), key=lambda one: best[one][0]), set()
    while place >= 0:
        kept.add(place)
        place = best[place][1]
    return kept


def _once(tokens: Sequence[str]) -> dict[str, Span]:
    """The sentences that stand once, by their words."""
    found: dict[str, Span | None] = {}
    for start, end in _sentences(tokens):
        if sum(token[0].isalnum() for token in tokens[start:end]) >= FEWEST_WORDS:
            words = " ".join(folded("".join(tokens[start:end])).split())
            found[words] = None if words in found else (start, end)
    return {words: span for words, span in found.items() if span is not None}


def _sentences(tokens: Sequence[str]) -> Iterator[Span]:
    """A sentence ends with its mark, before a blank; the blank belongs to neither."""
    start = 0
    for at, token in enumerate(tokens):
        if token.isspace() and at > start and tokens[at - 1] in ENDS:
            yield start, at
            start = at + 1
    if start < len(tokens):
        yield start, len(tokens)
