"""What was said about the clauses that changed: for a whole comparison at once, as far as one
reader may see it.

It knows where threads stand in two versions, and nothing of how a comparison was computed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from drafting.domain.anchors.anchoring import AnchorStatus
from drafting.domain.consultation.dispositions import DispositionKind
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
    """A thread in one line; `answer` is that of the last published decision."""

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

    Those begun on the new version came after the change: they are in `since`, and not behind it.
    """

    threads: Mapping[int, tuple[ThreadSummary, ...]] = field(default_factory=dict)
    since: Mapping[int, tuple[ThreadSummary, ...]] = field(default_factory=dict)

    def behind(self, *clause_ids: int | None) -> tuple[ThreadSummary, ...]:
        """Those on any of these clauses, each once."""
        found = {
            one.id: one
            for clause_id in clause_ids
            if clause_id
            for one in self.threads.get(clause_id, ())
        }
        return tuple(sorted(found.values(), key=lambda one: one.number))

    def on(self, clause_id: int) -> tuple[ThreadSummary, ...]:
        """Those that stand on a clause, wherever they were begun."""
        return self.threads.get(clause_id, ()) + self.since.get(clause_id, ())


def threads_by_clause(
    session: Session, actor: Identity, code: CodeOfPractice, old: Version, new: Version | None
) -> ThreadsByClause:
    """Threads on the clauses of the old version, begun there or carried there, and those carried
    into the new one.

    A fixed number of queries, however many changes there are. `new` is None where the other side
    is no version.
    """
    behind, since = (
        _by_clause(_places(session, old, new)),
        _by_clause(_begun(session, new) if new is not None else ()),
    )
    wanted = {one for places in (behind, since) for ids in places.values() for one in ids}
    known = _lines(session, actor, code, wanted)
    return ThreadsByClause(_seen(behind, known), _seen(since, known))


def _by_clause(places: Iterable[tuple[int, int]]) -> Mapping[int, set[int]]:
    found = defaultdict(set)
    for clause_id, thread_id in places:
        found[clause_id].add(thread_id)
    return found


def _seen(
    places: Mapping[int, set[int]], known: Mapping[int, ThreadSummary]
) -> Mapping[int, tuple[ThreadSummary, ...]]:
    """What the reader may see of the threads at each place; places without any are left out."""
    found = {
        clause_id: [known[one] for one in ids if one in known] for clause_id, ids in places.items()
    }
    return {
        clause_id: tuple(sorted(those, key=lambda one: one.number))
        for clause_id, those in found.items()
        if those
    }


def _places(session: Session, old: Version, new: Version | None) -> Iterable[tuple[int, int]]:
    versions = [one.id for one in (old, new) if one is not None]
    carried = select(ThreadAnchor.clause_id, ThreadAnchor.thread_id).where(
        ThreadAnchor.version_id.in_(versions)
    )
    carried = carried.where(
        ThreadAnchor.status != AnchorStatus.ORPHAN, ThreadAnchor.clause_id.is_not(None)
    )
    yield from _begun(session, old)
    yield from (
        (clause_id, thread_id)
        for clause_id, thread_id in session.execute(carried)
        if clause_id is not None
    )


def _begun(session: Session, version: Version) -> Iterable[tuple[int, int]]:
    begun = select(Thread.clause_id, Thread.id).where(
        Thread.version_id == version.id, Thread.clause_id.is_not(None)
    )
    return (
        (clause_id, thread_id)
        for clause_id, thread_id in session.execute(begun)
        if clause_id is not None
    )


def _lines(
    session: Session, actor: Identity, code: CodeOfPractice, wanted: Collection[int]
) -> dict[int, ThreadSummary]:
    if not wanted:
        return {}
    query = (
        select(
            Thread.id, Thread.number, Account.name, Organisation.name, Comment.is_organisation_confirmed,
            StakeholderGroup.id, StakeholderGroup.name, StakeholderGroup.key,
            func.substr(Comment.text, 1, EXCERPT_CHARACTERS + 1), Comment.language,
        )
        .join(Comment, and_(Comment.thread_id == Thread.id, Comment.position == 1))
        .join(Account, Account.id == Comment.account_id)
        .outerjoin(Organisation, Organisation.id == Comment.organisation_id)
        .outerjoin(StakeholderGroup, StakeholderGroup.id == Comment.stakeholder_group_id)
        .outerjoin(Round, Round.id == Thread.round_id)
        .where(Thread.code_id == code.id, visible_to(actor, code))
    )  # fmt: skip
    mine, answers = _mine(session, actor, code), _answers(session, code)
    found = {}
    for (
        id_,
        number,
        person,
        office,
        is_confirmed,
        group_id,
        group,
        key,
        words,
        language,
    ) in session.execute(query):
        if id_ in wanted:
            author = office if office and is_confirmed else person
            line = (
                id_,
                number,
                author,
                group_id,
                group or "",
                key or "",
                _first_words(words),
                language,
            )
            found[id_] = ThreadSummary(*line, id_ in mine, answers.get(id_))
    return found


def _first_words(text: str) -> str:
    line = " ".join(text.split())
    return (
        line
        if len(line) <= EXCERPT_CHARACTERS
        else f"{line[: EXCERPT_CHARACTERS - 2].rsplit(' ', 1)[0]} …"
    )


def _mine(session: Session, actor: Identity, code: CodeOfPractice) -> frozenset[int]:
    """The threads in which the actor wrote, be it a reply."""
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
