"""The threads on the clauses of two versions, as one reader sees them, for a whole comparison.

The number of queries is fixed, however many changes there are. Knows nothing of how a comparison
was computed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, Select, and_, func, select
from sqlalchemy.orm import Session

from drafting.domain.anchors.anchoring import AnchorStatus
from drafting.domain.consultation.dispositions import DispositionKind
from drafting.domain.words.shortening import shortened
from drafting.policy.identity import Identity
from drafting.services.comments.visibility import visible_to
from drafting.storage.models import (
    Account,
    CodeOfPractice,
    Comment,
    Disposition,
    Organisation,
    Round,
    StakeholderGroup,
    Thread,
    ThreadAnchor,
    Version,
)

EXCERPT_CHARACTERS = 140  # characters of a comment's first words


@dataclass(frozen=True, slots=True)
class ThreadSummary:
    """A thread in one line; `answer` is the kind of the last published disposition."""

    id: int
    number: int
    author: str  # the organisation that confirmed it, else the person
    group_id: int | None
    group: str
    group_key: str
    words: str
    language: str
    is_mine: bool
    answer: DispositionKind | None


@dataclass(frozen=True, slots=True)
class ThreadsByClause:
    """Threads by the id of a clause of either version, in the order of their numbers.

    Those begun on the new version are younger than the change: they are in `since`.
    """

    threads: Mapping[int, tuple[ThreadSummary, ...]] = field(default_factory=dict)
    since: Mapping[int, tuple[ThreadSummary, ...]] = field(default_factory=dict)

    def behind(self, *clause_ids: int | None) -> tuple[ThreadSummary, ...]:
        """Those on any of these clauses that are older than the change, each once."""
        found = {
            one.id: one
            for clause_id in clause_ids
            if clause_id
            for one in self.threads.get(clause_id, ())
        }
        return tuple(sorted(found.values(), key=lambda one: one.number))

    def on(self, clause_id: int) -> tuple[ThreadSummary, ...]:
        """Those that stand on a clause, whichever version they were begun on."""
        return self.threads.get(clause_id, ()) + self.since.get(clause_id, ())


def threads_by_clause(
    session: Session, actor: Identity, code: CodeOfPractice, old: Version, new: Version | None
) -> ThreadsByClause:
    """The threads begun on the old version, and those re-anchored in either version.

    `new` is None if the other side is not a version.
    """
    older = _by_clause([*_begun(session, old), *_reanchored(session, old, new)])
    younger = _by_clause(_begun(session, new) if new is not None else ())
    wanted = {one for places in (older, younger) for ids in places.values() for one in ids}
    known = _summaries(session, actor, code, wanted)
    return ThreadsByClause(_visible(older, known), _visible(younger, known))


def _by_clause(places: Iterable[tuple[int, int]]) -> Mapping[int, set[int]]:
    found = defaultdict(set)
    for clause_id, thread_id in places:
        found[clause_id].add(thread_id)
    return found


def _visible(
    places: Mapping[int, set[int]], known: Mapping[int, ThreadSummary]
) -> Mapping[int, tuple[ThreadSummary, ...]]:
    """What the reader may see of the threads at each place; places without any are left out."""
    found = {
        clause_id: sorted((known[one] for one in ids if one in known), key=lambda one: one.number)
        for clause_id, ids in places.items()
    }
    return {clause_id: tuple(threads) for clause_id, threads in found.items() if threads}


def _reanchored(session: Session, *versions: Version | None) -> Iterable[tuple[int, int]]:
    ids = [one.id for one in versions if one is not None]
    query = select(ThreadAnchor.clause_id, ThreadAnchor.thread_id).where(
        ThreadAnchor.version_id.in_(ids),
        ThreadAnchor.status != AnchorStatus.ORPHAN,
        ThreadAnchor.clause_id.is_not(None),
    )
    return ((clause_id or 0, thread_id) for clause_id, thread_id in session.execute(query))


def _begun(session: Session, version: Version) -> Iterable[tuple[int, int]]:
    query = select(Thread.clause_id, Thread.id).where(
        Thread.version_id == version.id, Thread.clause_id.is_not(None)
    )
    return ((clause_id or 0, thread_id) for clause_id, thread_id in session.execute(query))


def _summaries(
    session: Session, actor: Identity, code: CodeOfPractice, wanted: Collection[int]
) -> dict[int, ThreadSummary]:
    if not wanted:
        return {}
    mine, answers = _mine(session, actor, code), _answers(session, code)
    return {
        row.id: _summary(row, is_mine=row.id in mine, answer=answers.get(row.id))
        for row in session.execute(_opening_comments(actor, code))
        if row.id in wanted
    }


def _opening_comments(actor: Identity, code: CodeOfPractice) -> Select[Any]:
    """The opening comment of each thread that the actor may read, with its author."""
    columns = (
        Thread.id,
        Thread.number,
        Account.name.label("person"),
        Organisation.name.label("organisation"),
        Comment.is_organisation_confirmed,
        StakeholderGroup.id.label("group_id"),
        StakeholderGroup.name.label("group"),
        StakeholderGroup.key.label("group_key"),
        func.substr(Comment.text, 1, EXCERPT_CHARACTERS + 1).label("text"),
        Comment.language,
    )
    return (
        select(*columns)
        .join(Comment, and_(Comment.thread_id == Thread.id, Comment.position == 1))
        .join(Account, Account.id == Comment.account_id)
        .outerjoin(Organisation, Organisation.id == Comment.organisation_id)
        .outerjoin(StakeholderGroup, StakeholderGroup.id == Comment.stakeholder_group_id)
        .outerjoin(Round, Round.id == Thread.round_id)
        .where(Thread.code_id == code.id, visible_to(actor, code))
    )


def _summary(row: Row[Any], *, is_mine: bool, answer: DispositionKind | None) -> ThreadSummary:
    is_for_organisation = row.organisation and row.is_organisation_confirmed
    return ThreadSummary(
        row.id,
        row.number,
        author=row.organisation if is_for_organisation else row.person,
        group_id=row.group_id,
        group=row.group or "",
        group_key=row.group_key or "",
        words=shortened(row.text, EXCERPT_CHARACTERS),
        language=row.language,
        is_mine=is_mine,
        answer=answer,
    )


def _mine(session: Session, actor: Identity, code: CodeOfPractice) -> frozenset[int]:
    """The threads in which the actor wrote a comment or a reply."""
    if actor.account_id is None:
        return frozenset()
    query = select(Comment.thread_id).join(Thread, Thread.id == Comment.thread_id)
    return frozenset(
        session.scalars(
            query.where(Thread.code_id == code.id, Comment.account_id == actor.account_id)
        )
    )


def _answers(session: Session, code: CodeOfPractice) -> dict[int, DispositionKind]:
    query = select(Disposition.thread_id, Disposition.kind).join(
        Thread, Thread.id == Disposition.thread_id
    )
    query = query.where(Thread.code_id == code.id, Disposition.published_at.is_not(None)).order_by(
        Disposition.revision
    )
    return {row[0]: row[1] for row in session.execute(query)}
