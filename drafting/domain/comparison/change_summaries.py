"""One line for each change, for the list at the top and for exports; an editor may write a
better one.

A summary is a sentence with places, so that it can be said in another language; the words quoted
stay those of the text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from drafting.domain.alignment.align import ClauseStatus
from drafting.domain.comparison.compare import ComparedClause, Only
from drafting.domain.words.changes import WordChange, WordChangeKind
from drafting.domain.words.shortening import shortened

LONGEST_QUOTE = 48  # characters of one of at most two
LONGEST_CITATION = 50


def N_(sentence: str) -> str:  # noqa: N802 - the name by which Babel finds what is to be translated
    """Mark a sentence for translation."""
    return sentence


SENTENCES = {
    "added": N_("New: %(new)s"),
    "deleted": N_("Deleted: %(old)s"),
    "moved": N_("Moved from %(from)s to %(to)s, the words unchanged"),
    "renumbered": N_("%(from)s is now %(to)s, the words unchanged"),
    "split": N_("A part of %(from)s is now %(to)s"),
    "merged": N_("%(from)s went into %(to)s"),
    "formatting_only": N_("Only the formatting changed"),
    "links_only": N_("Only where links lead changed"),
    "invisible_only": N_("Only characters that cannot be seen changed"),
    "block_only": N_("Now another kind of block, the words unchanged"),
    "replaced": N_("“%(old)s” became “%(new)s”"),
    "inserted": N_("Inserted: “%(new)s”"),
    "removed": N_("Removed: “%(old)s”"),
    "reordered": N_("Sentences changed their order"),
    "references": N_("Only references follow the new numbers"),
    "several": N_("%(count)s edits, the largest: “%(old)s” became “%(new)s”"),
    "several_inserted": N_("%(count)s edits, the largest inserted: “%(new)s”"),
    "several_removed": N_("%(count)s edits, the largest removed: “%(old)s”"),
    "marks": N_("Only punctuation or white space changed"),
}
UNTOLD = (WordChangeKind.INVISIBLE, WordChangeKind.MOVED_HERE)  # a move counts once
STATUSES = {
    ClauseStatus.MOVED: "moved",
    ClauseStatus.MOVED_RENUMBERED: "moved",
    ClauseStatus.RENUMBERED: "renumbered",
    ClauseStatus.SPLIT: "split",
    ClauseStatus.MERGED: "merged",
}


@dataclass(frozen=True, slots=True)
class Summary:
    """`key` of SENTENCES and what stands at its places."""

    key: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return SENTENCES[self.key] % self.values


@dataclass(frozen=True, slots=True)
class SideWords:
    """A clause on one side: how it is cited and what it says; both "" where it is not."""

    citation: str
    text: str


def summary_of(entry: ComparedClause, old: SideWords, new: SideWords) -> Summary:
    """What to say about one change."""
    if entry.only is not None:
        return Summary(Only(entry.only).value)
    if entry.pair.old is None or entry.pair.new is None:
        key = "deleted" if entry.pair.new is None else "added"
        return Summary(
            key,
            {"old": shortened(old.text, LONGEST_QUOTE), "new": shortened(new.text, LONGEST_QUOTE)},
        )
    if entry.pair.status in STATUSES:
        return Summary(
            STATUSES[entry.pair.status],
            {
                "from": shortened(old.citation, LONGEST_CITATION),
                "to": shortened(new.citation, LONGEST_CITATION),
            },
        )
    return _of_words(entry.changes, old.text, new.text)


def _of_words(changes: tuple[WordChange, ...], old: str, new: str) -> Summary:
    told = [one for one in changes if one.kind not in UNTOLD and _says(one, old, new)]
    words = [one for one in told if one.kind is WordChangeKind.WORDS]
    if not told:
        return Summary("marks")
    if not words:
        return Summary("references" if told[0].kind is WordChangeKind.REFERENCE else "reordered")
    largest = max(words, key=lambda one: one.old_end - one.old_start + one.new_end - one.new_start)
    gone, come = (
        shortened(text, LONGEST_QUOTE)
        for text in (
            old[largest.old_start : largest.old_end],
            new[largest.new_start : largest.new_end],
        )
    )
    values = {"old": gone, "new": come, "count": str(len(told))}
    if len(told) == 1:
        return Summary("replaced" if gone and come else "inserted" if come else "removed", values)
    return Summary(
        "several" if gone and come else "several_inserted" if come else "several_removed", values
    )


def _says(change: WordChange, old: str, new: str) -> bool:
    return any(
        one.isalnum()
        for one in old[change.old_start : change.old_end] + new[change.new_start : change.new_end]
    )
