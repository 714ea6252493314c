"""One change as a page shows it: number, summary, significance, deleted and inserted words.

What cannot be seen, such as a moved sentence or an invisible character, is said in a note. Knows
nothing of filters or pages.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from drafting.domain.alignment.align import Pair
from drafting.domain.comparison.change_summaries import SENTENCES, SideWords, Summary, summaries_of
from drafting.domain.comparison.compare import ComparedClause
from drafting.domain.comparison.redline import Piece, change_label, kind_of, pieces
from drafting.domain.words.invisible import HOMOGLYPH, UNICODE_FORM, InvisibleChange, marked
from drafting.domain.words.shortening import shortened
from drafting.policy.identity import Identity
from drafting.services.anchors.threads_by_clause import (
    ThreadsByClause,
    ThreadSummary,
    threads_by_clause,
)
from drafting.services.comparison.clauses import SideClause, SideWithChapters, side_of, words_at
from drafting.storage.models import Change, CodeOfPractice, Version
from drafting.storage.unit_of_work import Session

FIRST_WORDS = 80  # characters of a stub


@dataclass(frozen=True, slots=True)
class ComparisonSides:
    """The clauses of both sides by position, and the threads on them."""

    old: SideWithChapters
    new: SideWithChapters
    threads: ThreadsByClause

    def pair_of(self, pair: Pair) -> tuple[SideClause | None, SideClause | None]:
        """The clauses of a pair; one is None if the clause was added or deleted."""
        old = self.old.clauses[pair.old] if pair.old is not None else None
        new = self.new.clauses[pair.new] if pair.new is not None else None
        return old, new

    def words_of(self, pair: Pair) -> tuple[SideWords, SideWords]:
        """What a summary says of both sides."""
        return words_at(self.old.clauses, pair.old), words_at(self.new.clauses, pair.new)


def sides_of_versions(
    db: Session, actor: Identity, code: CodeOfPractice, old: Version, new: Version
) -> ComparisonSides:
    """Both versions, with the threads that the actor may read."""
    threads = threads_by_clause(db, actor, code, old, new)
    return ComparisonSides(side_of(db, old), side_of(db, new), threads)


@dataclass(frozen=True, slots=True)
class NumberedChange:
    """A change with its number. `old` is None if it was added, `new` if it was deleted."""

    number: int  # among all changes of the two versions; it never changes
    entry: ComparedClause
    old: SideClause | None
    new: SideClause | None
    row: Change | None  # with the summary and significance that editors gave
    threads: tuple[ThreadSummary, ...]  # behind it
    # on the clause that can be commented on: the new one, else the old one
    talks: tuple[ThreadSummary, ...]
    words: tuple[SideWords, SideWords]  # what its summary says
    is_provisional: bool = False  # of a working draft: not cited, the next snapshot renumbers

    @property
    def name(self) -> str:
        """Its number as people cite it: "C-014"."""
        return change_label(self.number, is_provisional=self.is_provisional)

    @property
    def kind(self) -> str:
        """A status, or what alone differs."""
        return kind_of(self.entry)

    @property
    def is_moved(self) -> bool:
        """Whether it stands elsewhere, so that its old place has a sign that leads here."""
        return "moved" in self.kind and self.old is not None

    @property
    def significance(self) -> str:
        """What editors said, else what the rules propose."""
        return (self.row and self.row.significance) or self.entry.significance.value

    @property
    def summary(self) -> str:
        """The line of the editors, else the generated one in the reader's language."""
        if self.row and self.row.summary:
            return self.row.summary
        return "; ".join(map(_sentence, summaries_of(self.entry, *self.words)))


@dataclass(frozen=True, slots=True)
class TextRun:
    """Text of one kind ("same", "del" or "ins"); `hidden` is the name of an invisible character."""

    kind: str
    text: str
    note: str = ""
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change on its page."""

    change: NumberedChange
    inline: tuple[TextRun, ...]
    notes: tuple[str, ...]
    stub_page: int  # the page on which its old place is marked; 0 if it is not marked


@dataclass(frozen=True, slots=True)
class MoveStub:
    """The old place of a clause that moved."""

    change: NumberedChange
    words: str
    page: int  # the page of the change


def number_change(
    entry: ComparedClause, row: Change | None, number: int, sides: ComparisonSides
) -> NumberedChange:
    """A change with its stored number; without a stored row it keeps `number`, its ordinal."""
    old, new = sides.pair_of(entry.pair)
    commented = new or old
    return NumberedChange(
        row.number if row else number,
        entry,
        old,
        new,
        row,
        sides.threads.behind(old.id if old else None, new.id if new else None),
        sides.threads.on(commented.id) if commented else (),
        sides.words_of(entry.pair),
    )


def shown(change: NumberedChange, *, stub_page: int = 0) -> ShownChange:
    """Its text in runs, and notes on what the text does not show."""
    texts = (change.old.text if change.old else "", change.new.text if change.new else "")
    found = tuple(pieces(change.entry, *texts))
    inline = tuple(run for piece in found for run in _text_runs(piece))
    return ShownChange(change, inline, tuple(_notes(change.entry, found)), stub_page)


def stub_of(change: NumberedChange, *, page: int) -> MoveStub:
    """The first words at the old place."""
    words = change.old.text if change.old else ""
    return MoveStub(change, shortened(words, FIRST_WORDS), page)


def _text_runs(piece: Piece) -> Iterator[TextRun]:
    for text, hidden in marked(piece.text):
        yield TextRun(piece.kind, text, piece.note, hidden)


def _notes(entry: ComparedClause, found: Sequence[Piece]) -> Iterator[str]:
    notes = {piece.note for piece in found}
    if "moved" in notes:
        yield _(
            "Sentences moved inside the clause: struck through in the old place, underlined in "
            "the new one."
        )
    if "reference" in notes:
        yield _("References follow the new numbers.")
    if entry.is_formatting_changed and entry.only is None:
        yield _("The formatting or a link changed too.")
    yield from map(_unseen, entry.invisible)


def _unseen(change: InvisibleChange) -> str:
    name, word, count = change.name, change.word, abs(change.count)
    if name == UNICODE_FORM:
        return str(_("The same letters are stored in another Unicode form."))
    if name == HOMOGLYPH and change.count > 0:
        return str(_("Look-alike letters of another script were added to “%(word)s”.", word=word))
    if name == HOMOGLYPH:
        return str(
            _("Look-alike letters of another script were removed from “%(word)s”.", word=word)
        )
    if change.count > 0:
        return str(
            ngettext(
                "%(name)s added, %(num)s time.", "%(name)s added, %(num)s times.", count, name=name
            )
        )
    return str(
        ngettext(
            "%(name)s removed, %(num)s time.", "%(name)s removed, %(num)s times.", count, name=name
        )
    )


def _sentence(summary: Summary) -> str:
    return str(_(SENTENCES[summary.key]) % summary.values)
