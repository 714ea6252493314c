"""What the URL asks of a comparison: filters, which can be combined, view, page, screen or paper.

Knows which facts of one change a filter reads, not where the facts come from.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from werkzeug.datastructures import MultiDict

from drafting.domain.comparison.redline import KINDS
from drafting.domain.words.invisible import folded
from drafting.request.forms import ROW_ID
from drafting.web.comparison.redline_changes import NumberedChange

MAX_SEARCH_CHARACTERS = 200
PAGE = 100  # changes
PAPER = 1000  # changes on one page for printing
VIEWS = ("inline", "sides")


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """What filters read of one change.

    `chapters` are those of its clause on either side, `groups` those that commented on it.
    """

    kind: str
    is_substantive: bool
    chapters: frozenset[int]
    groups: frozenset[int]
    is_mine: bool  # the reader commented on the clause
    is_new: bool  # since the reader's last reading
    texts: tuple[str, str]

    def has(self, words: str) -> bool:
        """Whether the old or the new text has these words.

        Case, white space and invisible characters make no difference.
        """
        wanted = _folded(words)
        return any(wanted in _folded(text) for text in self.texts)


@dataclass(frozen=True, slots=True)
class Filters:
    """An empty filter fits every change."""

    kinds: frozenset[str] = frozenset()
    is_substantive: bool = False
    chapters: frozenset[int] = frozenset()
    groups: frozenset[int] = frozenset()
    is_mine: bool = False
    is_new: bool = False
    words: str = ""

    @classmethod
    def from_query(cls, args: MultiDict[str, str]) -> "Filters":
        """The filters of a query; unknown values are ignored."""
        return cls(
            kinds=frozenset(args.getlist("status")) & KINDS,
            is_substantive="substantive" in args,
            chapters=_keys(args.getlist("chapter")),
            groups=_keys(args.getlist("group")),
            is_mine="mine" in args,
            is_new="unread" in args,
            words=args.get("q", "").strip()[:MAX_SEARCH_CHARACTERS],
        )

    def as_query(self) -> dict[str, object]:
        """The same as the query of a URL."""
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
        """Whether there is any filter."""
        return self != Filters()

    def missed(self, facts: ChangeFacts) -> frozenset[str]:
        """The names of the filters that a change fails; it fits if there are none."""
        met = {
            "kinds": not self.kinds or facts.kind in self.kinds,
            "substantive": not self.is_substantive or facts.is_substantive,
            "chapters": not self.chapters or not self.chapters.isdisjoint(facts.chapters),
            "groups": not self.groups or not self.groups.isdisjoint(facts.groups),
            "mine": not self.is_mine or facts.is_mine,
            "new": not self.is_new or facts.is_new,
            "words": not self.words or facts.has(self.words),
        }
        return frozenset(name for name, is_met in met.items() if not is_met)


@dataclass(frozen=True, slots=True)
class FilterCounts:
    """How many changes each choice would leave, with all other filters as they are."""

    substantive: int
    mine: int
    new: int
    kinds: Mapping[str, int]
    chapters: Mapping[int, int]
    groups: Mapping[int, int]

    @classmethod
    def of(cls, changes: Iterable[tuple[ChangeFacts, frozenset[str]]]) -> "FilterCounts":
        """From the facts of every change, and the filters that it fails."""
        known = list(changes)

        def among(name: str) -> list[ChangeFacts]:
            return [facts for facts, missed in known if missed <= {name}]

        return cls(
            sum(one.is_substantive for one in among("substantive")),
            sum(one.is_mine for one in among("mine")),
            sum(one.is_new for one in among("new")),
            Counter(one.kind for one in among("kinds")),
            Counter(chapter for one in among("chapters") for chapter in one.chapters),
            Counter(group for one in among("groups") for group in one.groups),
        )


def _folded(text: str) -> str:
    return " ".join(folded(text).casefold().split())


def _keys(given: Iterable[str]) -> frozenset[int]:
    return frozenset(int(one) for one in given if ROW_ID.fullmatch(one))


@dataclass(frozen=True, slots=True)
class RedlineRequest:
    """The changes that fit `filters`: one page, or the page that holds change number `at`."""

    filters: Filters
    page: int | None = None
    at: int | None = None
    view: str = VIEWS[0]
    is_paper: bool = False

    @classmethod
    def from_query(cls, args: MultiDict[str, str]) -> "RedlineRequest":
        """What the query of the URL asks for; unknown values are ignored."""
        view = args.get("view", "")
        return cls(
            Filters.from_query(args),
            page=args.get("page", type=int),
            at=args.get("at", type=int),
            view=view if view in VIEWS else VIEWS[0],
            is_paper="paper" in args,
        )

    def as_query(self) -> dict[str, object]:
        """Filters and view as they stand in the query of a URL."""
        return {**self.filters.as_query(), "view": self.view}

    def page_of(self, fits: Sequence[NumberedChange]) -> int:
        """The number of the page among the changes that fit."""
        there = next((n for n, one in enumerate(fits) if one.number == self.at), 0)
        return min(max(self.page or there // self.size + 1, 1), self.pages_of(fits))

    def pages_of(self, fits: Sequence[NumberedChange]) -> int:
        """How many pages there are, one at least."""
        return max(1, ceil(len(fits) / self.size))

    def absent(self, fits: Sequence[NumberedChange]) -> int | None:
        """The number `at` if it is asked for and is not among the changes that fit."""
        return self.at if self.at and all(one.number != self.at for one in fits) else None

    @property
    def size(self) -> int:
        """Changes on a page."""
        return PAPER if self.is_paper else PAGE
