"""Comparisons as they are stored_column: by the digests of the two texts, the engine, the words of both,
and what editors decided.

It knows nothing of versions or drafts: whoever has two texts finds here whether they were
compared already.
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from drafting import clock
from drafting.domain.alignment.decisions import Decisions
from drafting.domain.comparison.compare import ENGINE, Comparison
from drafting.domain.comparison.redline import counts_by_kind
from drafting.services.codes.vocabularies import digest_of
from drafting.storage.models import StoredComparison

T = TypeVar("T")
Vocabulary = Mapping[str, Any] | None  # as it is stored; None: the usual one


@dataclass(frozen=True, slots=True)
class ComparisonKey:
    """By which a comparison is found again: the digests of both texts, and what it rests on
    beside them.
    """

    old_digest: str
    new_digest: str
    basis: str

    @classmethod
    def of(
        cls,
        digests: tuple[str, str],
        vocabularies: tuple[Vocabulary, Vocabulary],
        decisions: Decisions,
    ) -> "ComparisonKey":
        """The key of two texts, the words of both, and what editors decided."""
        words = map(digest_of, vocabularies)
        return cls(*digests, sha256(json.dumps([asdict(decisions), *words]).encode()).hexdigest())


def stored_column(
    session: Session, column: InstrumentedAttribute[T], key: ComparisonKey
) -> T | None:
    """One column of the stored comparison: the compressed result is large, and who only asks
    whether it is there waits.
    """
    same = (
        StoredComparison.old_digest == key.old_digest,
        StoredComparison.new_digest == key.new_digest,
    )
    query = select(column).where(
        *same, StoredComparison.basis == key.basis, StoredComparison.engine == ENGINE
    )
    return session.scalars(query).one_or_none()


def is_stored(session: Session, key: ComparisonKey) -> bool:
    """Whether the comparison is there."""
    return stored_column(session, StoredComparison.id, key) is not None


def stored_comparison(session: Session, key: ComparisonKey) -> Comparison | None:
    """The comparison, if it is there."""
    result = stored_column(session, StoredComparison.result, key)
    return None if result is None else Comparison.from_json(json.loads(zlib.decompress(result)))


def save(session: Session, key: ComparisonKey, comparison: Comparison) -> None:
    """Store a comparison, unless it is there: of other versions with the same two texts."""
    if is_stored(session, key):
        return
    session.add(
        StoredComparison(
            old_digest=key.old_digest,
            new_digest=key.new_digest,
            engine=ENGINE,
            basis=key.basis,
            counts=dict(counts_by_kind(comparison)),
            result=zlib.compress(
                json.dumps(comparison.as_json(), separators=(",", ":")).encode(), 3
            ),
            computed_at=clock.now(),
        )
    )
