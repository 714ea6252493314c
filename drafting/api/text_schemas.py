"""Codes of practice, versions and clauses as JSON Schema, field by field as
drafting/api/documents.py makes them.
"""

from drafting.api.schema_pieces import instant, or_null, record, rows, text, truth, whole, words
from drafting.domain.clauses.tree import ClauseKind
from drafting.domain.versions import Stage

URL = text("Its page, for people.", format="uri")
NEXT = or_null(text("The address of what follows; null at the end.", format="uri"))
START, END = (
    whole("Where it begins, in code points."),
    whole("Where it ends, in code points; not included."),
)

GROUP = record(
    "A stakeholder group.",
    {"key": text("Its short name, as comments carry it."), "name": text("As people read it.")},
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
    "Where a chapter lies in the text of its version.",
    {"title": text("Its title when frozen."), "start": START, "end": END},
)
VERSION = record(
    "An immutable snapshot of all chapters. One that is not published is seen by the "
    "secretariat alone.",
    {
        "number": whole("Counts from 1 within the code of practice.", 1),
        "label": text("What it is called, such as First draft."),
        "note": text("A few sentences about it; may be empty."),
        "stage": words("How far the text has come.", Stage),
        "language": text("A BCP 47 tag."),
        "digest": text(
            "SHA-256 of its Markdown text in UTF-8, in hexadecimal.", pattern="^[0-9a-f]{64}$"
        ),
        "clause_count": whole("How many clauses it has."),
        "is_published": truth("Whether it is public by the clock of the server."),
        "published_at": or_null(
            instant("From when on it is public; it may lie ahead; null if nothing is set.")
        ),
        "chapters": rows("Its chapters in order.", CHAPTER),
        "url": URL,
    },
)
VERSION_WITH_TEXT = record(
    "A version with its text.",
    {
        **VERSION["properties"],
        "text": text("The Markdown of all chapters; `digest` is its SHA-256."),
    },
)
CLAUSE = record(
    "The smallest unit that a comment, a link or a change can be about.",
    {
        "eid": text("Its address, unique within the version, such as 2.3.2-a."),
        "id": or_null(text("The {#id} written in the text; it also works as an address.")),
        "position": whole("Its place in the version, from 0."),
        "kind": words("What stands there.", ClauseKind),
        "provision": or_null(
            text(
                "The kind of provision that it opens or stands in, such as measure; null for none."
            )
        ),
        "block": or_null(
            text(
                "The kind of typed block that it opens or stands in, such as legal-text; "
                "null for none."
            )
        ),
        "term": or_null(text("The term that it defines.")),
        "level": whole("Of a heading 1 to 6, of a list item its depth from 1, else 0."),
        "number": text("Its label as printed, such as Measure I.2 or (a); may be empty."),
        "citation": text("How it is cited: the numbers it stands under, or its place there."),
        "parent": or_null(text("The eid of the heading, item or label it stands under.")),
        "text": text("Its plain words; the offsets of selectors and of changes count in them."),
        "html": text("The same as the inside of an HTML element, sanitised."),
        "start": whole("Where its Markdown begins in the text of the version, in code points."),
        "end": whole("Where its Markdown ends there; not included."),
        "lineage": text(
            "Stays the same from version to version while the clause is edited, moved or "
            "renumbered."
        ),
        "url": URL,
    },
)
