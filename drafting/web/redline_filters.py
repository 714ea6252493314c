"""What a reader narrows a comparison to, as it stands in the address: each condition may be joined with every other.

It knows what is asked of one change, not where the answer comes from.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from drafting.domain.invisible import folded
from drafting.domain.redline import KINDS
from drafting.domain.significance import Significance

LONGEST_SEARCH = 200  # characters


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """What can be asked of one change. `chapters` are of its clause on either side, `groups` those that commented on it."""

    kind: str
    significance: str
    chapters: frozenset[int]
    groups: frozenset[int]
    is_mine: bool  # the reader commented on the clause
    is_new: bool  # since the reader's last reading
    texts: tuple[str, str]

    def has(self, words: str) -> bool:
        """Whether the old or the new text has these words; capitals, blanks and what cannot be seen make no difference."""
        wanted = _folded(words)
        return any(wanted in _folded(text) for text in self.texts)


@dataclass(frozen=True, slots=True)
class Filters:
    """Empty conditions hold for every change."""

    kinds: frozenset[str] = frozenset()
    is_substantive: bool = False
    chapters: frozenset[int] = frozenset()
    groups: frozenset[int] = frozenset()
    is_mine: bool = False
    is_new: bool = False
    words: str = ""

    @classmethod
    def asked(cls, args: MultiDict[str, str]) -> "Filters":
        """Those of an address; what is no condition is not looked at."""
        return cls(
            kinds=frozenset(args.getlist("status")) & KINDS,
            is_substantive="substantive" in args,
            chapters=_keys(args.getlist("chapter")),
            groups=_keys(args.getlist("group")),
            is_mine="mine" in args,
            is_new="unread" in args,
            words=args.get("q", "").strip()[:LONGEST_SEARCH],
        )

    def as_query(self) -> dict[str, object]:
        """The same as it stands in an address."""
        asked = {
            "status": sorted(self.kinds),
            "substantive": self.is_substantive and "1",
            "chapter": sorted(self.chapters),
            "group": sorted(self.groups),
            "mine": self.is_mine and "1",
            "unread": self.is_new and "1",
            "q": self.words,
        }
        return {name: value for name, value in asked.items() if value}

    @property
    def is_narrowing(self) -> bool:
        """Whether any condition is asked."""
        return self != Filters()

    def fits(self, facts: ChangeFacts) -> bool:
        """Whether a change meets every condition."""
        return (
            (not self.kinds or facts.kind in self.kinds)
            and (not self.is_substantive or facts.significance == Significance.SUBSTANTIVE)
            and (not self.chapters or not self.chapters.isdisjoint(facts.chapters))
            and (not self.groups or not self.groups.isdisjoint(facts.groups))
            and (not self.is_mine or facts.is_mine)
            and (not self.is_new or facts.is_new)
            and (not self.words or facts.has(self.words))
        )


@dataclass(frozen=True, slots=True)
class FilterCounts:
    """How many of all changes meet one condition alone."""

    substantive: int
    mine: int
    new: int
    chapters: Mapping[int, int]
    groups: Mapping[int, int]

    @classmethod
    def of(cls, facts: Iterable[ChangeFacts]) -> "FilterCounts":
        """Counted over all changes, whatever else is asked."""
        known = list(facts)
        return cls(
            sum(one.significance == Significance.SUBSTANTIVE for one in known),
            sum(one.is_mine for one in known),
            sum(one.is_new for one in known),
            Counter(chapter for one in known for chapter in one.chapters),
            Counter(group for one in known for group in one.groups),
        )


def _folded(text: str) -> str:
    return " ".join(folded(text).casefold().split())


def _keys(given: Iterable[str]) -> frozenset[int]:
    return frozenset(int(one) for one in given if one.isdecimal() and len(one) < 10)  # noqa: PLR2004 - digits of a row's id
