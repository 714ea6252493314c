"""How many clauses of the newest version are of each kind, as it was read with its vocabulary."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from drafting.domain.clauses.kind_counts import KindCounts
from drafting.domain.clauses.tree import ClauseKind
from drafting.policy.identity import Identity
from drafting.services.versions.queries import version_by_number, versions_of
from drafting.storage.models import CodeOfPractice, Version, VersionClause


@dataclass(frozen=True, slots=True)
class ReadVersion:
    """A version with what was found in it when it was read."""

    label: str
    counts: KindCounts
    text: str


def newest_read(session: Session, actor: Identity, code: CodeOfPractice) -> ReadVersion | None:
    """The newest version that the actor may see and whose clauses are there; None for none."""
    newest = next(
        (one for one in versions_of(session, actor, code) if one.read_at is not None), None
    )
    if newest is None:
        return None
    text = version_by_number(session, actor, code, newest.number, with_text=True).text
    return ReadVersion(newest.label, _counts(session, newest), text)


def _counts(session: Session, version: Version) -> KindCounts:
    terms = select(func.count()).where(
        VersionClause.version_id == version.id, VersionClause.term != ""
    )
    return KindCounts(
        provisions=_by(session, version, VersionClause.provision),
        headings=_by(
            session, version, VersionClause.provision, VersionClause.kind == ClauseKind.HEADING
        ),
        blocks=_by(session, version, VersionClause.block),
        terms=session.scalars(terms).one(),
    )


def _by(
    session: Session,
    version: Version,
    column: InstrumentedAttribute[str],
    *conditions: ColumnElement[bool],
) -> dict[str, int]:
    query = select(column, func.count()).where(
        VersionClause.version_id == version.id, column != "", *conditions
    )
    return {row[0]: row[1] for row in session.execute(query.group_by(column))}
