"""Comparisons as they are kept: by the digests of the two texts, the engine, and what editors decided about them.

It knows nothing of versions or drafts: whoever has two texts finds here whether they were compared already.
"""

import json
import zlib
from dataclasses import asdict
from hashlib import sha256
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from drafting import clock
from drafting.domain.comparison import ENGINE, Comparison
from drafting.domain.decisions import Decisions
from drafting.domain.redline import counts_by_kind
from drafting.storage.models import StoredComparison

T = TypeVar("T")
Digests = tuple[str, str]  # of the old text and the new one


def kept(session: Session, column: InstrumentedAttribute[T], digests: Digests, decisions: Decisions) -> T | None:
    """One column of the stored comparison: the compressed result is large, and who only asks whether it is there waits."""
    same = (StoredComparison.old_digest == digests[0], StoredComparison.new_digest == digests[1])
    basis = StoredComparison.basis == _basis(decisions)
    return session.scalars(select(column).where(*same, basis, StoredComparison.engine == ENGINE)).one_or_none()


def is_kept(session: Session, digests: Digests, decisions: Decisions) -> bool:
    """Whether the comparison is there."""
    return kept(session, StoredComparison.id, digests, decisions) is not None


def kept_comparison(session: Session, digests: Digests, decisions: Decisions) -> Comparison | None:
    """The comparison, if it is there."""
    result = kept(session, StoredComparison.result, digests, decisions)
    return None if result is None else Comparison.from_json(json.loads(zlib.decompress(result)))


def keep(session: Session, digests: Digests, decisions: Decisions, comparison: Comparison) -> None:
    """Store a comparison, unless it is there: of other versions with the same two texts."""
    if is_kept(session, digests, decisions):
        return
    session.add(
        StoredComparison(
            old_digest=digests[0],
            new_digest=digests[1],
            engine=ENGINE,
            basis=_basis(decisions),
            counts=dict(counts_by_kind(comparison)),
            result=zlib.compress(json.dumps(comparison.as_json(), separators=(",", ":")).encode(), 3),
            computed_at=clock.now(),
        )
    )


def _basis(decisions: Decisions) -> str:
    return sha256(json.dumps(asdict(decisions)).encode()).hexdigest()
