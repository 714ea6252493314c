"""What the list of threads shows: one page of those that its filters let through."""

from drafting.domain.consultation.comments import CommentState
from drafting.services.anchors.queries import lost_in
from drafting.services.comments.queries import PAGE, thread_count, threads_of
from drafting.services.rounds.scheduling import rounds_of
from drafting.services.versions.queries import versions_of
from drafting.storage.models import CodeOfPractice
from drafting.web.comments import thread_filters
from drafting.web.view import db, identity


def thread_list(code: CodeOfPractice) -> dict[str, object]:
    """All that templates/comments/threads/index.html needs."""
    versions, rounds = versions_of(db(), identity(), code), rounds_of(db(), identity(), code)
    clause = thread_filters.clause_from_query(db(), versions)
    wanted = thread_filters.filter_from_query(versions, rounds, clause)
    after = thread_filters.query_int("after") or 0
    threads = threads_of(db(), identity(), code, wanted, after=after)
    lost = thread_count(db(), identity(), code, lost_in(versions[0])) if versions else 0
    return {
        "code": code,
        "threads": threads,
        "count": thread_count(db(), identity(), code, wanted),
        "clause": clause,
        "versions": versions,
        "rounds": rounds,
        "states": list(CommentState),
        "more": threads[-1].thread.number if len(threads) == PAGE else None,
        "asked": thread_filters.query_fields(),
        "lost": lost,
    }
