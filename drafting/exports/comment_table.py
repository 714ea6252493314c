"""Writes comments and answers as CSV (RFC 4180; UTF-8 with a BOM for spreadsheets).

The columns follow the ISO/IEC commenting template and the reports of public consultations. An
apostrophe stands before a cell that a spreadsheet would take for a formula (CSV injection, OWASP),
a number or a date ("2.10"): the cell is then text. What is longer than a cell may be goes on in
the next row of the same number.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from io import StringIO

from drafting.clock import rfc3339
from drafting.exports.documents import ExportedReply, ExportedThread

COLUMNS = (
    "Number", "Round", "Version", "Clause number", "Clause heading", "Kind of provision",
    "Quoted text", "Stakeholder group",
    "Organisation", "Organisation confirmed", "Author", "Role", "Language", "State", "Comment",
    "Replies", "Answer", "Reason",
    "Answered at", "Filed at", "Permanent link", "Present version", "Present clause",
    "Present words",
)  # fmt: skip
WHOLE = "General"  # what a commenting template puts for the document as a whole
# blanks and quotes before the sign do not keep it harmless
FORMULA = re.compile(r"""(?=[\t\r\n])|(?=(?:\s|")*[=+\-@＝＋－＠])""")
# "2.10", "10/11", "1.", "007", "5E3": a spreadsheet makes a number or a date of it
NUMBER_OR_DATE = re.compile(r"(?:\d+(?:[.,:/\-]\d+)+[.,)]?|\d+[.,]|0\d+|\d+[eE]\d+)$")
LAST_OF_ONE_UNIT = 0xFFFF
LONGEST_CELL = 32_767  # UTF-16 code units: Excel's limit of a cell


def comment_table(threads: Iterable[ExportedThread]) -> bytes:
    """The file: one row a thread, more where a cell is too long; the names of the columns first."""
    file = StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for thread in threads:
        writer.writerows(_rows(_cells(thread)))
    return file.getvalue().encode("utf-8-sig")


def _cells(thread: ExportedThread) -> tuple[str, ...]:
    answer = thread.answer
    return (
        str(thread.number),
        "" if thread.round_number is None else str(thread.round_number),
        thread.version,
        WHOLE if thread.clause_number is None else thread.clause_number,
        thread.heading,
        thread.provision,
        thread.quote,
        thread.group,
        thread.organisation,
        _yes_or_no(thread),
        thread.author,
        _words(thread.role),
        thread.language,
        _words(thread.state),
        thread.text,
        "\n\n".join(_said(reply) for reply in thread.replies),
        _words(answer.kind) if answer else "",
        answer.reason if answer else "",
        _instant(answer.published_at) if answer else "",
        _instant(thread.filed_at),
        thread.address,
        thread.present_version,
        thread.present_clause,
        _words(thread.present_status) if thread.present_status else "",
    )


def _rows(cells: Sequence[str]) -> Iterator[list[str]]:
    """The cells, each cut where it is too long; the number of the thread stands in every row."""
    parts = [list(_parts(_as_text(cell))) for cell in cells]
    for row in range(max(map(len, parts))):
        rest = [column[row] if row < len(column) else "" for column in parts[1:]]
        yield [parts[0][0], *rest]


def _parts(cell: str) -> Iterator[str]:
    """A cell in parts that fit, each but the last cut behind a blank if there is one near."""
    while _units(cell) > LONGEST_CELL:
        cut = LONGEST_CELL // 2 if not cell[:LONGEST_CELL].isascii() else LONGEST_CELL
        blank = cell.rfind(" ", cut // 2, cut) + 1
        # what follows must not be a formula in a cell of its own
        safe = (at for at in range(blank or cut, 0, -1) if not FORMULA.match(cell[at:]))
        cut = next(safe, cut)
        yield cell[:cut]
        cell = _as_text(cell[cut:])
    yield cell


def _units(text: str) -> int:
    return len(text) + sum(ord(one) > LAST_OF_ONE_UNIT for one in text)


def _as_text(cell: str) -> str:
    return f"'{cell}" if FORMULA.match(cell) or NUMBER_OR_DATE.match(cell) else cell


def _yes_or_no(thread: ExportedThread) -> str:
    if not thread.organisation:
        return ""
    return "yes" if thread.is_organisation_confirmed else "no"


def _said(reply: ExportedReply) -> str:
    organisation = (
        reply.organisation
        if reply.is_organisation_confirmed
        else f"{reply.organisation}, not confirmed"
    )
    whom = f"{reply.author} ({organisation})" if reply.organisation else reply.author
    return f"{whom}: {reply.text}"


def _words(word: StrEnum) -> str:
    return word.value.replace("_", " ").capitalize()


def _instant(moment: datetime | None) -> str:
    return "" if moment is None else rfc3339(moment, "seconds")
