"""Rows as JSON documents, field by field as drafting/api/schemas.py describes them; nothing is
added by accident.

Instants are ISO 8601 in UTC with Z; offsets are code points, half-open. Permissions are checked
before.
"""

from datetime import datetime
from typing import Any

from flask import url_for

from drafting.clock import rfc3339
from drafting.request.app_context import app_context
from drafting.services.comments.queries import VisibleThread
from drafting.services.rounds.scheduling import state_of
from drafting.services.versions.queries import is_published
from drafting.storage.models import (
    CodeOfPractice,
    Comment,
    Disposition,
    Round,
    Thread,
    ThreadAnchor,
    Version,
    VersionClause,
)

Document = dict[str, Any]


def address(endpoint: str, **values: Any) -> str:
    """The absolute address of a page or of a route, under the name that the settings give this
    site.
    """
    return app_context().settings.base_url + url_for(endpoint, **values)


def instant(moment: datetime | None) -> str | None:
    """2026-09-30T18:00:00Z; None for none."""
    return None if moment is None else rfc3339(moment)


def code_document(code: CodeOfPractice) -> Document:
    """A code of practice."""
    return {
        "slug": code.slug,
        "title": code.title,
        "summary": code.summary,
        "language": code.language,
        "is_public": code.is_public,
        "stakeholder_groups": [
            {"key": group.key, "name": group.name} for group in code.stakeholder_groups
        ],
        "url": address("codes.show", slug=code.slug),
    }


def version_document(code: CodeOfPractice, version: Version) -> Document:
    """A version without its text."""
    return {
        "number": version.number,
        "label": version.label,
        "note": version.note,
        "stage": version.stage.value,
        "language": version.language,
        "digest": version.digest,
        "clause_count": version.clause_count,
        "is_published": is_published(version),
        "published_at": instant(version.published_at),
        "chapters": [
            {"title": one.title, "start": one.start, "end": one.end} for one in version.chapters
        ],
        "url": address("versions.show", slug=code.slug, number=version.number),
    }


def clause_document(
    code: CodeOfPractice, version: Version, clause: VersionClause, parent: str | None
) -> Document:
    """A clause; `parent` is the eid of the one it stands under."""
    return {
        "eid": clause.eid,
        "id": clause.explicit_id or None,
        "position": clause.position,
        "kind": clause.kind.value,
        "provision": clause.provision or None,
        "block": clause.block or None,
        "term": clause.term or None,
        "level": clause.level,
        "number": clause.number,
        "citation": clause.citation,
        "parent": parent,
        "text": clause.text,
        "html": clause.html,
        "start": clause.start,
        "end": clause.end,
        "lineage": clause.lineage_id,
        "url": address("clauses.show", slug=code.slug, number=version.number, eid=clause.eid),
    }


def round_document(code: CodeOfPractice, round_: Round) -> Document:
    """A consultation round."""
    return {
        "number": round_.number,
        "title": round_.title,
        "version": round_.version.number,
        "state": state_of(round_).value,
        "opens_at": instant(round_.opens_at),
        "closes_at": instant(round_.closes_at),
        "audience": round_.audience.value,
        "questions": list(round_.questions),
        "url": address("rounds.show", slug=code.slug, round_number=round_.number),
    }


def thread_document(
    code: CodeOfPractice, seen: VisibleThread, anchor: ThreadAnchor | None = None
) -> Document:
    """A thread as one identity sees it. `prepared_answer` is there only where the page would
    show one.
    """
    thread = seen.thread
    document = {
        "number": thread.number,
        "version": thread.version.number,
        "clause": thread.clause.eid if thread.clause else None,
        "selector": _selectors(thread),
        "round": thread.round.number if thread.round else None,
        "created_at": instant(thread.created_at),
        "comments": [_comment(comment) for comment in seen.comments],
        "answer": _answer(seen.answer) if seen.answer else None,
        "present": _present(anchor) if anchor else None,
        "url": address("threads.show", slug=code.slug, thread_number=thread.number),
    }
    return {**document, "prepared_answer": _answer(seen.prepared)} if seen.prepared else document


def _present(anchor: ThreadAnchor) -> Document:
    return {
        "version": anchor.version.number,
        "clause": anchor.clause.eid if anchor.clause else None,
        "status": anchor.status.value,
        "exact": anchor.exact,
    }


def _selectors(thread: Thread) -> list[Document]:
    """The quoted words twice, as the W3C Web Annotation model has it: by what they are, and by
    where they stand.
    """
    if thread.exact is None:
        return []
    quote = {
        "type": "TextQuoteSelector",
        "exact": thread.exact,
        "prefix": thread.prefix,
        "suffix": thread.suffix,
    }
    return [quote, {"type": "TextPositionSelector", "start": thread.start, "end": thread.end}]


def _comment(comment: Comment) -> Document:
    return {
        "id": comment.id,
        "state": comment.state.value,
        "author": comment.account.name,
        "organisation": comment.organisation.name if comment.organisation else None,
        "organisation_confirmed": comment.is_organisation_confirmed
        if comment.organisation
        else None,
        "group": comment.stakeholder_group.key if comment.stakeholder_group else None,
        "role": comment.role.value,
        "language": comment.language,
        "text": comment.text,
        "created_at": instant(comment.created_at),
    }


def _answer(answer: Disposition) -> Document:
    return {
        "kind": answer.kind.value,
        "reason": answer.reason,
        "author": answer.account.name if answer.account else None,
        "recorded_at": instant(answer.recorded_at),
        "published_at": instant(answer.published_at),
    }
