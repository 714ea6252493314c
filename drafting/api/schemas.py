"""The documents of the API as JSON Schema 2020-12, field by field: what drafting/api/documents.py makes, in words."""

from enum import StrEnum
from typing import Any

from drafting.domain.alignment import ClauseStatus
from drafting.domain.clauses import ClauseKind
from drafting.domain.comments import CommentState
from drafting.domain.dispositions import DispositionKind
from drafting.domain.limits import MAX_COMMENT_CHARACTERS, MAX_QUOTE_CHARACTERS
from drafting.domain.roles import Role
from drafting.domain.rounds import Audience, RoundState
from drafting.domain.versions import Stage

Schema = dict[str, Any]


def ref(name: str) -> Schema:
    """A document of this description."""
    return {"$ref": f"#/components/schemas/{name}"}


def record(description: str, fields: dict[str, Schema], *, optional: tuple[str, ...] = ()) -> Schema:
    """An object with exactly these members."""
    return {
        "type": "object",
        "description": description,
        "properties": fields,
        "required": [name for name in fields if name not in optional],
        "additionalProperties": False,
    }


def text(description: str, **more: Any) -> Schema:
    """A string."""
    return {"type": "string", "description": description, **more}


def whole(description: str, least: int = 0) -> Schema:
    """A whole number."""
    return {"type": "integer", "description": description, "minimum": least}


def truth(description: str) -> Schema:
    """True or false."""
    return {"type": "boolean", "description": description}


def words(description: str, kinds: type[StrEnum]) -> Schema:
    """One of the words of an enumeration."""
    return {"type": "string", "description": description, "enum": [kind.value for kind in kinds]}


def instant(description: str) -> Schema:
    """An instant, ISO 8601 in UTC with Z."""
    return text(description, format="date-time", pattern="Z$")


def rows(description: str, items: Schema) -> Schema:
    """An array."""
    return {"type": "array", "description": description, "items": items}


def or_null(schema: Schema) -> Schema:
    """The same, or null."""
    described = {"description": schema["description"]} if "description" in schema else {}
    return {**described, "anyOf": [schema, {"type": "null"}]}


URL = text("Its page, for people.", format="uri")
NEXT = or_null(text("The address of what follows; null at the end.", format="uri"))
START, END = whole("Where it begins, in code points."), whole("Where it ends, in code points; not included.")

GROUP = record(
    "A stakeholder group.", {"key": text("Its short name, as comments carry it."), "name": text("As people read it.")}
)
CODE = record(
    "A code of practice.",
    {
        "slug": text("Its name in addresses."),
        "title": text("As people read it."),
        "summary": text("A few sentences; may be empty."),
        "language": text("The language it is drafted in, a BCP 47 tag."),
        "is_public": truth("Whether what is published may be read without a token."),
        "stakeholder_groups": rows("The groups consulted, in order.", GROUP),
        "url": URL,
    },
)
CHAPTER = record(
    "Where a chapter lies in the text of its version.", {"title": text("Its title when frozen."), "start": START, "end": END}
)
VERSION = record(
    "An immutable snapshot of all chapters. One that is not published is seen by the secretariat alone.",
    {
        "number": whole("Counts from 1 within the code of practice.", 1),
        "label": text("What it is called, such as First draft."),
        "note": text("A few sentences about it; may be empty."),
        "stage": words("How far the text has come.", Stage),
        "language": text("A BCP 47 tag."),
        "digest": text("SHA-256 of its Markdown text in UTF-8, in hexadecimal.", pattern="^[0-9a-f]{64}$"),
        "clause_count": whole("How many clauses it has."),
        "is_published": truth("Whether it is public by the clock of the server."),
        "published_at": or_null(instant("From when on it is public; it may lie ahead; null if nothing is set.")),
        "chapters": rows("Its chapters in order.", CHAPTER),
        "url": URL,
    },
)
VERSION_WITH_TEXT = record(
    "A version with its text.",
    {**VERSION["properties"], "text": text("The Markdown of all chapters; `digest` is its SHA-256.")},
)
CLAUSE = record(
    "The smallest unit that a comment, a link or a change can be about.",
    {
        "eid": text("Its address, unique within the version, such as 2.3.2-a."),
        "id": or_null(text("The {#id} written in the text; it also works as an address.")),
        "position": whole("Its place in the version, from 0."),
        "kind": words("What stands there.", ClauseKind),
        "level": whole("Of a heading 1 to 6, of a list item its depth from 1, else 0."),
        "number": text("Its label as printed, such as Measure I.2 or (a); may be empty."),
        "citation": text("How it is cited: the numbers it stands under, or its place there."),
        "parent": or_null(text("The eid of the heading, item or label it stands under.")),
        "text": text("Its plain words; the offsets of selectors and of changes count in them."),
        "html": text("The same as the inside of an HTML element, sanitised."),
        "start": whole("Where its Markdown begins in the text of the version, in code points."),
        "end": whole("Where its Markdown ends there; not included."),
        "lineage": text("Stays the same from version to version while the clause is edited, moved or renumbered."),
        "url": URL,
    },
)
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
        "organisation": or_null(text("For whom it was written.")),
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
    "description": "W3C Web Annotation: the quoted words by what they are, or by where they stand in the text of the clause.",
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
        record("By where they stand.", {"type": {"const": "TextPositionSelector"}, "start": START, "end": END}),
    ],
}
THREAD = record(
    "A statement about a version, a clause or words of it, with its replies and the answer of the chairs. "
    "It holds what the page shows to the same person.",
    {
        "number": whole("Counts from 1 within the code of practice.", 1),
        "version": whole("The number of the version it is about.", 1),
        "clause": or_null(text("The eid of its clause; null for the version as a whole.")),
        "selector": rows("The quoted words, in two ways; empty if it is about the whole clause.", ref("Selector")),
        "round": or_null(whole("The number of the round it was written in.", 1)),
        "created_at": instant("When it was begun."),
        "comments": rows("The statement and its replies, in order.", ref("Comment")),
        "answer": or_null(ref("Answer")),
        "prepared_answer": {
            **ref("Answer"),
            "description": "A newer answer that is not public yet; there only for those who see it on the page.",
        },
        "url": URL,
    },
    optional=("prepared_answer",),
)
SIDE = record(
    "A clause as one side of a change.",
    {
        "eid": text("Its address in its version."),
        "number": text("Its label as printed; may be empty."),
        "kind": words("What stands there.", ClauseKind),
        "text": text("Its plain words."),
    },
)
WORD_CHANGE = record(
    "Words of the old clause that became words of the new one; an empty range on one side is an insertion or a deletion.",
    {
        "old_start": whole("In the text of the old clause, in code points."),
        "old_end": whole("There; not included."),
        "new_start": whole("In the text of the new clause, in code points."),
        "new_end": whole("There; not included."),
    },
)
CHANGE = record(
    "One changed clause.",
    {
        "name": text("Its name in this comparison, such as C-014."),
        "status": words("What happened to it.", ClauseStatus),
        "is_formatting_only": truth("Whether the words are the same and only the Markdown differs."),
        "old": or_null(ref("Side")),
        "new": or_null(ref("Side")),
        "words": rows("The changed words, in order.", ref("WordChange")),
        "threads": whole("How many threads on the old clause the caller sees."),
    },
)
COMPARISON = record(
    "What became of the clauses of one version in a later one.",
    {
        "old": whole("The number of the older version.", 1),
        "new": whole("The number of the newer version.", 1),
        "counts": {
            "type": "object",
            "description": "How many clauses have each status, unchanged ones too.",
            "additionalProperties": whole("That many."),
        },
        "changes": rows("In the order of the new text; a deleted clause where it stood.", ref("Change")),
        "url": URL,
    },
)
PROBLEM = record(
    "Why a request was refused (RFC 9457).",
    {
        "type": text("about:blank: the status tells the kind.", format="uri-reference"),
        "title": text("The words of the status."),
        "status": whole("The status of the answer.", 400),
        "detail": text("What happened and what to do, one sentence for people."),
        "field": text("The parameter or member that is wrong, where it is known."),
    },
    optional=("field",),
)
QUOTE = record(
    "Words of the clause that the comment is about. White space counts as one blank however it is written.",
    {
        "exact": text("The words.", maxLength=MAX_QUOTE_CHARACTERS),
        "prefix": text("What stands before them: chooses between several places.", maxLength=MAX_QUOTE_CHARACTERS),
        "suffix": text("What stands after them.", maxLength=MAX_QUOTE_CHARACTERS),
    },
    optional=("prefix", "suffix"),
)
GIVEN = (CommentState.UNFILED, CommentState.SHARED, CommentState.FILED)
NEW_THREAD = record(
    "A comment that begins a thread.",
    {
        "clause": or_null(text("The eid of a clause, or its {#id}; missing for the version as a whole.", minLength=1)),
        "text": text("The words.", minLength=1, maxLength=MAX_COMMENT_CHARACTERS),
        "state": text("How far it is given out at once; unfiled if missing.", enum=[state.value for state in GIVEN]),
        "language": text("A BCP 47 tag; that of the version if missing.", maxLength=35),
        "quote": or_null(ref("Quote")),
    },
    optional=("clause", "state", "language", "quote"),
)

SCHEMAS: dict[str, Schema] = {
    "Answer": ANSWER,
    "Change": CHANGE,
    "Clause": CLAUSE,
    "Clauses": record("A page of clauses.", {"clauses": rows("In the order of the text.", ref("Clause")), "next": NEXT}),
    "CodeOfPractice": CODE,
    "CodesOfPractice": record("What the caller may read.", {"codes": rows("By title.", ref("CodeOfPractice"))}),
    "Comment": COMMENT,
    "Comparison": COMPARISON,
    "NewThread": NEW_THREAD,
    "Problem": PROBLEM,
    "Quote": QUOTE,
    "Round": ROUND,
    "Rounds": record("All rounds.", {"rounds": rows("The newest first.", ref("Round"))}),
    "Selector": SELECTOR,
    "Side": SIDE,
    "Thread": THREAD,
    "Threads": record("A page of threads.", {"threads": rows("By number.", ref("Thread")), "next": NEXT}),
    "Version": VERSION,
    "VersionWithText": VERSION_WITH_TEXT,
    "Versions": record("What the caller may see.", {"versions": rows("The newest first.", ref("Version"))}),
    "WordChange": WORD_CHANGE,
}
