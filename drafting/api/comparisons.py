"""The comparison of two versions: every change, named and with its words, and how many clauses
have each status.
"""

from collections.abc import Mapping, Sequence

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting.api.documents import Document, address
from drafting.api.door import bp
from drafting.api.problems import ArgumentError
from drafting.domain.alignment.align import ClauseStatus
from drafting.domain.comparison.change_summaries import summaries_of
from drafting.domain.comparison.compare import ComparedClause
from drafting.domain.comparison.redline import change_label, numbered_changes
from drafting.domain.comparison.structure import Structure
from drafting.policy.permissions import Permission
from drafting.request.app_context import app_context
from drafting.request.identity import asks, identity
from drafting.services.codes.queries import code_by_slug
from drafting.services.comments.queries import counts_by_clause
from drafting.services.comparison.clauses import SideClause, clauses_of_side, words_at
from drafting.services.comparison.comparisons import comparison_of
from drafting.services.versions.queries import version_by_number


@bp.get("/codes/<slug>/versions/<key:old>/comparison/<key:new>")
@asks(Permission.VERSION_READ)
def comparison(slug: str, old: int, new: int) -> ResponseReturnValue:
    if old >= new:
        raise ArgumentError("new", _("Name the older version first, then the newer one."))
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        before, after = (version_by_number(db, identity(), code, number) for number in (old, new))
        compared = comparison_of(db, before, after)
        sides = clauses_of_side(db, before), clauses_of_side(db, after)
        threads = counts_by_clause(db, identity(), code, before)
    return {
        "old": old,
        "new": new,
        "counts": {status.value: compared.counts.get(status, 0) for status in ClauseStatus},
        "changes": [
            _change(number, entry, *sides, threads) for number, entry in numbered_changes(compared)
        ],
        "url": address("comparisons.show", slug=slug, old=old, new=new),
    }


def _change(
    number: int,
    entry: ComparedClause,
    before: Sequence[SideClause],
    after: Sequence[SideClause],
    threads: Mapping[int | None, int],
) -> Document:
    old = before[entry.pair.old] if entry.pair.old is not None else None
    new = after[entry.pair.new] if entry.pair.new is not None else None
    words = words_at(before, entry.pair.old), words_at(after, entry.pair.new)
    return {
        "name": change_label(number),
        "status": entry.pair.status.value,
        "only": entry.only.value if entry.only else None,
        "structure": _structure(entry.structure),
        "significance": entry.significance.value,
        "reasons": [reason.value for reason in entry.reasons],
        "confidence": round(entry.pair.confidence, 3),
        "summary": "; ".join(map(str, summaries_of(entry, *words))),
        "invisible": [
            {"name": one.name, "count": one.count, "word": one.word} for one in entry.invisible
        ],
        "old": _side(old),
        "new": _side(new),
        "words": [
            {
                "old_start": one.old_start,
                "old_end": one.old_end,
                "new_start": one.new_start,
                "new_end": one.new_end,
                "kind": one.kind.value,
            }
            for one in entry.changes
        ],
        "threads": threads.get(old.id, 0) if old else 0,
    }


def _structure(structure: Structure | None) -> Document | None:
    if structure is None:
        return None
    return {"kind": structure.kind.value, "before": structure.before, "now": structure.now}


def _side(side: SideClause | None) -> Document | None:
    return (
        None
        if side is None
        else {"eid": side.eid, "number": side.number, "kind": side.kind.value, "text": side.text}
    )
