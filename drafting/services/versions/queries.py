"""Reads versions and their clauses. Only its preparers see a version before it is published."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from drafting import clock
from drafting.policy.identity import Identity
from drafting.policy.permission_map import may
from drafting.policy.permissions import Permission
from drafting.policy.predicates import Context
from drafting.services.versions.errors import ClauseNotFoundError, VersionNotFoundError
from drafting.storage.models import CodeOfPractice, Version, VersionClause


def is_published(version: Version, now: datetime | None = None) -> bool:
    """Whether it is public by the server's clock."""
    return version.published_at is not None and version.published_at <= (now or clock.now())


def context_of_version(code: CodeOfPractice, version: Version) -> Context:
    """What permissions need to know of a version."""
    return Context(
        code_id=code.id, code_is_public=code.is_public, version_is_published=is_published(version)
    )


def may_see(actor: Identity, code: CodeOfPractice, version: Version) -> bool:
    """Published, or the actor prepares versions."""
    context = context_of_version(code, version)
    return may(actor, Permission.VERSION_READ, context) or may(
        actor, Permission.VERSION_PREPARE, context
    )


def versions_of(session: Session, actor: Identity, code: CodeOfPractice) -> list[Version]:
    """The versions that the actor may see, the newest first."""
    query = select(Version).where(Version.code_id == code.id).order_by(Version.number.desc())
    return [version for version in session.scalars(query) if may_see(actor, code, version)]


def published_versions(session: Session, code: CodeOfPractice) -> list[Version]:
    """The versions that are public now, the newest first."""
    query = select(Version).where(Version.code_id == code.id).order_by(Version.number.desc())
    return [version for version in session.scalars(query) if is_published(version)]


def newest_published(session: Session, code: CodeOfPractice) -> Version | None:
    """The version that is the public text now; None before the first one."""
    return next(iter(published_versions(session, code)), None)


def version_before(session: Session, version: Version) -> Version | None:
    """The one before it within its code of practice, published or not."""
    query = select(Version).where(
        Version.code_id == version.code_id, Version.number < version.number
    )
    return session.scalars(query.order_by(Version.number.desc()).limit(1)).one_or_none()


def version_by_number(
    session: Session, actor: Identity, code: CodeOfPractice, number: int, *, with_text: bool = False
) -> Version:
    """One version; raises VersionNotFoundError also if the actor may not see it."""
    query = select(Version).where(Version.code_id == code.id, Version.number == number)
    version = session.scalars(
        query.options(undefer(Version.text)) if with_text else query
    ).one_or_none()
    if version is None or not may_see(actor, code, version):
        raise VersionNotFoundError
    return version


def clauses_of(session: Session, version: Version) -> Sequence[VersionClause]:
    """All clauses of a version in their order."""
    query = select(VersionClause).where(VersionClause.version_id == version.id)
    return session.scalars(query.order_by(VersionClause.position)).all()


def clause_by_eid(session: Session, version: Version, eid: str) -> VersionClause:
    """The clause at an address, which may also be its {#id}; raises ClauseNotFoundError."""
    if not eid.isprintable():
        raise ClauseNotFoundError
    query = select(VersionClause).where(VersionClause.version_id == version.id)
    found = session.scalars(query.where(VersionClause.eid == eid)).one_or_none()
    found = found or session.scalars(query.where(VersionClause.explicit_id == eid)).first()
    if found is None or not eid:
        raise ClauseNotFoundError
    return found


def texts_of_chapter(
    session: Session, actor: Identity, code: CodeOfPractice, chapter_id: int
) -> list[tuple[Version, str]]:
    """The text of a chapter in each published version that has it, the newest first."""
    found = []
    for version in filter(is_published, versions_of(session, actor, code)):
        place = next((one for one in version.chapters if one.chapter_id == chapter_id), None)
        if place is not None:
            session.refresh(version, ["text"])
            found.append((version, version.text[place.start : place.end] + "\n"))
    return found
