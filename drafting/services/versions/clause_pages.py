"""Clauses of a version a page at a time, each with the eid of its parent clause."""

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from drafting.storage.models import Version, VersionClause


def clause_page(
    session: Session, version: Version, *, after: int | None, most: int
) -> list[tuple[VersionClause, str | None]]:
    """At most `most` clauses after position `after`, None for the first, with the parent's eid."""
    above = aliased(VersionClause)
    is_above = and_(
        above.version_id == VersionClause.version_id, above.position == VersionClause.parent
    )
    query = (
        select(VersionClause, above.eid)
        .outerjoin(above, is_above)
        .where(VersionClause.version_id == version.id)
    )
    if after is not None:
        query = query.where(VersionClause.position > after)
    return [
        (row[0], row[1])
        for row in session.execute(query.order_by(VersionClause.position).limit(most))
    ]


def parent_eid(session: Session, clause: VersionClause) -> str | None:
    """The eid of the clause that this one stands under."""
    above = select(VersionClause.eid).where(VersionClause.version_id == clause.version_id)
    return session.scalars(above.where(VersionClause.position == clause.parent)).one_or_none()
