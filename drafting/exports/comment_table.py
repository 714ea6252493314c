"""Writes comments and answers as a table.

The columns follow the ISO/IEC commenting template and the reports of public consultations.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from drafting.clock import rfc3339
from drafting.exports.documents import ExportedReply, ExportedThread
from drafting.exports.spreadsheet import table_of

COLUMNS = (
    "Number", "Round", "Version", "Clause number", "Clause heading", "Kind of provision",
    "Quoted text", "Stakeholder group",
    "Organisation", "Organisation confirmed", "Author", "Role", "Language", "State", "Comment",
    "Replies", "Answer", "Reason",
    "Answered at", "Filed at", "Permanent link", "Present version", "Present clause",
    "Present words",
)  # fmt: skip
WHOLE = "General"  # what a commenting template puts for the document as a whole


def comment_table(threads: Iterable[ExportedThread]) -> bytes:
    """The file: one row a thread, more where a cell is too long; the names of the columns first."""
    return table_of(COLUMNS, map(_cells, threads))


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
