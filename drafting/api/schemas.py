"""The documents of the API by name, comparisons and problems among them: what
drafting/api/openapi.py points to.
"""

from drafting.api.schema_pieces import Schema, or_null, record, ref, rows, share, text, whole, words
from drafting.api.talk_schemas import ANSWER, COMMENT, NEW_THREAD, QUOTE, ROUND, SELECTOR, THREAD
from drafting.api.text_schemas import CLAUSE, CODE, NEXT, URL, VERSION, VERSION_WITH_TEXT
from drafting.domain.alignment.align import ClauseStatus
from drafting.domain.clauses.tree import ClauseKind
from drafting.domain.comparison.compare import Only
from drafting.domain.comparison.significance import Reason, Significance
from drafting.domain.comparison.structure import StructureKind
from drafting.domain.words.changes import WordChangeKind

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
    "Words of the old clause that became words of the new one; an empty range on one side "
    "is an insertion or a deletion.",
    {
        "old_start": whole("In the text of the old clause, in code points."),
        "old_end": whole("There; not included."),
        "new_start": whole("In the text of the new clause, in code points."),
        "new_end": whole("There; not included."),
        "kind": words(
            "Words, a sentence that moved, or a reference that only follows new numbers.",
            WordChangeKind,
        ),
    },
)
INVISIBLE_CHANGE = record(
    "Characters that cannot be seen, or look like others.",
    {
        "name": text("The character's code point and name, look-alike, or unicode form."),
        "count": {
            "type": "integer",
            "description": "How many more there are in the new text; below 0: fewer.",
        },
        "word": text("The word that mixes scripts; empty otherwise."),
    },
)
STRUCTURE = record(
    "The clause stands elsewhere in the order of the text.",
    {
        "kind": words("What is other about its place.", StructureKind),
        "before": text("What it was: a kind of clause, a level, the head of a column, or empty."),
        "now": text("What it is, likewise."),
    },
)
CHANGE = record(
    "One changed clause.",
    {
        "name": text("Its name in this comparison, such as C-014."),
        "status": words("What happened to it.", ClauseStatus),
        "only": or_null(words("What differs where words, place and label are the same.", Only)),
        "structure": or_null(ref("Structure")),
        "significance": words(
            "As proposed by rule, unless an editor said otherwise.", Significance
        ),
        "reasons": rows("Why it is proposed as substantive.", words("A reason.", Reason)),
        "confidence": share("How sure it is that the two clauses belong together."),
        "summary": text("The change in one line."),
        "invisible": rows("What changed that cannot be seen.", ref("InvisibleChange")),
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
        "changes": rows(
            "In the order of the new text; a deleted clause where it stood.", ref("Change")
        ),
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

SCHEMAS: dict[str, Schema] = {
    "Answer": ANSWER,
    "Change": CHANGE,
    "Clause": CLAUSE,
    "Clauses": record(
        "A page of clauses.",
        {"clauses": rows("In the order of the text.", ref("Clause")), "next": NEXT},
    ),
    "CodeOfPractice": CODE,
    "CodesOfPractice": record(
        "What the caller may read.", {"codes": rows("By title.", ref("CodeOfPractice"))}
    ),
    "Comment": COMMENT,
    "Comparison": COMPARISON,
    "Structure": STRUCTURE,
    "InvisibleChange": INVISIBLE_CHANGE,
    "NewThread": NEW_THREAD,
    "Problem": PROBLEM,
    "Quote": QUOTE,
    "Round": ROUND,
    "Rounds": record("All rounds.", {"rounds": rows("The newest first.", ref("Round"))}),
    "Selector": SELECTOR,
    "Side": SIDE,
    "Thread": THREAD,
    "Threads": record(
        "A page of threads.", {"threads": rows("By number.", ref("Thread")), "next": NEXT}
    ),
    "Version": VERSION,
    "VersionWithText": VERSION_WITH_TEXT,
    "Versions": record(
        "What the caller may see.", {"versions": rows("The newest first.", ref("Version"))}
    ),
    "WordChange": WORD_CHANGE,
}
