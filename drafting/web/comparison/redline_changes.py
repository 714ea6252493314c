"""One change as a reader meets it: number, summary, weight, the words that went and came, and
what is not seen, in words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from drafting.domain.comparison.change_summaries import SENTENCES, SideWords, summary_of
from drafting.domain.comparison.compare import ComparedClause
from drafting.domain.comparison.redline import Piece, change_label, kind_of, pieces
from drafting.domain.words.invisible import HOMOGLYPH, UNICODE_FORM, InvisibleChange, marked
from drafting.services.anchors.threads_by_clause import ThreadsByClause, ThreadSummary
from drafting.services.comparison.comparisons import SideClause
from drafting.storage.models import Change

FIRST_WORDS = 80  # characters of a stub


@dataclass(frozen=True, slots=True)
class ComparisonSides:
    """What both versions hold: clauses by position, and the threads about them."""

    old: Sequence[SideClause]
    new: Sequence[SideClause]
    threads: ThreadsByClause


@dataclass(frozen=True, slots=True)
class NumberedChange:
    """A change with what is said of it. `old` is None where it was added, `new` where it was
    deleted.
    """

    number: int  # among all changes of the two versions, for ever
    entry: ComparedClause
    old: SideClause | None
    new: SideClause | None
    row: Change | None  # what editors said of it
    threads: tuple[ThreadSummary, ...]  # behind it
    talks: tuple[
        ThreadSummary, ...
    ]  # on the clause that is commented on: the new one, else the old one

    is_provisional: bool = False  # of a working draft: not cited, for the next snapshot renumbers

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
        """The editors' word, else what the rules propose."""
        return (self.row and self.row.significance) or self.entry.significance.value

    @property
    def summary(self) -> str:
        """The editors' line, else the generated one in the reader's language."""
        if self.row and self.row.summary:
            return self.row.summary
        found = summary_of(self.entry, _side_words(self.old), _side_words(self.new))
        return str(_(SENTENCES[found.key]) % found.values)


@dataclass(frozen=True, slots=True)
class TextRun:
    """Words of a kind ("same", "del" or "ins"); `hidden` names the character where it is one
    that cannot be seen.
    """

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
    stub_page: int  # the page on which its old place is marked; 0 where it is not


@dataclass(frozen=True, slots=True)
class MoveStub:
    """The old place of a clause that moved."""

    change: NumberedChange
    words: str
    page: int  # on which the change is


def number_change(
    entry: ComparedClause, row: Change | None, number: int, sides: ComparisonSides
) -> NumberedChange:
    """A change with its stored number; without a stored row it keeps `number`, its ordinal."""
    old = sides.old[entry.pair.old] if entry.pair.old is not None else None
    new = sides.new[entry.pair.new] if entry.pair.new is not None else None
    commented = new or old
    return NumberedChange(
        row.number if row else number,
        entry,
        old,
        new,
        row,
        sides.threads.behind(old.id if old else None, new.id if new else None),
        sides.threads.on(commented.id) if commented else (),
    )


def shown(change: NumberedChange, *, stub_page: int = 0) -> ShownChange:
    """Its words, and in words what they do not show."""
    texts = (change.old.text if change.old else "", change.new.text if change.new else "")
    found = tuple(pieces(change.entry, *texts))
    inline = tuple(run for piece in found for run in _text_runs(piece))
    return ShownChange(change, inline, tuple(_notes(change.entry, found)), stub_page)


def stub_of(change: NumberedChange, *, page: int) -> MoveStub:
    """The first words at the old place."""
    words = " ".join(change.old.text.split()) if change.old else ""
    return MoveStub(
        change,
        words if len(words) <= FIRST_WORDS else f"{words[:FIRST_WORDS].rsplit(' ', 1)[0]} …",
        page,
    )


def _text_runs(piece: Piece) -> Iterator[TextRun]:
    for text, hidden in marked(piece.text):
        yield TextRun(piece.kind, text, piece.note, hidden)


def _notes(entry: ComparedClause, found: Sequence[Piece]) -> Iterator[str]:
    notes = {piece.note for piece in found}
    if "moved" in notes:
        yield _(
            "Sentences changed their place inside the clause; they are struck where they "
            "were and underlined where they are."
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
        return str(_("Letters of another script that look alike came into “%(word)s”.", word=word))
    if name == HOMOGLYPH:
        return str(_("Letters of another script that look alike went from “%(word)s”.", word=word))
    if change.count > 0:
        return str(
            ngettext(
                "%(name)s came, %(num)s time.", "%(name)s came, %(num)s times.", count, name=name
            )
        )
    return str(
        ngettext("%(name)s went, %(num)s time.", "%(name)s went, %(num)s times.", count, name=name)
    )


def _side_words(side: SideClause | None) -> SideWords:
    return SideWords(side.citation, side.text) if side else SideWords("", "")
