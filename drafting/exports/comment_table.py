"""Comments and answers as a table (CSV, RFC 4180; UTF-8 with BOM, so that spreadsheets read it right).

The columns follow the ISO/IEC commenting template and the reports of public consultations. A cell that a spreadsheet
would take for a formula gets an apostrophe in front (CSV injection, OWASP).
"""

import csv
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from io import StringIO

from drafting.exports.documents import ExportedReply, ExportedThread

COLUMNS = (
    "Number", "Round", "Version", "Clause number", "Clause heading", "Quoted text", "Stakeholder group", "Organisation",
    "Author", "Role", "Language", "State", "Comment", "Replies", "Disposition", "Reason", "Answered at", "Filed at",
    "Permanent link",
)  # fmt: skip
WHOLE = "General"  # what a commenting template puts for the document as a whole
DANGEROUS = frozenset("=+-@\t\r\n＝＋－＠")


def comment_table(threads: Iterable[ExportedThread]) -> bytes:
    """The file: one row a thread, the names of the columns first."""
    file = StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_defused(cell) for cell in _cells(thread)] for thread in threads)
    return file.getvalue().encode("utf-8-sig")


def _cells(thread: ExportedThread) -> tuple[str, ...]:
    answer = thread.answer
    return (
        str(thread.number),
        "" if thread.round_number is None else str(thread.round_number),
        thread.version,
        WHOLE if thread.clause_number is None else thread.clause_number,
        thread.heading,
        thread.quote,
        thread.group,
        thread.organisation,
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
    )


def _defused(cell: str) -> str:
    return f"'{cell}" if cell[:1] in DANGEROUS else cell


def _said(reply: ExportedReply) -> str:
    whom = f"{reply.author} ({reply.organisation})" if reply.organisation else reply.author
    return f"{whom}: {reply.text}"


def _words(word: StrEnum) -> str:
    return word.value.replace("_", " ").capitalize()


def _instant(moment: datetime | None) -> str:
    return "" if moment is None else moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
