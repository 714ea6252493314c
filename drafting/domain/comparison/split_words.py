"""The changed words of a clause that was split off, or merged into another: what went into, or
came from, the other parts is no change.
"""

from drafting.domain.words.changes import WordChange, word_changes


def changes_of_part(old: str, new: str, *, is_split: bool) -> tuple[WordChange, ...]:
    """The changes without the rest at both ends of the whole, which went into, or came from, the
    other parts.
    """
    changes = list(word_changes(old, new, is_part=True))
    for end in (0, -1):
        if changes and _is_rest(changes[end], old, new, is_split=is_split):
            changes.pop(end)
    return tuple(changes)


def _is_rest(change: WordChange, old: str, new: str, *, is_split: bool) -> bool:
    """Whether a change only leaves out the beginning or end of the whole."""
    if is_split:
        at_edge = change.old_start == 0 or change.old_end == len(old)
        return at_edge and change.new_start == change.new_end
    at_edge = change.new_start == 0 or change.new_end == len(new)
    return at_edge and change.old_start == change.old_end


def before_split(new: str, old: str, changes: tuple[WordChange, ...]) -> str:
    """What a part was while it stood in the whole."""
    text, at = "", 0
    for change in changes:
        text += new[at : change.new_start] + old[change.old_start : change.old_end]
        at = change.new_end
    return text + new[at:]


def after_merge(old: str, new: str, changes: tuple[WordChange, ...]) -> str:
    """What a part became inside the whole."""
    text, at = "", 0
    for change in changes:
        text += old[at : change.old_start] + new[change.new_start : change.new_end]
        at = change.old_end
    return text + old[at:]
