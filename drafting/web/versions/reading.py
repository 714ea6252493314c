"""What the pages of a version show: clauses, their outline, and how to cite them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from drafting import clock
from drafting.domain.clauses.tree import ClauseKind
from drafting.domain.vocabulary.openings import openings_of
from drafting.policy.identity import Identity
from drafting.request.app_context import app_context
from drafting.services.anchors.queries import lost_in
from drafting.services.codes.vocabularies import vocabulary_of_version
from drafting.services.comments.feed import latest_entry
from drafting.services.comments.queries import counts_by_clause, thread_count
from drafting.services.comments.threads import comment_refusal
from drafting.services.rounds.scheduling import latest_round
from drafting.services.versions.queries import clauses_of, is_published, published_versions
from drafting.storage.models import CodeOfPractice, Version, VersionClause
from drafting.storage.unit_of_work import Session

DEEPEST_IN_OUTLINE = 3  # levels of headings
MOST_IN_OUTLINE = 600  # headings: a longer list helps nobody


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A heading in the rail; `count` is of threads on it and on all that stands under it."""

    clause: VersionClause
    depth: int
    count: int


def page_of(
    db: Session, actor: Identity, code: CodeOfPractice, version: Version
) -> dict[str, object]:
    """All that templates/versions/show.html needs."""
    since = up_to_date_with(db, actor, code)
    clauses = clauses_of(db, version)
    counts = counts_by_clause(db, actor, code, version)
    return {
        "code": code,
        "version": version,
        "since": since,
        "is_public": is_published(version),
        "clauses": clauses,
        "counts": counts,
        "lost": thread_count(db, actor, code, lost_in(version)),
        "outline": _outline(clauses, counts),
        "block_names": block_names(version, clauses),
        "round": latest_round(db, version),
        "may_comment": comment_refusal(db, actor, code, version) is None,
        "earlier": [one for one in published_versions(db, code) if one.number < version.number],
    }


def up_to_date_with(db: Session, actor: Identity, code: CodeOfPractice) -> int:
    """What a page is up to date with: the id of the newest entry of the activity trail.

    For a signed-out reader it is the server's clock in ms since 1970, because an id of the trail
    would count what is not public.
    """
    return latest_entry(db, code.id) if actor.is_signed_in else int(clock.now().timestamp() * 1000)


def _outline(
    clauses: Sequence[VersionClause], counts: Mapping[int | None, int]
) -> list[OutlineEntry]:
    sums = [counts.get(clause.id, 0) for clause in clauses]
    for clause in reversed(clauses):
        if clause.parent is not None:
            sums[clause.parent] += sums[clause.position]
    headings = [
        one for one in clauses if one.kind is ClauseKind.HEADING and one.level <= DEEPEST_IN_OUTLINE
    ]
    return [OutlineEntry(one, one.level, sums[one.position]) for one in headings[:MOST_IN_OUTLINE]]


def is_asked_to_comment(
    db: Session, actor: Identity, code: CodeOfPractice, version: Version
) -> bool:
    """Whether ways to comment are shown: also to the signed-out, who may sign in."""
    return not actor.is_signed_in or comment_refusal(db, actor, code, version) is None


def block_names(version: Version, clauses: Sequence[VersionClause]) -> dict[int, str]:
    """The heading of a typed block, by the id of its first clause, unless the clause says it."""
    vocabulary = vocabulary_of_version(version)
    openings = openings_of(vocabulary.blocks)
    befores = ("", *(clause.block for clause in clauses))
    begun = (
        one
        for one, before in zip(clauses, befores, strict=False)
        if one.block and one.block != before
    )
    return {
        one.id: vocabulary.block_name(one.block)
        for one in begun
        if not openings.at(one.text or one.number)
    }


def kind_names(version: Version, clause: VersionClause) -> list[str]:
    """The kinds of provision and of block that a clause opens or stands in, as people read them."""
    vocabulary = vocabulary_of_version(version)
    names = vocabulary.provision_name(clause.provision), vocabulary.block_name(clause.block)
    return [name for name in dict.fromkeys(names) if name]


def citation_of(code: CodeOfPractice, version: Version, clause: VersionClause) -> str:
    """The words by which a clause is cited."""
    return f"{code.title}, {version.label}, {clause.citation}"


def permanent_link(code: CodeOfPractice, version: Version, clause: VersionClause) -> str:
    """The address that shows this clause of this version for ever."""
    path = url_for("clauses.show", slug=code.slug, number=version.number, eid=clause.eid)
    return app_context().settings.base_url + path
