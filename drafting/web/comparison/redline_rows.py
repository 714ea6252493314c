"""The rows of one page of a redline: headings, changes, unchanged text, old places of moves.

Gets the changes that fit the filters and the page of each; knows nothing of filters.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from drafting.domain.alignment.align import Pair
from drafting.domain.comparison.compare import ComparedClause, Comparison
from drafting.services.comparison.clauses import SideClause
from drafting.web.comparison.redline_changes import (
    ComparisonSides,
    MoveStub,
    NumberedChange,
    ShownChange,
    shown,
    stub_of,
)
from drafting.web.comparison.redline_map import stubs_of

MAX_UNCHANGED = 600  # clauses on one page; beyond it a fold links to the text


@dataclass(frozen=True, slots=True)
class Fold:
    """A run of unchanged clauses; `clauses` is empty if there are too many to load."""

    first: SideClause
    last: SideClause
    count: int
    clauses: tuple[SideClause, ...]


@dataclass(frozen=True, slots=True)
class ChapterHeading:
    """A chapter of the new version; `count` are its changes that fit, on all pages."""

    title: str
    count: int


Row = ChapterHeading | ShownChange | Fold | MoveStub


@dataclass(frozen=True, slots=True)
class ChaptersOfClauses:
    """The chapter of each clause of the new version, by position, and their titles."""

    of_clauses: Sequence[int | None]
    titles: Mapping[int, str]

    def of(self, entry: ComparedClause, before: int | None) -> int | None:
        """The chapter of an entry; a deleted clause is shown in the chapter `before` it."""
        if len(self.titles) < 2:  # noqa: PLR2004 - one chapter needs no heading
            return None
        return before if entry.pair.new is None else self.of_clauses[entry.pair.new]


class RedlineRows:
    """The rows page by page. `is_whole`: unchanged clauses and old places of moves are rows too."""

    def __init__(
        self,
        comparison: Comparison,
        on_page: Mapping[Pair, int],
        fits: Sequence[NumberedChange],
        sides: ComparisonSides,
        chapters: ChaptersOfClauses,
        *,
        is_whole: bool,
    ) -> None:
        self.entries, self.sides, self.chapters = comparison.entries, sides, chapters
        self.is_whole = is_whole
        self.changes = {one.entry.pair: one for one in fits}
        self.page_of = self._pages(on_page)
        self.stubs = stubs_of(comparison, [one for one in fits if is_whole and one.is_moved])
        self.stub_pages = {
            one.entry.pair: self.page_of[place]
            for place, moved in self.stubs.items()
            for one in moved
        }
        self.in_chapter = Counter(
            chapter for entry, chapter in self._with_chapters() if entry.pair in self.changes
        )
        self.run: list[SideClause] = []  # of unchanged clauses, not yet a row
        self.is_run_loaded = True

    def of_page(self, page: int) -> Iterator[Row]:
        """The rows of one page."""
        here = [one for one in self._with_chapters() if self.page_of[one[0].pair] == page]
        unchanged = sum(entry.pair not in self.changes for entry, _ in here)
        self.is_run_loaded = unchanged <= MAX_UNCHANGED
        if page == 1:
            yield from self._stubs(None)
        headed = None
        for entry, chapter in here:
            is_shown = self.is_whole or entry.pair in self.changes
            if is_shown and chapter not in {None, headed}:
                yield from self._heading(chapter)
                headed = chapter
            yield from self._of(entry)
            yield from self._stubs(entry.pair)
        yield from self._fold()

    def _pages(self, on_page: Mapping[Pair, int]) -> Mapping[Pair | None, int]:
        """The page of each entry: unchanged clauses are on the page of the change before them."""
        pages = accumulate((on_page.get(one.pair, 0) for one in self.entries), max, initial=1)
        return dict(zip([None, *(one.pair for one in self.entries)], pages, strict=True))

    def _with_chapters(self) -> Iterator[tuple[ComparedClause, int | None]]:
        chapter = None
        for entry in self.entries:
            chapter = self.chapters.of(entry, chapter)
            yield entry, chapter

    def _heading(self, chapter: int | None) -> Iterator[Fold | ChapterHeading]:
        yield from self._fold()
        title = self.chapters.titles.get(chapter or 0, "")
        yield ChapterHeading(title, self.in_chapter[chapter])

    def _of(self, entry: ComparedClause) -> Iterator[ShownChange | Fold]:
        change = self.changes.get(entry.pair)
        if change is not None:
            yield from self._fold()
            yield shown(change, stub_page=self.stub_pages.get(entry.pair, 0))
        elif self.is_whole and entry.pair.new is not None:
            self.run.append(self.sides.new.clauses[entry.pair.new])

    def _stubs(self, after: Pair | None) -> Iterator[Fold | MoveStub]:
        for change in self.stubs.get(after, ()):
            yield from self._fold()
            yield stub_of(change, page=self.page_of[change.entry.pair])

    def _fold(self) -> Iterator[Fold]:
        run, self.run = self.run, []
        if run:
            yield Fold(run[0], run[-1], len(run), tuple(run) if self.is_run_loaded else ())
