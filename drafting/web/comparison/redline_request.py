"""Which part of a comparison the URL asks for: filters, view, page, for the screen or for paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from werkzeug.datastructures import MultiDict

from drafting.web.comparison.redline_changes import NumberedChange
from drafting.web.comparison.redline_filters import Filters

PAGE = 100  # changes
PAPER = 1000  # changes on one page for printing
VIEWS = ("inline", "sides")


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
