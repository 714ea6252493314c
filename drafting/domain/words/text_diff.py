"""The changes that turn one text into another, by lines first and by characters inside short
changed passages.

Built on diff-match-patch (Myers, "An O(ND) Difference Algorithm", 1986). Offsets are code points
of the old text, half-open.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from diff_match_patch import diff_match_patch

# code points of a changed passage, both sides together; a longer one is replaced whole
MOST_FOR_CHARACTERS = 20_000
PATIENCE = 2.0  # seconds for one passage, after which diff-match-patch answers with a coarser diff


@dataclass(frozen=True, slots=True)
class TextEdit:
    """Replace old[start:end] by `new`. start == end inserts; an empty `new` deletes; both empty
    never occurs.
    """

    start: int
    end: int
    new: str


def text_changes(old: str, new: str) -> list[TextEdit]:
    """Ascending changes, none overlapping or touching another, that make `new` of `old`."""
    return _joined(chain.from_iterable(_refined(change, old) for change in _line_changes(old, new)))


def _line_changes(old: str, new: str) -> list[TextEdit]:
    engine = _engine()
    coded_old, coded_new, lines = engine.diff_linesToChars(old, new)
    diffs = engine.diff_main(coded_old, coded_new, False)
    engine.diff_charsToLines(diffs, lines)
    return _joined(_as_changes(diffs, 0))


def _refined(change: TextEdit, old: str) -> Iterator[TextEdit]:
    removed = old[change.start : change.end]
    if not removed or not change.new or len(removed) + len(change.new) > MOST_FOR_CHARACTERS:
        return iter([change])
    engine = _engine()
    diffs = engine.diff_main(removed, change.new, False)
    engine.diff_cleanupSemantic(diffs)
    return _as_changes(diffs, change.start)


def _engine() -> diff_match_patch:
    engine = diff_match_patch()
    engine.Diff_Timeout = PATIENCE
    return engine


def _as_changes(diffs: list[tuple[int, str]], at: int) -> Iterator[TextEdit]:
    for kind, text in diffs:
        if kind == diff_match_patch.DIFF_INSERT:
            yield TextEdit(at, at, text)
            continue
        if kind == diff_match_patch.DIFF_DELETE:
            yield TextEdit(at, at + len(text), "")
        at += len(text)


def _joined(changes: Iterator[TextEdit]) -> list[TextEdit]:
    joined: list[TextEdit] = []
    for change in changes:
        touches = bool(joined) and joined[-1].end == change.start
        last = joined.pop() if touches else TextEdit(change.start, change.start, "")
        joined.append(TextEdit(last.start, change.end, last.new + change.new))
    return joined
