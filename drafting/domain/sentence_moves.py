"""Sentences that only changed their place inside a clause: whole, of some length, standing once on each side.

Those that together are the longest and keep their order stayed; the others were moved.
"""

from collections.abc import Iterator, Sequence

from drafting.domain.invisible import folded

FEWEST_WORDS = 4
MOST_SENTENCES = 300  # shared ones; in a longer clause none is called moved: it would take quadratic time
ENDS = frozenset(".!?;:。！？；")
Span = tuple[int, int]


def moved_sentences(old: Sequence[str], new: Sequence[str]) -> tuple[dict[int, int], dict[int, int]]:
    """For tokens of both sides: where each moved sentence begins → where it ends, on the old side and on the new."""
    before, after = _once(old), _once(new)
    shared = [(before[words], after[words]) for words in after if words in before]
    if not 1 < len(shared) <= MOST_SENTENCES:
        return {}, {}
    kept = _heaviest_in_order(shared)
    moved = [pair for place, pair in enumerate(shared) if place not in kept]
    return dict(span for span, _ in moved), dict(span for _, span in moved)


def _heaviest_in_order(pairs: Sequence[tuple[Span, Span]]) -> set[int]:
    """The places of the heaviest increasing subsequence of the old spans, by their lengths; pairs come in the new order."""
    best: list[tuple[int, int]] = []  # (weight, place before) of the heaviest that ends here
    for place, ((start, end), _) in enumerate(pairs):
        earlier = [(best[i][0], i) for i in range(place) if pairs[i][0][0] < start]
        weight, before = max(earlier, default=(0, -1))
        best.append((weight + end - start, before))
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
