"""Rounds, threads, comments and answers as JSON Schema, and what begins a thread."""

from drafting.api.schema_pieces import (
    instant,
    or_null,
    record,
    ref,
    rows,
    text,
    truth,
    whole,
    words,
)
from drafting.api.text_schemas import END, START, URL
from drafting.domain.anchors.anchoring import AnchorStatus
from drafting.domain.consultation.comments import CommentState
from drafting.domain.consultation.dispositions import DispositionKind
from drafting.domain.consultation.rounds import Audience, RoundState
from drafting.domain.limits import MAX_COMMENT_CHARACTERS, MAX_QUOTE_CHARACTERS
from drafting.domain.roles import Role

ROUND = record(
    "A consultation on one version, open from opens_at until just before closes_at.",
    {
        "number": whole("Counts from 1 within the code of practice.", 1),
        "title": text("What it is called."),
        "version": whole("The number of the version it is about.", 1),
        "state": words("By the clock of the server.", RoundState),
        "opens_at": instant("When it opens."),
        "closes_at": instant("When it closes."),
        "audience": words("Who reads what is filed in it.", Audience),
        "questions": rows("Asked by the chairs, in order.", text("One question.")),
        "url": URL,
    },
)
COMMENT = record(
    "One statement. Role, group and organisation are those of the day it was written.",
    {
        "id": whole("Unique on this site.", 1),
        "state": words("How far it was given out.", CommentState),
        "author": text("The name of whoever wrote it."),
        "organisation": or_null(text("For whom it was written, as its author says.")),
        "organisation_confirmed": or_null(
            truth("Whether the secretariat had confirmed that; null without organisation.")
        ),
        "group": or_null(text("The key of the stakeholder group.")),
        "role": words("The role of the author.", Role),
        "language": text("A BCP 47 tag."),
        "text": text("Its words."),
        "created_at": instant("When it was written."),
    },
)
ANSWER = record(
    "What the chairs decided about a thread.",
    {
        "kind": words("The decision.", DispositionKind),
        "reason": text("Why; may be empty where the decision says it all."),
        "author": or_null(text("Who recorded it; null for the operator.")),
        "recorded_at": instant("When it was recorded."),
        "published_at": or_null(instant("When it was published; null while it is prepared.")),
    },
)
SELECTOR = {
    "description": "W3C Web Annotation: the quoted words by what they are, or by where they "
    "stand in "
    "the "
    "text of the clause.",
    "anyOf": [
        record(
            "By what they are.",
            {
                "type": {"const": "TextQuoteSelector"},
                "exact": text("The words."),
                "prefix": text("What stands before them, at most 32 code points."),
                "suffix": text("What stands after them, at most 32 code points."),
            },
        ),
        record(
            "By where they stand.",
            {"type": {"const": "TextPositionSelector"}, "start": START, "end": END},
        ),
    ],
}
PRESENT = record(
    "Where a thread of an earlier version is in the newest one.",
    {
        "version": whole("The number of the newest version.", 1),
        "clause": or_null(
            text(
                "The eid of its clause there; of an orphan where it was last, null if "
                "nothing is left of that."
            )
        ),
        "status": words("What became of the words.", AnchorStatus),
        "exact": or_null(
            text(
                "The words that stand there now; null for an orphan, or if it is about the "
                "whole clause."
            )
        ),
    },
)
THREAD = record(
    "A statement about a version, a clause or words of it, with its replies and the answer "
    "of the chairs. "
    "It holds what the page shows to the same person.",
    {
        "number": whole("Counts from 1 within the code of practice.", 1),
        "version": whole("The number of the version it is about.", 1),
        "clause": or_null(text("The eid of its clause; null for the version as a whole.")),
        "selector": rows(
            "The quoted words, in two ways; empty if it is about the whole clause.", ref("Selector")
        ),
        "round": or_null(whole("The number of the round it was written in.", 1)),
        "created_at": instant("When it was begun."),
        "comments": rows("The statement and its replies, in order.", ref("Comment")),
        "answer": or_null(ref("Answer")),
        "prepared_answer": {
            **ref("Answer"),
            "description": "A newer answer that is not public yet; there only for those who see "
            "it on "
            "the "
            "page.",
        },
        "present": or_null(PRESENT),
        "url": URL,
    },
    optional=("prepared_answer",),
)
QUOTE = record(
    "Words of the clause that the comment is about. White space counts as one blank "
    "however it is written.",
    {
        "exact": text("The words.", maxLength=MAX_QUOTE_CHARACTERS),
        "prefix": text(
            "What stands before them: chooses between several places.",
            maxLength=MAX_QUOTE_CHARACTERS,
        ),
        "suffix": text("What stands after them.", maxLength=MAX_QUOTE_CHARACTERS),
    },
    optional=("prefix", "suffix"),
)
GIVEN = (CommentState.UNFILED, CommentState.SHARED, CommentState.FILED)
NEW_THREAD = record(
    "A comment that begins a thread.",
    {
        "clause": or_null(
            text(
                "The eid of a clause, or its {#id}; missing for the version as a whole.",
                minLength=1,
            )
        ),
        "text": text("The words.", minLength=1, maxLength=MAX_COMMENT_CHARACTERS),
        "state": text(
            "How far it is given out at once; unfiled if missing.",
            enum=[state.value for state in GIVEN],
        ),
        "language": text("A BCP 47 tag; that of the version if missing.", maxLength=35),
        "quote": or_null(ref("Quote")),
    },
    optional=("clause", "state", "language", "quote"),
)
