"""Stored comparisons of two texts, found by everything that their result depends on.

The key holds the digests of both texts, the engine, both vocabularies and what editors decided.
Knows nothing of versions or drafts.
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
Vocabulary = Mapping[str, Any] | None  # as it is stored; None: the default vocabulary


@dataclass(frozen=True, slots=True)
class ComparisonKey:
    """The digests of both texts, and one of the vocabularies and decisions that count too."""

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
        """The key of two texts, their vocabularies, and what editors decided."""
        basis = json.dumps([asdict(decisions), *map(digest_of, vocabularies)])
        return cls(*digests, sha256(basis.encode()).hexdigest())


def is_stored(session: Session, key: ComparisonKey) -> bool:
    """Whether the comparison is stored."""
    return _column(session, StoredComparison.id, key) is not None


def stored_counts(session: Session, key: ComparisonKey) -> Mapping[str, int]:
    """How many clauses are of each kind of change; empty if it is not stored."""
    return _column(session, StoredComparison.counts, key) or {}


def stored_comparison(session: Session, key: ComparisonKey) -> Comparison | None:
    """The comparison, None if it is not stored."""
    result = _column(session, StoredComparison.result, key)
    return None if result is None else Comparison.from_json(json.loads(zlib.decompress(result)))


def save(session: Session, key: ComparisonKey, comparison: Comparison) -> None:
    """Store a comparison, unless other versions with the same two texts stored it already."""
    if is_stored(session, key):
        return
    result = json.dumps(comparison.as_json(), separators=(",", ":")).encode()
    row = StoredComparison(
        **asdict(key),
        engine=ENGINE,
        counts=dict(counts_by_kind(comparison)),
        result=zlib.compress(result, 3),
        computed_at=clock.now(),
    )
    session.add(row)


def _column(session: Session, column: InstrumentedAttribute[T], key: ComparisonKey) -> T | None:
    """One column only, because the compressed result is large."""
    query = select(column).filter_by(**asdict(key), engine=ENGINE)
    return session.scalars(query).one_or_none()
