"""The rows of one page of a redline, in reading order: headings of chapters, changes, unchanged
text, old places of moves.

It is told which changes fit and on which page each is; why they fit is no matter of its.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from drafting.domain.alignment.align import Pair
from drafting.domain.comparison.compare import ComparedClause, Comparison
from drafting.services.comparison.comparisons import SideClause
from drafting.web.comparison.redline_changes import (
    ComparisonSides,
    MoveStub,
    NumberedChange,
    ShownChange,
    shown,
    stub_of,
)
from drafting.web.comparison.redline_map import stubs_of

MOST_SHOWN_UNCHANGED = 600  # clauses on one page; beyond it a fold is a link to the text


@dataclass(frozen=True, slots=True)
class Fold:
    """A run of unchanged clauses; `clauses` is empty where there are too many to carry along."""

    first: SideClause
    last: SideClause
    count: int
    clauses: tuple[SideClause, ...]


@dataclass(frozen=True, slots=True)
class ChapterHeading:
    """Here a chapter of the new version is; `count` of the changes that fit are in it, be it on
    other pages.
    """

    title: str
    count: int


Row = ChapterHeading | ShownChange | Fold | MoveStub


@dataclass(frozen=True, slots=True)
class ChaptersOfClauses:
    """The chapter of each clause of the new version, by position, and their titles."""

    of_clauses: Sequence[int | None]
    titles: Mapping[int, str]

    def of(self, entry: ComparedClause, before: int | None) -> int | None:
        """The chapter of an entry; one that was deleted stands where the reader is, in the
        chapter `before`.
        """
        if len(self.titles) < 2:  # noqa: PLR2004 - one chapter needs no heading
            return None
        return before if entry.pair.new is None else self.of_clauses[entry.pair.new]


class RedlineRows:
    """The rows page by page. `is_whole`: what did not change, and where moved clauses stood, is
    shown too.
    """

    def __init__(
        self,
        comparison: Comparison,
        on_page: Mapping[Pair, int],
        fits: Sequence[NumberedChange],
        sources: ComparisonSides,
        chapters: ChaptersOfClauses,
        *,
        is_whole: bool,
    ) -> None:
        self.entries, self.sources, self.chapters, self.is_whole = (
            comparison.entries,
            sources,
            chapters,
            is_whole,
        )
        self.changes = {one.entry.pair: one for one in fits}
        # What is unchanged is on the page of the change before it.
        pages = accumulate((on_page.get(entry.pair, 0) for entry in self.entries), max, initial=1)
        self.page_of: Mapping[Pair | None, int] = dict(
            zip([None, *(one.pair for one in self.entries)], pages, strict=True)
        )
        self.stubs = stubs_of(comparison, [one for one in fits if is_whole and one.is_moved])
        self.stub_pages = {
            one.entry.pair: self.page_of[place]
            for place, moved in self.stubs.items()
            for one in moved
        }
        self.in_chapter = Counter(
            chapter for entry, chapter in self._with_chapters() if entry.pair in self.changes
        )
        self.run: list[SideClause] = []

    def of_page(self, page: int) -> Iterator[Row]:
        """The rows of one page."""
        here = [
            (entry, chapter)
            for entry, chapter in self._with_chapters()
            if self.page_of[entry.pair] == page
        ]
        is_carried = (
            sum(entry.pair not in self.changes for entry, _ in here) <= MOST_SHOWN_UNCHANGED
        )
        if page == 1:
            yield from self._stubs(None, is_carried=is_carried)
        shown_chapter = None
        for entry, chapter in here:
            if chapter not in {None, shown_chapter} and (
                self.is_whole or entry.pair in self.changes
            ):
                yield from self._fold(is_carried=is_carried)
                yield ChapterHeading(
                    self.chapters.titles.get(chapter or 0, ""), self.in_chapter[chapter]
                )
                shown_chapter = chapter
            yield from self._of(entry, is_carried=is_carried)
            yield from self._stubs(entry.pair, is_carried=is_carried)
        yield from self._fold(is_carried=is_carried)

    def _with_chapters(self) -> Iterator[tuple[ComparedClause, int | None]]:
        chapter = None
        for entry in self.entries:
            chapter = self.chapters.of(entry, chapter)
            yield entry, chapter

    def _of(self, entry: ComparedClause, *, is_carried: bool) -> Iterator[ShownChange | Fold]:
        change = self.changes.get(entry.pair)
        if change is not None:
            yield from self._fold(is_carried=is_carried)
            yield shown(change, stub_page=self.stub_pages.get(entry.pair, 0))
        elif self.is_whole and entry.pair.new is not None:
            self.run.append(self.sources.new[entry.pair.new])

    def _stubs(self, after: Pair | None, *, is_carried: bool) -> Iterator[Fold | MoveStub]:
        for change in self.stubs.get(after, ()):
            yield from self._fold(is_carried=is_carried)
            yield stub_of(change, page=self.page_of[change.entry.pair])

    def _fold(self, *, is_carried: bool) -> Iterator[Fold]:
        run, self.run = self.run, []
        if run:
            yield Fold(run[0], run[-1], len(run), tuple(run) if is_carried else ())
