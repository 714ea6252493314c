"""Collects what is exported: a version or its threads as values, as far as the actor may see them.

Threads come as columns, not as rows of the model: a round has thousands, and a person waits for the
table.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from drafting.domain.clauses.tree import ClauseKind
from drafting.exports.documents import (
    ExportedAnswer,
    ExportedClause,
    ExportedReply,
    ExportedThread,
    ExportedVersion,
)
from drafting.policy.identity import Identity
from drafting.services.anchors.queries import newest_anchors
from drafting.services.codes.vocabularies import vocabulary_of_version
from drafting.services.comments.visibility import visible_to
from drafting.services.versions.queries import clauses_of
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
    VersionClause,
)

COLUMNS = (
    Thread.number.label("thread_number"),
    Thread.id.label("thread_id"),
    Thread.clause_id,
    Thread.exact,
    Round.number.label("round_number"),
    Comment.position,
    Comment.role,
    Comment.state,
    Comment.language,
    Comment.text,
    Comment.filed_at,
    Comment.is_organisation_confirmed,
    Account.name.label("author"),
    Organisation.name.label("organisation"),
    StakeholderGroup.name.label("group"),
)


@dataclass(frozen=True, slots=True)
class _Place:
    number: str
    heading: str
    provision: str


@dataclass(frozen=True, slots=True)
class TableContext:
    """What all threads of a table share: the version's label, places by clause, answers by
    thread, where threads are shown.
    """

    version: str
    places: Mapping[int, _Place]
    answers: Mapping[int, ExportedAnswer]
    anchors: Mapping[int, ThreadAnchor]
    address: str


def exported_version(
    session: Session, code: CodeOfPractice, version: Version, *, base_url: str, time_zone: str
) -> ExportedVersion:
    """A version that the actor was let to, with its clauses."""
    return ExportedVersion(
        title=code.title,
        label=version.label,
        note=version.note,
        stage=version.stage,
        language=version.language,
        published_at=version.published_at,
        time_zone=time_zone,
        digest=version.digest,
        address=f"{base_url}/codes/{code.slug}/versions/{version.number}",
        clauses=[
            ExportedClause(
                one.kind, one.level, one.number, one.eid, one.explicit_id, one.text, one.html
            )
            for one in clauses_of(session, version)
        ],
    )


def exported_threads(
    session: Session,
    actor: Identity,
    code: CodeOfPractice,
    version: Version,
    round_: Round | None = None,
    *,
    base_url: str,
) -> list[ExportedThread]:
    """The threads on a version (of one round, if it is given) that the actor may see, by number.

    Answers are the published ones only, for every reader: a table travels further than its maker
    thinks.
    """
    wanted = Thread.version_id == version.id if round_ is None else Thread.round_id == round_.id
    query = (
        select(*COLUMNS)
        .join(Thread, Thread.id == Comment.thread_id)
        .outerjoin(Round, Round.id == Thread.round_id)
        .join(Account, Account.id == Comment.account_id)
        .outerjoin(Organisation, Organisation.id == Comment.organisation_id)
        .outerjoin(StakeholderGroup, StakeholderGroup.id == Comment.stakeholder_group_id)
        .where(Thread.code_id == code.id, wanted, visible_to(actor, code))
        .order_by(Thread.number, Comment.position)
    )
    address = f"{base_url}/codes/{code.slug}/threads/"
    anchors = newest_anchors(session, actor, code, wanted)
    around = TableContext(
        version.label, _places(session, version), _answers(session, version), anchors, address
    )
    by_thread = groupby(session.execute(query), key=lambda row: row.thread_number)
    gathered = (list(rows) for _, rows in by_thread)
    return [
        _thread(around, rows[0], rows[1:])
        for rows in gathered
        if rows[0].position
        == 1  # else its opening comment is not for this actor, so neither are the replies
    ]


def _thread(around: TableContext, opening: Any, replies: list[Any]) -> ExportedThread:
    place, anchor = around.places.get(opening.clause_id), around.anchors.get(opening.thread_id)
    return ExportedThread(
        number=opening.thread_number,
        round_number=opening.round_number,
        version=around.version,
        clause_number=place.number if place else None,
        heading=place.heading if place else "",
        provision=place.provision if place else "",
        quote=opening.exact or "",
        group=opening.group or "",
        organisation=opening.organisation or "",
        is_organisation_confirmed=opening.is_organisation_confirmed,
        author=opening.author,
        role=opening.role,
        language=opening.language,
        state=opening.state,
        text=opening.text,
        replies=[_reply(one) for one in replies],
        answer=around.answers.get(opening.thread_id),
        filed_at=opening.filed_at,
        address=f"{around.address}{opening.thread_number}",
        present_version=anchor.version.label if anchor else "",
        present_clause=anchor.clause.citation if anchor and anchor.clause else "",
        present_status=anchor.status if anchor else None,
    )


def _reply(row: Any) -> ExportedReply:
    return ExportedReply(
        row.author, row.organisation or "", row.is_organisation_confirmed, row.text
    )


def _answers(session: Session, version: Version) -> dict[int, ExportedAnswer]:
    """The last published answer to each thread on a version."""
    columns = (
        Disposition.thread_id,
        Disposition.kind,
        Disposition.reason,
        Disposition.published_at,
    )
    query = (
        select(*columns)
        .join(Thread, Thread.id == Disposition.thread_id)
        .where(Thread.version_id == version.id)
    )
    published = query.where(Disposition.published_at.is_not(None)).order_by(Disposition.revision)
    return {
        row.thread_id: ExportedAnswer(row.kind, row.reason, row.published_at)
        for row in session.execute(published)
    }


def _places(session: Session, version: Version) -> dict[int, _Place]:
    """How each clause of a version is cited and of what kind it is, by its id."""
    heading = case((VersionClause.kind == ClauseKind.HEADING, VersionClause.text), else_="").label(
        "heading"
    )
    columns = (
        VersionClause.id,
        VersionClause.parent,
        VersionClause.citation,
        VersionClause.provision,
        heading,
    )
    name = vocabulary_of_version(version).provision_name
    query = (
        select(*columns)
        .where(VersionClause.version_id == version.id)
        .order_by(VersionClause.position)
    )
    rows = session.execute(query).all()
    return {row.id: _Place(row.citation, _heading(rows, row), name(row.provision)) for row in rows}


def _heading(rows: Any, row: Any) -> str:
    return next((one.heading for one in _upwards(rows, row) if one.heading), "")


def _upwards(rows: Any, row: Any) -> Iterator[Any]:
    """The clause and those it stands under; a parent stands at its position."""
    yield row
    while row.parent is not None:
        row = rows[row.parent]
        yield row
